import { Dialog } from '@/components/look/Dialog';
import { t } from '@/components/look/words';
import { changeOf, draftOf } from '@/components/outcome/draft';
import { OutcomeForm } from '@/components/outcome/OutcomeForm';
import type { OutcomeRow, Shelf } from './rows';
import type { AdminState } from './state';

/** The same form as on the course page, for an outcome without its courses around it. */
export function OutcomeDialog(props: {
  state: AdminState;
  shelf: Shelf;
  outcome: OutcomeRow['record'];
  metric: NonNullable<ReturnType<Shelf['metricOf']>>;
  onClose: () => void;
}) {
  const { state, shelf, outcome, metric, onClose } = props;
  const names = { ownerName: shelf.actorName(outcome.owner), unitName: shelf.unitName(outcome.businessUnit) };
  return (
    <Dialog title={t('outcome_edit')} onClose={onClose} wide>
      {outcome.tags > 0 ? <p className="hint">{t('outcome_editAgreed')}</p> : null}
      <OutcomeForm
        draft={draftOf(outcome, metric, names)}
        context={{}}
        saveWords={t('save')}
        onSave={(draft, whole) => state.changeOutcome(changeOf(draft, whole, outcome, names))}
        onClose={onClose}
      />
    </Dialog>
  );
}
