import type { CourseState } from '@/components/course/state';
import { Dialog } from '@/components/look/Dialog';
import { t } from '@/components/look/words';
import type { CourseView } from '@/lib/messaging/views';
import { additionOf, emptyDraft } from './draft';
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
        onSave={(draft, whole) => state.addOutcome(additionOf(draft, whole))}
        onClose={onClose}
      />
    </Dialog>
  );
}
