import { Info, Lock, TriangleAlert } from 'lucide-react';
import { Notice } from '@/components/look/Notice';
import { t } from '@/components/look/words';
import type { Turned } from './turn-on';

/** How an asking ended, when it did not end well. */
export function Asked({ asked }: { asked: 'no' | 'asking' | Turned }) {
  if (asked === 'declined')
    return (
      <Notice icon={Info} announce title={t('popup_declined')}>
        {t('popup_declinedHint')}
      </Notice>
    );
  if (asked === 'policy')
    return (
      <Notice icon={Lock} announce title={t('popup_policy')}>
        {t('popup_policyHint')}
      </Notice>
    );
  if (asked === 'failed')
    return (
      <Notice icon={TriangleAlert} tone="problem" announce title={t('popup_askFailed')}>
        {t('popup_failedHint')}
      </Notice>
    );
  return null;
}
