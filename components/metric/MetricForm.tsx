import { useState, type SubmitEvent } from 'react';
import { Field, Said } from '@/components/look/Field';
import { t } from '@/components/look/words';
import { BasicFields } from './BasicFields';
import { errorsOf, type DraftErrors, type MetricDraft } from './draft';
import { OwnerField, UnitField } from './PlaceFields';

type Saved = { ok: true } | { ok: false; sentence: string; hint: string };

/** A KPI as a form: what it is, how it is read, who owns it. Its source is shown and not changed here. */
export function MetricForm(props: {
  draft: MetricDraft;
  /** Names of positions and units that are there, offered while one is typed. */
  positions: readonly string[];
  units: readonly string[];
  source: string;
  hint?: string;
  saveWords: string;
  /** Called with a draft without errors. */
  onSave: (draft: MetricDraft) => Promise<Saved>;
  onClose: () => void;
}) {
  const { positions, units, source, hint, saveWords, onSave, onClose } = props;
  const [draft, setDraft] = useState(props.draft);
  const [errors, setErrors] = useState<DraftErrors>({});
  const [said, setSaid] = useState<string[]>([]);
  const change = (more: Partial<MetricDraft>) => setDraft((before) => ({ ...before, ...more }));
  const save = async () => {
    const wrong = errorsOf(draft);
    setErrors(wrong);
    if (Object.keys(wrong).length > 0) return;
    const done = await onSave(draft);
    if (done.ok) onClose();
    else setSaid([`${done.sentence} ${done.hint}`]);
  };
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    void save();
  };
  return (
    <form className="form" onSubmit={onSubmit} noValidate>
      <BasicFields draft={draft} errors={errors} onChange={change} />
      <Field label={t('field_definition')} hint={t('field_definitionHint')}>
        {(wiring) => (
          <textarea
            {...wiring}
            className="textarea"
            rows={3}
            maxLength={1000}
            value={draft.definition}
            onChange={(event) => change({ definition: event.target.value })}
          />
        )}
      </Field>
      <div className="form-row">
        <OwnerField name={draft.ownerName} known={positions} onChange={(ownerName) => change({ ownerName })} />
        <UnitField name={draft.unitName} known={units} onChange={(unitName) => change({ unitName })} />
      </div>
      <Field label={t('field_maturity')} hint={t('field_maturityHint')} errors={errors.maturity ? [t(`draft_${errors.maturity}`)] : []}>
        {(wiring) => (
          <input
            {...wiring}
            className="input"
            inputMode="numeric"
            value={draft.maturity}
            onChange={(event) => change({ maturity: event.target.value })}
          />
        )}
      </Field>
      <label className="choice">
        <input type="checkbox" checked={draft.shared} onChange={(event) => change({ shared: event.target.checked })} />
        <span>{t('field_shared')}</span>
      </label>
      <dl className="facts">
        <dt>{t('col_source')}</dt>
        <dd>{source}</dd>
      </dl>
      {hint === undefined ? null : <p className="hint">{hint}</p>}
      <Said errors={said} warnings={[]} />
      <div className="actions">
        <button className="btn btn-primary" type="submit">
          {saveWords}
        </button>
        <button className="btn" type="button" onClick={onClose}>
          {t('cancel')}
        </button>
      </div>
    </form>
  );
}
