import { useSignals } from '@preact/signals-react/runtime';
import { useChunk } from '@/components/look/chunk';
import type { CourseView } from '@/lib/messaging/views';
import { dialogChunks } from './chunks';
import type { CourseState, DialogKind } from './state';

/** The dialog that is open, if any; each is code of its own, fetched when it is wanted. */
export function Dialogs({ state, view }: { state: CourseState; view: CourseView }) {
  useSignals();
  const open = state.dialog.value;
  return open && <Opened state={state} view={view} open={open} />;
}

function Opened({ state, view, open }: { state: CourseState; view: CourseView; open: DialogKind }) {
  const close = state.closeDialog;
  const launches = useChunk(dialogChunks.launches, open.kind === 'launches').module;
  const policy = useChunk(dialogChunks.policy, open.kind === 'policy').module;
  const hidden = useChunk(dialogChunks.hidden, open.kind === 'hidden').module;
  const values = useChunk(dialogChunks.values, open.kind === 'values').module;
  const outcomeNew = useChunk(dialogChunks.outcomeNew, open.kind === 'outcomeNew').module;
  const outcomeEdit = useChunk(dialogChunks.outcomeEdit, open.kind === 'outcomeEdit').module;
  const alignment = useChunk(dialogChunks.alignmentEdit, open.kind === 'alignmentEdit').module;
  const tag = 'alignmentId' in open ? view.tags.find((other) => other.alignment.id === open.alignmentId) : undefined;
  const series = open.kind === 'values' ? view.tags.find((other) => other.series.metric.id === open.metricId)?.series : undefined;

  if (open.kind === 'launches') return launches && <launches.LaunchesDialog state={state} view={view} onClose={close} />;
  if (open.kind === 'policy') return policy && <policy.PolicyDialog state={state} onClose={close} />;
  if (open.kind === 'hidden') return hidden && <hidden.HiddenDialog state={state} view={view} onClose={close} />;
  if (open.kind === 'values') return values && series && <values.ValuesDialog state={state} series={series} onClose={close} />;
  if (open.kind === 'outcomeNew') return outcomeNew && <outcomeNew.NewOutcome state={state} view={view} name={open.name} onClose={close} />;
  if (open.kind === 'outcomeEdit') return outcomeEdit && tag && <outcomeEdit.EditOutcome state={state} tag={tag} onClose={close} />;
  return alignment && tag && <alignment.AlignmentDialog state={state} tag={tag} onClose={close} />;
}
