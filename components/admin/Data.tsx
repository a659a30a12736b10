import { useSignals } from '@preact/signals-react/runtime';
import { Download, FlaskConical } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { Field } from '@/components/look/Field';
import { Icon } from '@/components/look/Icon';
import { t, tn } from '@/components/look/words';
import { Import } from './Import';
import type { Shelf } from './rows';
import type { AdminState } from './state';

/** Who you are, everything out, everything in, and the sample data away. */
export function Data({ state, shelf }: { state: AdminState; shelf: Shelf }) {
  return (
    <>
      <div className="work-head">
        <h1>{t('room_data')}</h1>
      </div>
      <section className="card card-pad" aria-labelledby="data-name">
        <h2 id="data-name">{t('welcome_name')}</h2>
        <NameForm state={state} first={shelf.me.name} key={shelf.me.name} />
      </section>
      <section className="card card-pad" aria-labelledby="data-export">
        <h2 id="data-export">{t('export_title')}</h2>
        <p>{t('export_lead')}</p>
        <p className="muted">{shelf.store.shared ? tn('store_waiting', shelf.store.waiting) : t('store_local')}</p>
        <ExportButton state={state} />
      </section>
      <section className="card card-pad" aria-labelledby="data-import">
        <h2 id="data-import">{t('import_title')}</h2>
        <Import state={state} />
      </section>
      {shelf.sample ? (
        <section className="card card-pad" aria-labelledby="data-sample">
          <h2 id="data-sample">{t('sample_title')}</h2>
          <p>{t('sample_lead')}</p>
          <div className="actions">
            <button className="btn" type="button" onClick={() => void state.removeSample()}>
              <Icon of={FlaskConical} />
              {t('sample_remove')}
            </button>
          </div>
        </section>
      ) : null}
    </>
  );
}

function NameForm({ state, first }: { state: AdminState; first: string }) {
  const [name, setName] = useState(first);
  const [said, setSaid] = useState<{ text: string; wrong: boolean } | null>(null);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') return setSaid({ text: t('welcome_nameEmpty'), wrong: true });
    const done = await state.rename(name);
    setSaid(done.ok ? { text: t('welcome_nameSaved', name.trim()), wrong: false } : { text: t('welcome_nameFailed'), wrong: true });
  };
  return (
    <form className="form" onSubmit={(event) => void send(event)}>
      <Field label={t('welcome_nameLabel')} hint={t('welcome_nameHint')} errors={said?.wrong ? [said.text] : []}>
        {(wiring) => (
          <input
            className="input"
            {...wiring}
            maxLength={200}
            autoComplete="name"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <div className="actions">
        <button className="btn" type="submit">
          {t('save')}
        </button>
        <output className="small muted">{said && !said.wrong ? said.text : ''}</output>
      </div>
    </form>
  );
}

function ExportButton({ state }: { state: AdminState }) {
  useSignals();
  const [busy, setBusy] = useState(false);
  const [made, setMade] = useState<string | null>(null);
  const save = async () => {
    setBusy(true);
    const made = await state.exportAll();
    setBusy(false);
    if (!made) return;
    offer(made.file, made.name);
    setMade(made.name);
  };
  return (
    <div className="actions">
      <button className="btn" type="button" disabled={busy} onClick={() => void save()}>
        <Icon of={Download} />
        {t('export_do')}
      </button>
      <output className="small muted">{made === null ? '' : t('export_done', made)}</output>
    </div>
  );
}

/** Hands a file to the browser's own download. */
function offer(file: string, name: string): void {
  const url = URL.createObjectURL(new Blob([file], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
