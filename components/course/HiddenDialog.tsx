import { Undo2 } from 'lucide-react';
import { Dialog } from '@/components/look/Dialog';
import { Icon } from '@/components/look/Icon';
import { Statement } from '@/components/look/statement';
import { t } from '@/components/look/words';
import type { CourseView } from '@/lib/messaging/views';
import type { CourseState } from './state';

/** What was removed from this course: nothing is gone, and there is no time limit. */
export function HiddenDialog({ state, view, onClose }: { state: CourseState; view: CourseView; onClose: () => void }) {
  return (
    <Dialog title={t('hidden_title')} onClose={onClose}>
      {view.hidden.length === 0 && <p>{t('hidden_none')}</p>}
      <ul className="form">
        {view.hidden.map(({ alignmentId, statementOf, metricName }) => (
          <li className="outcome-head" key={alignmentId}>
            <span>
              <Statement outcome={statementOf} metric={{ name: metricName, unit: '' }} />
            </span>
            <button className="btn" type="button" onClick={() => void state.restore(alignmentId)}>
              <Icon of={Undo2} size={14} />
              {t('restore')}
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
