import { CircleAlert, TriangleAlert } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { Icon } from './Icon';

/** Goes onto the control of a field: its id, what describes it, whether it is wrong. */
export type FieldWiring = { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true };

/** A label, its control, a hint, and messages about it; the control is wired to all of them. */
export function Field(props: {
  label: ReactNode;
  hint?: ReactNode;
  errors?: readonly string[];
  warnings?: readonly string[];
  children: (wiring: FieldWiring) => ReactNode;
}) {
  const { label, hint, errors = [], warnings = [], children } = props;
  const id = useId();
  const about = [hint === undefined ? '' : `${id}-hint`, errors.length + warnings.length > 0 ? `${id}-said` : ''].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': about || undefined, 'aria-invalid': errors.length > 0 ? true : undefined })}
      {hint === undefined ? null : (
        <span className="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      <Said id={`${id}-said`} errors={errors} warnings={warnings} />
    </div>
  );
}

/** Messages about one field; errors first. */
export function Said({ id, errors, warnings }: { id?: string; errors: readonly string[]; warnings: readonly string[] }) {
  if (errors.length + warnings.length === 0) return null;
  return (
    <div id={id}>
      {errors.map((text) => (
        <p className="field-error" key={text}>
          <Icon of={CircleAlert} size={14} />
          <span>{text}</span>
        </p>
      ))}
      {warnings.map((text) => (
        <p className="field-warning" key={text}>
          <Icon of={TriangleAlert} size={14} />
          <span>{text}</span>
        </p>
      ))}
    </div>
  );
}

/** One of a few, all in sight: native radio buttons drawn as one strip. */
export function Segmented<V extends string>(props: {
  label: string;
  options: readonly { value: V; label: string }[];
  chosen: V | undefined;
  onChoose: (choice: V) => void;
}) {
  const { label, options, chosen, onChoose } = props;
  const name = useId();
  return (
    <div className="field">
      <span className="label-text" id={name}>
        {label}
      </span>
      <div className="segmented" role="radiogroup" aria-labelledby={name}>
        {options.map(({ value: choice, label: words }) => (
          <label key={choice}>
            <input type="radio" name={name} checked={choice === chosen} onChange={() => onChoose(choice)} />
            {words}
          </label>
        ))}
      </div>
    </div>
  );
}
