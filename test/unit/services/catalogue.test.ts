import { beforeEach, describe, expect, test } from 'vitest';
import { tag } from '@/lib/services/alignments';
import { catalogue } from '@/lib/services/catalogue';
import { chartView } from '@/lib/services/charts';
import { courseView } from '@/lib/services/courses';
import { dependents, erase, hide, restore } from '@/lib/services/hiding';
import { valuesType } from '@/lib/services/readings';
import { sampleDashboard, sampleSeries } from '@/lib/services/sample-data';
import { sampleLoad, sampleRemove } from '@/lib/services/sample';
import { courseIdOf } from '@/lib/model/rules/identity';
import { lint } from '@/lib/model/rules/lint';
import type { Workspace } from '@/lib/store/workspace';
import { add, addOutcome, atTile, freshProfile, newWrite, openCourse } from './fresh';

let ws: Workspace;
beforeEach(async () => {
  const profile = await freshProfile();
  ws = profile.ws;
  profile.mayRead.value = false; // nothing here reads a source
});

async function filled() {
  const course = await openCourse();
  const made = await addOutcome(ws);
  const { alignmentId } = await tag(ws, { write: newWrite(), course, choice: { kind: 'outcome', id: made.outcomeId } });
  await valuesType(ws, {
    write: newWrite(),
    metricId: made.metricId,
    values: [
      { period: '2026-10-05', v: 1 },
      { period: '2026-11-09', v: 2 },
    ],
  });
  await ws.write(newWrite(), [add('chartLink', 'link-1', { ...atTile, metricId: made.metricId, title: 'Damage' })], null);
  await ws.write(
    newWrite(),
    [
      {
        type: 'signOff',
        append: { alignmentId, by: 'owner-1', role: 'owner', decision: 'agree', at: '2026-11-20T08:00:00.000Z', covers: '0'.repeat(64) },
      },
    ],
    null,
  );
  return { course, alignmentId, ...made };
}

describe('catalogue', () => {
  test('lists everything, with tags counted as views show them, and deleted records marked', async () => {
    const { alignmentId, outcomeId, course } = await filled();
    expect(await catalogue(ws)).toMatchObject({
      outcomes: [{ id: outcomeId, hidden: false, tags: 1 }],
      courses: [{ id: course, tags: 1 }],
      metrics: [{ hidden: false }],
      links: [{ id: 'link-1' }],
      units: [{ name: 'Field operations' }],
      me: { id: ws.me },
      sample: false,
      store: { shared: false },
    });
    await hide(ws, { write: newWrite(), type: 'alignment', id: alignmentId });
    await hide(ws, { write: newWrite(), type: 'outcome', id: outcomeId });
    expect((await catalogue(ws)).outcomes).toMatchObject([{ hidden: true, tags: 0 }]);
    await restore(ws, { write: newWrite(), type: 'outcome', id: outcomeId });
    expect((await catalogue(ws)).outcomes).toMatchObject([{ hidden: false }]);
  });
  test('what does not exist cannot be hidden or brought back', async () => {
    await expect(hide(ws, { write: newWrite(), type: 'metric', id: 'none' })).rejects.toMatchObject({ code: 'notFound' });
  });
});

describe('erasing for good', () => {
  test('names first what depends on a metric: outcomes, tags, decisions, links, readings', async () => {
    const { metricId } = await filled();
    const named = await dependents(ws, { type: 'metric', id: metricId });
    expect(named.map(({ type, name }) => `${type} ${name}`).sort()).toEqual([
      'alignment Pack it right',
      'chartLink Damage',
      'chunk 2026-10',
      'chunk 2026-11',
      'outcome Damage complaints',
      'signOff 2026-11-20',
    ]);
  });
  test('takes them along and leaves the rest', async () => {
    const { metricId, course } = await filled();
    const other = await addOutcome(ws, { metric: { name: 'Other' } });
    expect(await erase(ws, { write: newWrite(), type: 'metric', id: metricId })).toEqual({ erased: 7 });
    expect((await Array.fromAsync(ws.dump())).map((r) => r.t).sort()).toEqual(['actor', 'actor', 'course', 'metric', 'outcome', 'unit']);
    expect(await ws.read('outcome', other.outcomeId)).toBeDefined();
    expect((await courseView(ws, { course })).tags).toEqual([]);
  });
  test('a chart link has nothing that depends on it', async () => {
    await filled();
    expect(await dependents(ws, { type: 'chartLink', id: 'link-1' })).toEqual([]);
  });
});

describe('sample workspace', () => {
  const hosts = { lms: 'lms.localhost:8700', bi: 'bi.localhost:8701' };
  const load = () => sampleLoad(ws, { write: newWrite(), ...hosts });

  test('shows a course with an agreed outcome, its trend and launch, and says that it is invented', async () => {
    await load();
    const course = await courseIdOf(`moodle:${hosts.lms}`, '7');
    const view = await courseView(ws, { course });
    expect(view).toMatchObject({ sample: true, known: true, course: { title: 'Pack it right', launches: [{ date: '2026-06-03' }] } });
    expect(view.tags).toMatchObject([
      {
        status: { state: 'measured', by: 'Field operations manager' },
        ownerName: 'Field operations manager',
        goalText: 'Parcels arrive whole',
        series: { source: { reader: 'Operations data analyst', name: 'Superset' } },
      },
    ]);
    expect(view.tags[0]?.status.retrospectiveWeeks).toBeUndefined();
    expect(view.tags[0]?.series.points.v).toHaveLength(104);
    const chart = await chartView(ws, {
      site: `superset:${hosts.bi}`,
      dashboard: sampleDashboard.id,
      tile: String(sampleDashboard.damage.chart),
    });
    expect(chart).toMatchObject({ sample: true, linked: { courses: [{ course: { title: 'Pack it right' } }] } });
    expect((await catalogue(ws)).sample).toBe(true);
  });

  test('its outcomes are well formed', async () => {
    await load();
    const metrics = new Map((await ws.all('metric')).map((m) => [m.plain.id, m.plain]));
    for (const { plain } of await ws.all('outcome'))
      expect(lint(plain, metrics.get(plain.metricId)!, { today: '2026-11-25' }).filter((l) => l.level === 'error')).toEqual([]);
  });

  test('loading twice changes nothing more', async () => {
    await load();
    const before = await Array.fromAsync(ws.dump());
    await load();
    expect(await Array.fromAsync(ws.dump())).toEqual(before);
  });

  test('one call removes it whole, with what people hung on it, and nothing else', async () => {
    const own = await filled();
    const before = await Array.fromAsync(ws.dump());
    await load();
    await tag(ws, { write: newWrite(), course: own.course, choice: { kind: 'outcome', id: 'sample-outcome-damage' } });
    await tag(ws, {
      write: newWrite(),
      course: await courseIdOf(`moodle:${hosts.lms}`, '7'),
      choice: { kind: 'outcome', id: own.outcomeId },
    });
    await sampleRemove(ws, { write: newWrite() });
    expect(await Array.fromAsync(ws.dump())).toEqual(before);
    expect((await catalogue(ws)).sample).toBe(false);
  });

  test('two years of weeks without a gap', () => {
    const weeks = sampleSeries.damage().map((v) => v.period);
    expect([weeks[0], weeks.at(-1), weeks.length]).toEqual(['2024-11-25', '2026-11-16', 104]);
    expect(new Set(weeks.map((w) => Temporal.PlainDate.from(w).dayOfWeek))).toEqual(new Set([1]));
  });
});
