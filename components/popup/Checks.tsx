import { Check, X } from 'lucide-react';
import { Icon } from '@/components/look/Icon';
import { t } from '@/components/look/words';
import type { PopupView } from '@/lib/messaging/views';
import { checkText } from './check-words';

/** Each line is a check that was made on this page. */
export function Checks({ view }: { view: PopupView }) {
  const lines = view.checks.flatMap((check) => {
    const text = checkText(check);
    return text === '' ? [] : [{ ...check, text }];
  });
  if (lines.length === 0) return null;
  return (
    <ul className="popup-checks" aria-label={t('popup_checks')}>
      {lines.map((line) => (
        <li key={line.code}>
          <Icon of={line.ok ? Check : X} />
          <span>
            <span className="visually-hidden">{line.ok ? t('check_yes') : t('check_no')} </span>
            {line.text}
          </span>
        </li>
      ))}
    </ul>
  );
}
