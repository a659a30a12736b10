import { useId } from 'react';
import { Field } from '@/components/look/Field';
import { t } from '@/components/look/words';

type Part = {
  name: string;
  onChange: (name: string) => void;
  /** Names that are there already, offered while typing. */ known?: readonly string[];
};

/** Who answers for the KPI: a position by its name, of those that are there or a new one. */
export const OwnerField = (part: Part) => <NameField {...part} label={t('outcome_owner')} hint={t('outcome_ownerHint')} />;

/** The business unit, likewise. */
export const UnitField = (part: Part) => <NameField {...part} label={t('outcome_unit')} hint={t('outcome_unitHint')} />;

function NameField({ name, onChange, known = [], label, hint }: Part & { label: string; hint: string }) {
  const list = useId();
  return (
    <Field label={label} hint={hint}>
      {(wiring) => (
        <>
          <input
            {...wiring}
            className="input"
            maxLength={200}
            list={known.length > 0 ? list : undefined}
            value={name}
            onChange={(event) => onChange(event.target.value)}
          />
          {known.length > 0 ? (
            <datalist id={list}>
              {known.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </datalist>
          ) : null}
        </>
      )}
    </Field>
  );
}
