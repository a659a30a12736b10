import { useState, type SubmitEvent } from 'react';
import { Dialog } from '@/components/look/Dialog';
import { Field, Said } from '@/components/look/Field';
import { t } from '@/components/look/words';
import type { Metric } from '@/lib/model/schema/metric';
import type { Actor, Unit } from '@/lib/model/schema/places';
import { BasicFields } from './BasicFields';
import { changesOf, draftOf, errorsOf, type DraftErrors, type MetricDraft } from './draft';

type Saved = { ok: true } | { ok: false; sentence: string; hint: string };

/** A KPI as a form: what it is, how it is read, who owns it. Its source is shown and not changed here. */
export function MetricDialog(props: {
  metric: Metric;
  owners: readonly Pick<Actor, 'id' | 'name'>[];
  units: readonly Pick<Unit, 'id' | 'name'>[];
  onSave: (set: ReturnType<typeof changesOf>) => Promise<Saved>;
  onClose: () => void;
}) {
  const { metric, owners, units, onSave, onClose } = props;
  const [draft, setDraft] = useState<MetricDraft>(() => draftOf(metric));
  const [errors, setErrors] = useState<DraftErrors>({});
  const [said, setSaid] = useState<string[]>([]);
  const change = (more: Partial<MetricDraft>) => setDraft((before) => ({ ...before, ...more }));
  const save = async () => {
    const wrong = errorsOf(draft);
    setErrors(wrong);
    if (Object.keys(wrong).length > 0) return;
    const set = changesOf(draft, metric);
    if (Object.keys(set).length === 0) return onClose();
    const done = await onSave(set);
    if (done.ok) onClose();
    else setSaid([`${done.sentence} ${done.hint}`]);
  };
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    void save();
  };
  return (
    <Dialog title={t('metric_edit')} onClose={onClose}>
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
          <Field label={t('col_owner')}>
            {(wiring) => (
              <Choice wiring={wiring} value={draft.owner} from={owners} none={t('admin_noOwner')} onChoose={(owner) => change({ owner })} />
            )}
          </Field>
          <Field label={t('field_businessUnit')}>
            {(wiring) => (
              <Choice
                wiring={wiring}
                value={draft.businessUnit}
                from={units}
                none={t('none')}
                onChoose={(businessUnit) => change({ businessUnit })}
              />
            )}
          </Field>
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
          <dd>{sourceOf(metric)}</dd>
        </dl>
        <p className="hint">{t('metric_agreedHint')}</p>
        <Said errors={said} warnings={[]} />
        <div className="actions">
          <button className="btn btn-primary" type="submit">
            {t('save')}
          </button>
          <button className="btn" type="button" onClick={onClose}>
            {t('cancel')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function Choice(props: {
  wiring: { id: string };
  value: string;
  from: readonly { id: string; name: string }[];
  none: string;
  onChoose: (id: string) => void;
}) {
  const { wiring, value: chosen, from, none, onChoose } = props;
  const known = chosen === '' || from.some(({ id }) => id === chosen);
  return (
    <select {...wiring} className="select" value={chosen} onChange={(event) => onChoose(event.target.value)}>
      <option value="">{none}</option>
      {known ? null : <option value={chosen}>{chosen}</option>}
      {from.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}

function sourceOf({ source }: Metric): string {
  if (source.kind === 'typed') return t('metric_sourceTyped');
  const host = source.site.slice(source.site.indexOf(':') + 1);
  return t('metric_sourceChart', source.chartTitle || t('chart_untitled'), host, source.column);
}
