import { Dialog } from '@/components/look/Dialog';
import { t } from '@/components/look/words';
import { additionOf, emptyDraft } from '@/components/outcome/draft';
import { OutcomeForm } from '@/components/outcome/OutcomeForm';
import type { AdminState } from './state';

/** The form of the course page, for an outcome that no course is tagged with yet. */
export function NewOutcome({ state, onClose }: { state: AdminState; onClose: () => void }) {
  return (
    <Dialog title={t('outcome_new')} onClose={onClose} wide>
      <OutcomeForm
        draft={emptyDraft('')}
        context={{}}
        findMetrics={state.findMetrics}
        saveWords={t('outcome_add')}
        onSave={(draft, whole) => state.addOutcome(additionOf(draft, whole))}
        onClose={onClose}
      />
    </Dialog>
  );
}
