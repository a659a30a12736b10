import { CircleCheck, FileJson, RefreshCw, TriangleAlert } from 'lucide-react';
import { useEffect, useEffectEvent, useId, useRef, useState } from 'react';
import { Icon } from '@/components/look/Icon';
import { Notice } from '@/components/look/Notice';
import { t, tn } from '@/components/look/words';
import type { ImportPreview } from '@/lib/messaging/names';
import type { AdminState } from './state';
import { Preview } from './Preview';

type Step =
  | { at: 'choose' }
  | { at: 'reading'; name: string }
  | { at: 'preview'; name: string; file: string; preview: ImportPreview; news?: News }
  | { at: 'writing'; name: string }
  | { at: 'done'; name: string; written: number };

/** Why the preview is another one than before: data changed while it was shown, or between it and its confirmation. */
type News = 'changed' | 'refused';

/** Largest file that is read at all: 64 MB, what the background takes. */
const largest = 64 * 1024 * 1024;

/** A file of everything: read, shown with counts and differences, and only then written. */
export function Import({ state }: { state: AdminState }) {
  const [step, setStep] = useState<Step>({ at: 'choose' });
  const [wrong, setWrong] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const newest = useRef(0);
  const id = useId();

  const read = async (chosen: File | undefined) => {
    setWrong(null);
    if (!chosen) return;
    if (chosen.size > largest) return setWrong(t('import_tooLarge', chosen.name));
    setStep({ at: 'reading', name: chosen.name });
    const file = await chosen.text().catch(() => null);
    const preview = file === null ? null : await state.preview(file);
    if (file === null) setWrong(t('import_unreadable', chosen.name));
    setStep(file === null || preview === null ? { at: 'choose' } : { at: 'preview', name: chosen.name, file, preview });
  };
  const write = async (name: string, file: string, basis: string) => {
    newest.current += 1; // a preview that is still on its way is older than what this will find
    setStep({ at: 'writing', name });
    const written = await state.importAll(file, basis);
    if (written === 'changed') {
      const preview = await state.preview(file);
      return setStep(preview === null ? { at: 'choose' } : { at: 'preview', name, file, preview, news: 'refused' });
    }
    setStep(written === null ? { at: 'choose' } : { at: 'done', name, written });
  };
  /** What is confirmed is what is shown: data that change under a preview make it anew. Of several answers the one asked for last counts. */
  const lookAgain = useEffectEvent(async () => {
    if (step.at !== 'preview') return;
    const mine = (newest.current += 1);
    const preview = await state.preview(step.file);
    if (preview === null || mine !== newest.current) return;
    setStep((now) => (now.at === 'preview' && now.file === step.file ? fresher(now, preview) : now));
  });
  useEffect(() => state.line.onPush((push) => push.push === 'changed' && void lookAgain()), [state]);
  const startOver = () => {
    if (input.current) input.current.value = '';
    setStep({ at: 'choose' });
  };

  return (
    <>
      <p>{t('import_lead')}</p>
      <div className="field">
        <label htmlFor={id}>{t('import_file')}</label>
        <input
          ref={input}
          id={id}
          className="file"
          type="file"
          accept=".json,application/json"
          disabled={step.at === 'reading' || step.at === 'writing'}
          onChange={(event) => void read(event.target.files?.[0])}
        />
      </div>
      <output>
        {step.at === 'reading' || step.at === 'writing' ? (
          <span className="muted">{t(step.at === 'reading' ? 'import_reading' : 'import_writing', step.name)}</span>
        ) : null}
        {step.at === 'done' ? (
          <span className="with-icon">
            <Icon of={CircleCheck} size={14} />
            {tn('import_done', step.written, step.name)}
          </span>
        ) : null}
      </output>
      {wrong === null ? null : (
        <Notice icon={TriangleAlert} tone="problem" announce title={wrong}>
          {t('import_nothing')}
        </Notice>
      )}
      {step.at === 'preview' && !step.preview.ok ? <Refusal name={step.name} preview={step.preview} /> : null}
      {step.at === 'preview' && step.preview.ok ? (
        <>
          {step.news ? (
            <Notice
              icon={step.news === 'refused' ? TriangleAlert : RefreshCw}
              tone={step.news === 'refused' ? 'attention' : 'quiet'}
              announce
              title={t(`import_news_${step.news}`)}
            >
              {step.news === 'refused' ? t('import_newsHint_refused') : undefined}
            </Notice>
          ) : null}
          <Preview name={step.name} preview={step.preview} />
          <div className="actions">
            <ImportButton preview={step.preview} onImport={(basis) => void write(step.name, step.file, basis)} />
            <button className="btn" type="button" onClick={startOver}>
              {t('cancel')}
            </button>
          </div>
        </>
      ) : null}
    </>
  );
}

const fresher = (now: Step & { at: 'preview' }, preview: ImportPreview): Step =>
  now.preview.ok && preview.ok && now.preview.basis !== preview.basis ? { ...now, preview, news: 'changed' } : now;

function ImportButton({ preview, onImport }: { preview: ImportPreview & { ok: true }; onImport: (basis: string) => void }) {
  const writes = Object.values(preview.counts).reduce((sum, count) => sum + count.new + count.changed, 0);
  if (writes === 0) return <p>{t('import_same')}</p>;
  return (
    <button className="btn btn-primary" type="button" onClick={() => onImport(preview.basis)}>
      {tn('import_do', writes)}
    </button>
  );
}

function Refusal({ name, preview }: { name: string; preview: ImportPreview & { ok: false } }) {
  return (
    <Notice icon={FileJson} tone="problem" announce title={t(`import_${preview.code}`, name)}>
      {t(`importHint_${preview.code}`, preview.where ?? '')} {t('import_nothing')}
    </Notice>
  );
}
