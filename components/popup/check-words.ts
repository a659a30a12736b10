import { t, tn } from '@/components/look/words';
import type { PopupView } from '@/lib/messaging/views';
import type { NotRecognised } from '@/lib/sites/contract';

type Check = PopupView['checks'][number];

/** A check as a sentence; empty for one that people need not read. */
export function checkText({ code, ok, detail }: Check): string {
  switch (code) {
    case 'product':
      return ok ? t('check_product', detail ?? '') : t('check_noProduct');
    case 'page':
      if (!ok) return because(detail);
      return detail === 'dashboard' ? t('check_dashboard') : t('check_course');
    case 'role':
      return ok ? t('check_staff') : detail === 'learner' ? t('check_learner') : t('check_noRole');
    case 'place':
      return ok ? (detail === 'docked' ? t('check_docked') : t('check_place')) : t('check_noPlace');
    case 'frame':
      return ok ? t('check_frame') : t('check_noFrame');
    case 'tiles':
      return ok ? tn('popup_charts', Number(detail ?? 0)) : t('check_noTiles');
    default:
      return '';
  }
}

const reasons: Record<NotRecognised['because'], () => string> = {
  otherProduct: () => t('notRecognised_otherProduct'),
  siteHome: () => t('notRecognised_siteHome'),
  noCourse: () => t('notRecognised_noCourse'),
  notEnrolled: () => t('notRecognised_notEnrolled'),
  learnerView: () => t('notRecognised_learnerView'),
  signIn: () => t('notRecognised_signIn'),
  noDashboard: () => t('notRecognised_noDashboard'),
  notReady: () => t('notRecognised_notReady'),
};
const isReason = (code: string): code is NotRecognised['because'] => Object.hasOwn(reasons, code);
const because = (code: string | undefined): string => (code !== undefined && isReason(code) ? reasons[code]() : t('check_noPage'));

/** What to do next, named by the last check that failed; null where the situation says enough. */
export function nextStep(checks: readonly Check[]): string | null {
  const last = checks.findLast((check) => !check.ok);
  if (last?.code === 'page' && last.detail === 'signIn') return t('next_signIn');
  if (last?.code === 'page' && last.detail === 'notReady') return t('next_notReady');
  if (last?.code === 'page' && last.detail === 'notEnrolled') return t('next_notEnrolled');
  return null;
}
