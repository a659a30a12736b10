import { Field, Said, Segmented } from '@/components/look/Field';
import { t } from '@/components/look/words';
import type { Metric } from '@/lib/model/schema/metric';
import type { DraftErrors, MetricDraft } from './draft';

const kinds = ['rate', 'count', 'share', 'money', 'duration', 'score'] as const satisfies readonly Metric['kind'][];
const cadences = ['day', 'week', 'month', 'quarter'] as const satisfies readonly Metric['cadence'][];
const betters = ['higher', 'lower', 'inRange'] as const satisfies readonly Metric['betterWhen'][];

type Part = { draft: MetricDraft; errors: DraftErrors; onChange: (more: Partial<MetricDraft>) => void };

const said = (error: DraftErrors[keyof DraftErrors]): string[] => (error === undefined ? [] : [t(`draft_${error}`)]);

/** Name, unit, kind, better-when and cadence: what a KPI cannot be without. */
export function BasicFields({ draft, errors, onChange }: Part) {
  return (
    <>
      <Field label={t('field_name')} errors={said(errors.name)}>
        {(wiring) => (
          <input
            {...wiring}
            className="input"
            maxLength={200}
            value={draft.name}
            onChange={(event) => onChange({ name: event.target.value })}
          />
        )}
      </Field>
      <div className="form-row">
        <Field label={t('field_unit')} hint={t('field_unitHint')} errors={said(errors.unit)}>
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
        <Field label={t('field_kind')}>
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
      <div>
        <Segmented
          label={t('field_better')}
          options={betters.map((better) => ({ value: better, label: t(`betterShort_${better}`) }))}
          chosen={draft.betterWhen}
          onChoose={(betterWhen) => onChange({ betterWhen })}
        />
        <Said errors={said(errors.betterWhen)} warnings={[]} />
      </div>
      {draft.betterWhen === 'inRange' ? (
        <div>
          <div className="form-row">
            <Field label={t('field_low')}>
              {(wiring) => (
                <input
                  {...wiring}
                  className="input"
                  inputMode="decimal"
                  aria-invalid={errors.range ? true : undefined}
                  value={draft.low}
                  onChange={(event) => onChange({ low: event.target.value })}
                />
              )}
            </Field>
            <Field label={t('field_high')}>
              {(wiring) => (
                <input
                  {...wiring}
                  className="input"
                  inputMode="decimal"
                  aria-invalid={errors.range ? true : undefined}
                  value={draft.high}
                  onChange={(event) => onChange({ high: event.target.value })}
                />
              )}
            </Field>
          </div>
          <Said errors={said(errors.range)} warnings={[]} />
        </div>
      ) : null}
      <div className="form-row">
        <Field label={t('field_cadence')}>
          {(wiring) => (
            <select
              {...wiring}
              className="select"
              value={draft.cadence}
              onChange={(event) => onChange({ cadence: cadences.find((cadence) => cadence === event.target.value) ?? draft.cadence })}
            >
              {cadences.map((cadence) => (
                <option key={cadence} value={cadence}>
                  {t(`each_${cadence}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        {draft.cadence === 'week' ? (
          <Field label={t('field_weekStart')}>
            {(wiring) => (
              <select
                {...wiring}
                className="select"
                value={draft.calendar}
                onChange={(event) => onChange({ calendar: event.target.value === 'us' ? 'us' : 'iso' })}
              >
                <option value="iso">{t('monday')}</option>
                <option value="us">{t('sunday')}</option>
              </select>
            )}
          </Field>
        ) : null}
      </div>
    </>
  );
}
