import browser from 'webextension-polyfill';
import { fieldsOf, envelopeVersion, type StoredRecord } from '@/lib/model/rules/fields';
import { chunkIdOf, courseIdOf } from '@/lib/model/rules/identity';
import type { RecordOf, RecordType } from '@/lib/model/schema/records';
import { courseView } from '@/lib/services/courses';
import { openWorkspace } from '@/lib/store/workspace';

/** Runs inside Chromium: fills a workspace of the budget's size through the store's bulk path, then times the course's view model. */
const site = 'moodle:lms.example.org';
const sizes = { courses: 10_000, alignments: 100_000, metrics: 2_000, outcomes: 4_000, periods: 2_500 };

let counter = 0;
const stamp = () =>
  `0190000000${(counter >> 16).toString(16).padStart(2, '0')}-${(counter++ & 0xffff).toString(16).padStart(4, '0')}-benchmrk`.replace(
    'benchmrk',
    'be0c0001',
  );
function record<T extends RecordType>(type: T, plain: RecordOf<T>): StoredRecord {
  const s = stamp();
  const { id, ...rest } = plain;
  const fields = fieldsOf(type, rest as Omit<RecordOf<T>, 'id'>);
  return { id, t: type, n: envelopeVersion, f: Object.fromEntries(Object.entries(fields).map(([k, v]) => [k, { v, s }])) };
}

/** Daily dates backwards from a fixed day. */
const day = (back: number) => new Date(Date.UTC(2026, 5, 30) - back * 86_400_000).toISOString().slice(0, 10);

async function* records(reader: string): AsyncGenerator<StoredRecord> {
  for (let i = 0; i < sizes.metrics; i += 1) {
    yield record('metric', {
      id: `metric-${i}`,
      name: `KPI ${i}`,
      definition: 'events ÷ units',
      kind: 'rate',
      unit: 'per 1,000',
      cadence: 'day',
      calendar: 'iso',
      maturityDays: 0,
      aggregation: 'mean',
      betterWhen: 'lower',
      definitionChanges: [],
      source: { kind: 'typed' },
      shared: false,
    });
    const months = new Map<string, { period: string; via: string; at: string; value: { v: number } }[]>();
    for (let d = 0; d < sizes.periods; d += 1) {
      const period = day(d);
      const list = months.get(period.slice(0, 7)) ?? [];
      list.push({ period, via: 'typed', at: '2026-07-01T06:00:00Z', value: { v: (i + d) % 97 } });
      months.set(period.slice(0, 7), list);
    }
    for (const [month, readings] of months)
      yield record('chunk', {
        id: await chunkIdOf(`metric-${i}`, month, reader, 'none'),
        metricId: `metric-${i}`,
        month,
        reader,
        account: 'none',
        readings,
      });
  }
  for (let i = 0; i < sizes.outcomes; i += 1)
    yield record('outcome', {
      id: `outcome-${i}`,
      direction: 'reduce',
      metricId: `metric-${i % sizes.metrics}`,
      change: { kind: 'relative', amount: 20 },
      baseline: { value: 4, from: '2025-01-01', to: '2025-12-31' },
      dueDate: '2027-03-31',
      delegates: [],
      status: 'active',
    });
  for (let i = 0; i < sizes.courses; i += 1)
    yield record('course', {
      id: await courseIdOf(site, String(i)),
      site,
      nativeId: String(i),
      title: `Course ${i}`,
      url: `https://lms.example.org/course/view.php?id=${i}`,
      aliases: [],
      launches: [{ key: 'l1', date: '2026-01-12' }],
    });
  for (let i = 0; i < sizes.alignments; i += 1)
    yield record('alignment', {
      id: `alignment-${i}`,
      courseId: await courseIdOf(site, String(i % sizes.courses)),
      outcomeId: `outcome-${(i * 7 + Math.floor(i / sizes.courses) * 13) % sizes.outcomes}`,
      rationale: 'what people do differently',
      influences: [],
      shape: 'level',
      lagPeriods: 4,
      exclusions: [],
      contribution: 'medium',
      proposedBy: reader,
      proposedAt: '2026-01-02T09:00:00Z',
    });
}

// the same one after the browser was started anew: the figures are those of a browser that has read, not of one that has just written 5 million
const ready = browser.storage.local.set({ workspace: 'throughline-bench', device: 'be0c0001' }).then(() => openWorkspace());

Object.assign(globalThis, {
  async fill() {
    const ws = await ready;
    const started = performance.now();
    const kept = await ws.bulk(records(ws.me));
    return { kept, seconds: (performance.now() - started) / 1000 };
  },
  /** Milliseconds of each of `times` views, over courses spread evenly, after a warm-up. */
  async time(times: number) {
    const ws = await ready;
    const out: number[] = [];
    let points = 0;
    let tags = 0;
    for (let i = -50; i < times; i += 1) {
      const course = await courseIdOf(site, String((i * 37 + 5000) % sizes.courses));
      const started = performance.now();
      const view = await courseView(ws, { course });
      const took = performance.now() - started;
      if (i >= 0) {
        out.push(took);
        points = Math.max(points, ...view.tags.map((t) => t.series.points.v.length));
        tags = Math.max(tags, view.tags.length);
      }
    }
    return { out, points, tags };
  },
});
