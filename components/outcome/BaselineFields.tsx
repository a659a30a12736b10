import type { ReactNode } from 'react';
import { Field, Said } from '@/components/look/Field';
import { t } from '@/components/look/words';
import type { Draft, unreadable } from './draft';

type Props = {
  draft: Draft;
  onChange: (next: Partial<Draft>) => void;
  said: { errors: string[]; warnings: string[] };
  odd: ReturnType<typeof unreadable>;
  tried: boolean;
  help?: ReactNode;
};

/** The value before the launch, with its dates: without them it is only a number. */
export function BaselineFields({ draft, onChange, said, odd, tried, help }: Props) {
  const dates = odd.includes('baselineDates') && (tried || (draft.baselineFrom !== '' && draft.baselineTo !== ''));
  return (
    <fieldset className="form">
      <div className="form-row">
        <Field label={t('baseline_value')} errors={odd.includes('baselineValue') ? [t('number_wrong')] : []}>
          {(wiring) => (
            <input
              {...wiring}
              className="input"
              inputMode="decimal"
              value={draft.baselineValue}
              onChange={(event) => onChange({ baselineValue: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('baseline_from')} errors={dates ? [t('baseline_dates')] : []}>
          {(wiring) => (
            <input
              {...wiring}
              className="input"
              type="date"
              value={draft.baselineFrom}
              onChange={(event) => onChange({ baselineFrom: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('baseline_to')}>
          {(wiring) => (
            <input
              {...wiring}
              className="input"
              type="date"
              value={draft.baselineTo}
              onChange={(event) => onChange({ baselineTo: event.target.value })}
            />
          )}
        </Field>
      </div>
      {help}
      <Said {...said} />
    </fieldset>
  );
}
