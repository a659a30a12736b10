import { dayText } from '@/components/look/dates';
import { Segmented } from '@/components/look/Field';
import { t, tn } from '@/components/look/words';
import type { PasteChoice, Pasted } from '@/lib/metrics/typed';

/** What the pasted text leaves open: both readings of one example, to choose from. */
export function DoubtChoice({ doubt, onChoose }: { doubt: Pasted['doubt']; onChoose: (choice: PasteChoice) => void }) {
  return (
    <>
      {doubt.order && (
        <Segmented
          label={t('values_doubt', doubt.order.cell)}
          options={[
            { value: 'dayFirst', label: dayText(doubt.order.dayFirst, { year: true }) },
            { value: 'monthFirst', label: dayText(doubt.order.monthFirst, { year: true }) },
          ]}
          chosen={undefined}
          onChoose={(order: 'dayFirst' | 'monthFirst') => onChoose({ order })}
        />
      )}
      {doubt.mark && (
        <Segmented
          label={t('values_doubt', doubt.mark.cell)}
          options={[
            { value: 'point', label: String(doubt.mark.point) },
            { value: 'comma', label: String(doubt.mark.comma) },
          ]}
          chosen={undefined}
          onChoose={(mark: 'point' | 'comma') => onChoose({ mark })}
        />
      )}
    </>
  );
}

/** Every line that was not taken, with its reason: nothing is lost silently. */
export function RejectedLines({ rejected }: { rejected: Pasted['rejected'] }) {
  if (rejected.length === 0) return null;
  return (
    <details>
      <summary>{tn('values_rejected', rejected.length)}</summary>
      <ul className="hint">
        {rejected.slice(0, 100).map(({ line, text, reason }) => (
          <li key={line}>{t('values_rejectedLine', line, text, t(`values_reason_${reason}`))}</li>
        ))}
      </ul>
    </details>
  );
}
