import { useEffect, useMemo } from 'react';
import { CoursePanel } from '@/components/course/CoursePanel';
import { courseState, type CourseState } from '@/components/course/state';
import { packed } from '@/lib/messaging/points';
import type { CourseView, TagView } from '@/lib/messaging/views';
import { failureCodes, type FailureCode } from '@/lib/metrics/contract';
import { fakeLine } from './fake-line';
import { alignment, contactTag, outcome, series, tag, view } from './samples';

export type PanelState = { name: string; view: CourseView | null; begin?: (state: CourseState) => void };

const withTag = (changes: Partial<TagView>): CourseView => ({ ...view, tags: [{ ...tag, ...changes }] });
const empty: CourseView = { ...view, tags: [], hidden: [{ alignmentId: 'a', statementOf: outcome, metricName: tag.series.metric.name }] };
const troubled = (code: FailureCode, points = series.points): CourseView =>
  withTag({
    series: {
      ...series,
      points,
      trouble: { code, detail: { expected: 'complaints_per_1000', found: 'complaints', status: '500' }, at: '2026-11-19T09:00:00Z' },
    },
  });

/** Every state of the course panel, on invented data. */
export const panelStates: PanelState[] = [
  { name: 'One agreed outcome', view },
  { name: 'Several outcomes', view: { ...view, tags: [contactTag, tag] } },
  { name: 'One of several opened', view: { ...view, tags: [contactTag, tag], open: [alignment.id] } },
  { name: 'Folded', view: { ...view, folded: true, tags: [contactTag, tag] } },
  { name: 'Loading', view: null },
  { name: 'Empty', view: empty },
  {
    name: 'None by design',
    view: {
      ...empty,
      course: {
        ...view.course,
        policy: { kind: 'noneByDesign', reason: 'Statutory instruction, required by law.', by: 'local:1', at: '2026-10-02T08:00:00Z' },
      },
    },
  },
  { name: 'Picker', view: empty, begin: (state) => state.pick() },
  { name: 'Picker, typed', view: empty, begin: (state) => state.pick('dam') },
  {
    name: 'Asking',
    view: withTag({ status: { state: 'proposed', asked: false } }),
    begin: (state) => void state.tag({ kind: 'outcome', id: outcome.id }),
  },
  {
    name: 'Asking, from a template',
    view: withTag({
      ownerName: undefined,
      unitName: undefined,
      status: { state: 'proposed', asked: false },
      outcome: { ...outcome, owner: undefined, change: undefined, baseline: undefined, dueDate: undefined, status: 'draft' },
    }),
    begin: (state) => void state.tag({ kind: 'template', id: 'damagedPackageComplaints' }),
  },
  { name: 'Proposed', view: withTag({ status: { state: 'proposed', since: '2026-11-13T08:00:00Z', asked: true } }) },
  { name: 'Proposed, nobody asked', view: withTag({ status: { state: 'proposed', asked: false } }) },
  {
    name: 'Declined',
    view: withTag({
      status: {
        state: 'declined',
        since: '2026-05-27T08:00:00Z',
        by: 'Field operations manager',
        asked: true,
        reason: 'A new carrier starts in June; complaints will move for that alone.',
      },
    }),
  },
  { name: 'Changed since agreed', view: withTag({ status: { state: 'changed', since: '2026-05-28T08:00:00Z', asked: true } }) },
  { name: 'Retrospective', view: withTag({ status: { ...tag.status, retrospectiveWeeks: 10 } }) },
  { name: 'No launch', view: { ...withTag({ launches: [] }), course: { ...view.course, launches: [] } } },
  { name: 'No figures, typed', view: withTag({ series: { ...contactTag.series, points: packed([]) } }) },
  ...failureCodes.map((code): PanelState => ({ name: `Trouble: ${code}`, view: troubled(code) })),
  { name: 'Trouble without values', view: troubled('noRight', packed([])) },
  { name: 'Invented data, reading', view: { ...withTag({ series: { ...series, refreshing: true } }), sample: true } },
];

export const dialogStates: PanelState[] = [
  { name: 'Launches', view, begin: (state) => state.openDialog({ kind: 'launches' }) },
  { name: 'Policy', view: empty, begin: (state) => state.openDialog({ kind: 'policy' }) },
  { name: 'Removed', view: empty, begin: (state) => state.openDialog({ kind: 'hidden' }) },
  {
    name: 'Values',
    view: { ...view, tags: [contactTag] },
    begin: (state) => state.openDialog({ kind: 'values', metricId: contactTag.series.metric.id }),
  },
  { name: 'New outcome', view: empty, begin: (state) => state.openDialog({ kind: 'outcomeNew', name: 'Course completions and hours' }) },
  { name: 'Edit outcome', view, begin: (state) => state.openDialog({ kind: 'outcomeEdit', alignmentId: alignment.id }) },
  { name: 'Edit alignment', view, begin: (state) => state.openDialog({ kind: 'alignmentEdit', alignmentId: alignment.id }) },
];

/** One panel on a line of its own. */
export function Panel({ of }: { of: PanelState }) {
  const state = useMemo(
    () => courseState(fakeLine(of.view ?? view, of.view ? {} : { 'panel/courseView': () => new Promise(() => undefined) }), view.course.id),
    [of],
  );
  useEffect(() => void state.load().then(() => of.begin?.(state)), [state, of]);
  return <CoursePanel state={state} />;
}
