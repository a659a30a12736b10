import { useSignals } from '@preact/signals-react/runtime';
import { lazy, Suspense } from 'react';
import { EraseDialog } from './EraseDialog';
import type { Shelf } from './rows';
import type { AdminDialog, AdminState } from './state';

const MetricDialog = lazy(async () => ({ default: (await import('./MetricDialog')).MetricDialog }));
const NewMetric = lazy(async () => ({ default: (await import('./MetricDialog')).NewMetric }));
const NewOutcome = lazy(async () => ({ default: (await import('./NewOutcome')).NewOutcome }));
const OutcomeDialog = lazy(async () => ({ default: (await import('./OutcomeDialog')).OutcomeDialog }));
const TypeValues = lazy(async () => ({ default: (await import('./TypeValues')).TypeValues }));
const CourseLaunches = lazy(async () => ({ default: (await import('./CourseLaunches')).CourseLaunches }));

/** The dialog that is open, if any. A record that went away meanwhile closes its dialog. */
export function Dialogs({ state, shelf }: { state: AdminState; shelf: Shelf }) {
  useSignals();
  const open = state.dialog.value;
  return open === null ? null : (
    <Suspense>
      <Opened state={state} shelf={shelf} open={open} />
    </Suspense>
  );
}

function Opened({ state, shelf, open }: { state: AdminState; shelf: Shelf; open: AdminDialog }) {
  const { close } = state;
  switch (open.kind) {
    case 'erase':
      return <EraseDialog state={state} of={open} onClose={close} />;
    case 'metric': {
      const metric = shelf.metricOf(open.id);
      return metric ? <MetricDialog state={state} shelf={shelf} metric={metric} onClose={close} /> : null;
    }
    case 'metricNew':
      return <NewMetric state={state} shelf={shelf} onClose={close} />;
    case 'outcomeNew':
      return <NewOutcome state={state} onClose={close} />;
    case 'course':
      return <CourseLaunches state={state} course={open.id} onClose={close} />;
    case 'values':
      return <TypeValues state={state} metricId={open.id} onClose={close} />;
    case 'outcome': {
      const outcome = shelf.outcomes.find(({ id }) => id === open.id);
      const metric = shelf.metricOf(outcome?.metricId);
      return outcome && metric ? <OutcomeDialog state={state} shelf={shelf} outcome={outcome} metric={metric} onClose={close} /> : null;
    }
  }
}
