import type { RecordOf } from '@/lib/model/schema/records';
import { template } from '@/lib/model/rules/templates';
import { courseIdOf } from '@/lib/model/rules/identity';
import { sampleCourse, sampleDashboard } from './sample-data';
import { templateMetric } from './templates';

/** By this key in its aliases a sample course is known; all other sample records by the start of their id. */
export const sampleAlias = 'sample';
export const samplePrefix = 'sample-';

type Records = { [T in 'actor' | 'unit' | 'goal' | 'metric' | 'outcome' | 'course' | 'alignment' | 'chartLink']: RecordOf<T>[] };

const position = (id: string, name: string, roles: RecordOf<'actor'>['roles']): RecordOf<'actor'> => ({
  id,
  name,
  kind: 'position',
  roles,
  aliases: [],
});

function metricFrom(templateId: string, more: Partial<RecordOf<'metric'>> & { id: string }): RecordOf<'metric'> {
  const from = template(templateId);
  if (!from) throw new Error(`no template ${templateId}`);
  return { ...templateMetric(from), ...more };
}

/** Who wrote down the sample's readings. */
export const sampleReader = 'sample-actor-analyst';

/**
 * The sample workspace, invented: a course whose outcome is agreed, one that waits for its owner, one without an outcome by design.
 * `lms` and `bi` are the hosts at which course and dashboard are said to live.
 */
export async function sampleRecords(lms: string, bi: string, invented: string): Promise<Records> {
  const moodle = `moodle:${lms}`;
  const superset = `superset:${bi}`;
  const course = async (nativeId: string, title: string, more: Partial<RecordOf<'course'>> = {}): Promise<RecordOf<'course'>> => ({
    id: await courseIdOf(moodle, nativeId),
    site: moodle,
    nativeId,
    title,
    url: `http://${lms}/course/view.php?id=${nativeId}`,
    aliases: [{ key: sampleAlias, text: invented }],
    launches: [],
    ...more,
  });
  const pack = await course(sampleCourse.nativeId, sampleCourse.title, {
    launches: [{ key: 'sample-launch', date: sampleCourse.launch, audience: 'All depots' }],
  });
  const calls = await course('9', 'Calls that end once');
  const fire = await course('11', 'Fire safety, yearly refresher', {
    policy: { kind: 'noneByDesign', reason: 'Statutory instruction', by: 'sample-actor-field', at: '2026-03-02T09:00:00.000Z' },
  });

  return {
    actor: [
      position('sample-actor-field', 'Field operations manager', ['owner']),
      position('sample-actor-support', 'Head of support', ['owner']),
      position(sampleReader, 'Operations data analyst', ['publisher', 'reader']),
      position('sample-actor-designer', 'Learning designer', ['designer']),
    ],
    unit: [
      { id: 'sample-unit-field', name: 'Field operations', calendar: 'iso' },
      { id: 'sample-unit-support', name: 'Support', calendar: 'iso' },
    ],
    goal: [{ id: 'sample-goal-whole', text: 'Parcels arrive whole', rank: 1 }],
    metric: [
      metricFrom('damagedPackageComplaints', {
        id: 'sample-metric-damage',
        source: {
          kind: 'superset',
          site: superset,
          ref: String(sampleDashboard.damage.chart),
          column: sampleDashboard.damage.column,
          scale: 1,
          dashboard: sampleDashboard.id,
          chartTitle: sampleDashboard.damage.name,
        },
        businessUnit: 'sample-unit-field',
        owner: 'sample-actor-field',
        shared: true,
      }),
      metricFrom('firstContactResolution', {
        id: 'sample-metric-resolution',
        businessUnit: 'sample-unit-support',
        owner: 'sample-actor-support',
      }),
    ],
    outcome: [
      {
        id: 'sample-outcome-damage',
        direction: 'reduce',
        metricId: 'sample-metric-damage',
        change: { kind: 'relative', amount: 20 },
        businessUnit: 'sample-unit-field',
        dueDate: '2027-03-31',
        baseline: { value: 4.1, from: '2025-12-01', to: '2026-05-31' },
        owner: 'sample-actor-field',
        delegates: [],
        goalId: 'sample-goal-whole',
        priority: 1,
        templateId: 'damagedPackageComplaints',
        status: 'active',
      },
      {
        id: 'sample-outcome-resolution',
        direction: 'increase',
        metricId: 'sample-metric-resolution',
        change: { kind: 'points', amount: 3 },
        businessUnit: 'sample-unit-support',
        dueDate: '2027-06-30',
        baseline: { value: 72.8, from: '2026-06-01', to: '2026-09-27' },
        owner: 'sample-actor-support',
        delegates: [],
        priority: 2,
        templateId: 'firstContactResolution',
        status: 'active',
      },
    ],
    course: [pack, calls, fire],
    alignment: [
      {
        id: 'sample-alignment-pack',
        courseId: pack.id,
        outcomeId: 'sample-outcome-damage',
        rationale: 'Packers scan the packing check before a box is closed and choose the right void fill',
        influences: [{ text: 'Peak season', date: '2026-11-01' }],
        shape: 'levelAndSlope',
        lagPeriods: 4,
        exclusions: [],
        contribution: 'medium',
        reviewDate: '2026-12-15',
        proposedBy: 'sample-actor-designer',
        proposedAt: '2026-05-04T08:30:00.000Z',
        asked: { by: 'sample-actor-designer', at: '2026-05-04T08:31:00.000Z' },
      },
      {
        id: 'sample-alignment-calls',
        courseId: calls.id,
        outcomeId: 'sample-outcome-resolution',
        rationale: 'Agents ask for a second issue before they end a call',
        influences: [],
        shape: 'levelAndSlope',
        lagPeriods: 3,
        exclusions: [],
        contribution: 'medium',
        proposedBy: 'sample-actor-designer',
        proposedAt: '2026-11-09T10:00:00.000Z',
        asked: { by: 'sample-actor-designer', at: '2026-11-09T10:02:00.000Z' },
      },
    ],
    chartLink: [
      {
        id: 'sample-link-damage',
        site: superset,
        dashboard: sampleDashboard.id,
        tile: String(sampleDashboard.damage.chart),
        metricId: 'sample-metric-damage',
        title: sampleDashboard.damage.name,
      },
    ],
  };
}
