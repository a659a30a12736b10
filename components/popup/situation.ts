import { t } from '@/components/look/words';
import type { Turned } from '@/components/site/turn-on';
import type { PopupView } from '@/lib/messaging/views';

/** The one thing the popup says. */
export type Situation = 'policy' | 'restricted' | 'unknownProduct' | 'off' | 'paused' | 'shown' | 'notYetHere' | 'notShown' | 'otherPage';

/** From what the background knows and how the last asking ended. */
export function situationOf(view: PopupView, asked: 'no' | 'asking' | Turned): Situation {
  if (asked === 'policy' || view.checks.some((check) => check.code === 'policy' && !check.ok)) return 'policy';
  if (view.state !== 'on') return view.state;
  if (!view.recognised) return 'otherPage';
  if (view.recognised.shown) return 'shown';
  return view.canShowHere ? 'notYetHere' : 'notShown';
}

/** Why a recognised page shows nothing, as a sentence. */
export function whyText(view: PopupView): string {
  switch (view.recognised?.why) {
    case 'learner':
      return t('why_learner');
    case 'unknownRole':
      return t('why_unknownRole');
    case 'mismatch':
      return t('why_mismatch');
    case 'editing':
      return t('why_editing');
    case 'hijacked':
    case 'fought':
      return t('why_fought');
    case 'noHello':
      return t('why_noHello');
    default:
      return view.recognised?.kind === 'dashboard' ? t('why_noMarks') : t('why_noPlace');
  }
}
