import { useRef, useState } from 'react';
import { Field, Segmented } from '@/components/look/Field';
import { t } from '@/components/look/words';
import type { Metric } from '@/lib/model/schema/metric';
import type { Draft } from './draft';

type Props = {
  draft: Draft;
  onChange: (next: Partial<Draft>) => void;
  findMetrics?: (words: string) => Promise<Metric[]>;
  said: { errors: string[]; warnings: string[] };
  missing: boolean;
};

/** The KPI: one of the catalogue, found by its name while it is typed, or a new one. */
export function MetricFields({ draft, onChange, findMetrics, said, missing }: Props) {
  const [found, setFound] = useState<readonly Metric[]>([]);
  const newest = useRef(0);
  const look = async (name: string) => {
    onChange({ name });
    const number = (newest.current += 1);
    const metrics = name.trim() === '' || !findMetrics ? [] : await findMetrics(name).catch(() => []);
    if (number === newest.current) setFound(metrics.slice(0, 4));
  };
  const { metric } = draft;
  if (metric)
    return (
      <div className="field">
        <span className="label-text">{t('outcome_metric')}</span>
        <div className="actions">
          <b>{metric.name}</b>
          <span className="muted">{t('template_sub', metric.unit, t(`cadence_${metric.cadence}`), t(`better_${metric.betterWhen}`))}</span>
          {findMetrics && (
            <button className="link" type="button" onClick={() => onChange({ metric: undefined, name: '' })}>
              {t('outcome_metricOther')}
            </button>
          )}
        </div>
        {[...said.errors, ...said.warnings].map((text) => (
          <p className="field-warning" key={text}>
            {text}
          </p>
        ))}
      </div>
    );
  return (
    <>
      <Field
        label={t('outcome_metric')}
        hint={t('outcome_metricHint')}
        errors={[...(missing ? [t('outcome_metricMissing')] : []), ...said.errors]}
        warnings={said.warnings}
      >
        {(wiring) => (
          <input {...wiring} className="input" maxLength={200} value={draft.name} onChange={(event) => void look(event.target.value)} />
        )}
      </Field>
      {found.length > 0 && (
        <div className="field">
          <span className="label-text">{t('outcome_metricKnown')}</span>
          <div className="actions">
            {found.map((one) => (
              <button className="btn btn-wrap" type="button" key={one.id} onClick={() => onChange({ metric: one, name: one.name })}>
                {t('outcome_metricUse', one.name, one.unit)}
              </button>
            ))}
          </div>
        </div>
      )}
      <div className="form-row">
        <Field label={t('metric_unit')} hint={t('metric_unitHint')}>
          {(wiring) => (
            <input
              {...wiring}
              className="input"
              maxLength={60}
              value={draft.unit}
              onChange={(event) => onChange({ unit: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('metric_kind')}>
          {(wiring) => (
            <select
              {...wiring}
              className="select"
              value={draft.kind}
              onChange={(event) => onChange({ kind: kinds.find((kind) => kind === event.target.value) ?? draft.kind })}
            >
              {kinds.map((kind) => (
                <option key={kind} value={kind}>
                  {t(`kind_${kind}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <div className="form-row-wide">
        <Segmented
          label={t('metric_cadence')}
          options={cadences.map((value) => ({ value, label: t(`cadence_${value}`) }))}
          chosen={draft.cadence}
          onChoose={(cadence) => onChange({ cadence })}
        />
        <Segmented
          label={t('metric_better')}
          options={better.map((value) => ({ value, label: t(`better_${value}`) }))}
          chosen={draft.betterWhen}
          onChoose={(betterWhen) => onChange({ betterWhen })}
        />
      </div>
      <Field label={t('metric_definition')} hint={t('metric_definitionHint')}>
        {(wiring) => (
          <input
            {...wiring}
            className="input"
            maxLength={1000}
            value={draft.definition}
            onChange={(event) => onChange({ definition: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}

const kinds: readonly Metric['kind'][] = ['rate', 'share', 'count', 'duration', 'money', 'score'];
const cadences: readonly Metric['cadence'][] = ['day', 'week', 'month', 'quarter'];
const better: readonly Metric['betterWhen'][] = ['lower', 'higher'];
