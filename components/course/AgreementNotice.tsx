import { CircleHelp, Clock, History } from 'lucide-react';
import { ageText } from '@/components/look/dates';
import { StateGlyph } from '@/components/look/glyphs';
import { Notice } from '@/components/look/Notice';
import { t, tn } from '@/components/look/words';
import type { TagView } from '@/lib/messaging/views';

/** Under the outcome: what the agreement waits for, why it was declined, what changed, and the label of a late statement. */
export function AgreementNotice({ tag, onAsk, onAmend }: { tag: TagView; onAsk: () => void; onAmend: () => void }) {
  const { status, ownerName } = tag;
  const ask = (words: string) => (
    <button className="btn btn-wrap" type="button" onClick={onAsk}>
      {words}
    </button>
  );
  const amend = (
    <button className="btn" type="button" onClick={onAmend}>
      {t('agree_complete')}
    </button>
  );
  return (
    <>
      {status.state === 'proposed' && status.asked && (
        <Notice bar icon={Clock}>
          {status.since === undefined ? t('agree_asked') : t('agree_askedSince', ageText(status.since))}
        </Notice>
      )}
      {status.state === 'proposed' && !status.asked && ownerName !== undefined && (
        <Notice bar icon={CircleHelp} actions={ask(t('ask_owner', ownerName))}>
          {t('agree_notAsked')}
        </Notice>
      )}
      {status.state === 'proposed' && !status.asked && ownerName === undefined && (
        <Notice bar icon={CircleHelp} actions={amend}>
          {t('agree_noOwner')}
        </Notice>
      )}
      {status.state === 'declined' && (
        <Notice
          bar
          tone="problem"
          icon={<StateGlyph state="declined" size={16} />}
          actions={
            <>
              <button className="btn" type="button" onClick={onAmend}>
                {t('agree_amend')}
              </button>
              {ask(t('agree_askAgain'))}
            </>
          }
        >
          {status.reason ? (
            <>
              <b>{t('agree_reason')}</b> {t('quoted', status.reason)}
            </>
          ) : (
            t('agree_noReason')
          )}
        </Notice>
      )}
      {status.state === 'changed' && (
        <Notice bar tone="attention" icon={<StateGlyph state="changed" size={16} />} actions={ask(t('agree_askAgain'))}>
          {t('agree_changed')}
        </Notice>
      )}
      {status.retrospectiveWeeks !== undefined && (
        <Notice bar icon={History}>
          {tn('agree_retrospective', status.retrospectiveWeeks)}
        </Notice>
      )}
    </>
  );
}
