import type { CourseState } from '@/components/course/state';
import { Dialog } from '@/components/look/Dialog';
import { t } from '@/components/look/words';
import type { CourseView } from '@/lib/messaging/views';
import { emptyDraft, metricOf, outcomeOf } from './draft';
import { OutcomeForm } from './OutcomeForm';

/** A new outcome, written in the panel; the course is tagged with it at once. */
export function NewOutcome({ state, view, name, onClose }: { state: CourseState; view: CourseView; name: string; onClose: () => void }) {
  const firstLaunch = view.course.launches[0]?.date;
  return (
    <Dialog title={t('outcome_new')} onClose={onClose} wide>
      <OutcomeForm
        draft={emptyDraft(name)}
        context={{ firstLaunch }}
        findMetrics={state.findMetrics}
        saveWords={t('outcome_add')}
        onSave={(draft, whole) =>
          state.addOutcome({
            outcome: { ...outcomeOf(draft), status: whole ? 'active' : 'draft' },
            metric: draft.metric ? undefined : metricOf(draft),
            ownerName: draft.ownerName.trim() || undefined,
            unitName: draft.unitName.trim() || undefined,
          })
        }
        onClose={onClose}
      />
    </Dialog>
  );
}
