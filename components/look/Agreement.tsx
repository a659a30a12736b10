import { History } from 'lucide-react';
import type { StatusView } from '@/lib/messaging/views';
import { instantDay } from './dates';
import { StateGlyph } from './glyphs';
import { Icon } from './Icon';
import { t } from './words';

const tone: Record<StatusView['state'], string> = {
  proposed: 'status-attention',
  changed: 'status-attention',
  declined: 'status-problem',
  agreed: 'status-agreed',
  measured: 'status-agreed',
  reviewed: 'status-agreed',
};

/** The state in one or two words, for rows and tables. */
export const stateWord = (state: StatusView['state']): string => t(`state_${state}`);

/** The state as a sentence: by whom, since when. `owner` is the position or person who is asked. */
export function stateText(status: StatusView, owner?: string): string {
  const since = status.since === undefined ? undefined : instantDay(status.since);
  const who = status.by ?? owner;
  if (status.state === 'proposed' && status.asked && owner !== undefined && since !== undefined) return t('state_waits', owner, since);
  if (status.state === 'declined' && who !== undefined && since !== undefined) return t('state_declinedBy', who, since);
  const agreed = status.state === 'agreed' || status.state === 'measured' || status.state === 'reviewed';
  if (agreed && who !== undefined && since !== undefined) return t('state_agreedBy', who, since);
  return stateWord(status.state);
}

/** Glyph and words of an agreement, with the label that a statement after the launch always carries. */
export function Agreement({ status, owner, short }: { status: StatusView; owner?: string; short?: boolean }) {
  return (
    <>
      <span className={`status ${tone[status.state]}`}>
        <StateGlyph state={status.state} />
        <span>{short ? stateWord(status.state) : stateText(status, owner)}</span>
      </span>
      {status.retrospectiveWeeks === undefined || short ? null : (
        <span className="tag">
          <Icon of={History} size={12} />
          {t('retrospective')}
        </span>
      )}
    </>
  );
}
