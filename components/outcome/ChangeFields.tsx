import { Field, Said, Segmented } from '@/components/look/Field';
import { t } from '@/components/look/words';
import type { Change } from '@/lib/model/schema/outcome';
import { metricOf, type Draft } from './draft';

const kinds: readonly Change['kind'][] = ['relative', 'points', 'absolute', 'level'];

/** How much. The kind is chosen, never guessed: 20 % of the baseline and 20 points are different promises. */
export function ChangeFields({
  draft,
  onChange,
  said,
  wrong,
}: {
  draft: Draft;
  onChange: (next: Partial<Draft>) => void;
  said: { errors: string[]; warnings: string[] };
  wrong: boolean;
}) {
  const { unit } = metricOf(draft);
  const suffix = draft.changeKind === 'relative' ? '%' : draft.changeKind === 'points' ? t('points_word') : unit;
  const absolute = said.warnings.length > 0 || draft.absoluteReason !== '';
  return (
    <>
      <Segmented
        label={t('outcome_change')}
        options={kinds.map((value) => ({ value, label: t(`change_${value}`) }))}
        chosen={draft.changeKind}
        onChoose={(changeKind) => onChange({ changeKind })}
      />
      {draft.changeKind !== undefined && (
        <Field
          label={draft.changeKind === 'level' ? t('outcome_level') : t('outcome_amount')}
          errors={[...(wrong ? [t('number_wrong')] : []), ...said.errors]}
          warnings={said.warnings}
        >
          {(wiring) => (
            <span className="input-unit">
              <input
                {...wiring}
                className="input"
                inputMode="decimal"
                style={{ maxWidth: 140 }}
                value={draft.amount}
                onChange={(event) => onChange({ amount: event.target.value })}
              />
              <span>{suffix}</span>
            </span>
          )}
        </Field>
      )}
      {draft.changeKind === undefined && <Said {...said} />}
      {absolute && (
        <Field label={t('outcome_absoluteReason')}>
          {(wiring) => (
            <input
              {...wiring}
              className="input"
              maxLength={2000}
              value={draft.absoluteReason}
              onChange={(event) => onChange({ absoluteReason: event.target.value })}
            />
          )}
        </Field>
      )}
    </>
  );
}
