import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ix } from '@/lib/store/index-strings';
import type { Workspace } from '@/lib/store/workspace';
import { add, alignmentSet, courseSet, databaseName, freshWorkspace, metricSet, newWrite, outcomeSet } from './fresh';

let ws: Workspace;
beforeEach(async () => {
  ws = await freshWorkspace();
});
afterEach(() => {
  ws.close();
  vi.restoreAllMocks();
});

const behind = async <R>(look: (db: Awaited<ReturnType<typeof openDB>>) => Promise<R>): Promise<R> => {
  const db = await openDB(await databaseName());
  try {
    return await look(db);
  } finally {
    db.close();
  }
};
describe('finding', () => {
  it('finds by every index string, hidden ones too, and follows changes', async () => {
    await ws.write(
      newWrite(),
      [
        add('course', 'c1', courseSet),
        add('outcome', 'o1', { ...outcomeSet, owner: 'a1', businessUnit: 'field', goalId: 'g1', templateId: 'scrapRate' }),
        add('metric', 'm1', {
          ...metricSet,
          templateId: 'scrapRate',
          source: { kind: 'superset', site: 'superset:bi.example.org', ref: '12', column: 'rate' },
        }),
        add('alignment', 'al1', alignmentSet),
        add('chartLink', 'k1', { site: 'superset:bi.example.org', dashboard: '3/x', tile: 'CHART-1', metricId: 'm1' }),
        add('site', 's1', { product: 'moodle', host: 'lms.example.org', kind: 'lms', enabledAt: '2026-05-01T00:00:00Z' }),
        add('actor', 'a1', {
          name: 'Field operations manager',
          kind: 'position',
          roles: ['owner'],
          'alias:x': { text: 'fom@example.org' },
        }),
        add('valueCase', 'v1', { outcomeId: 'o1', costs: [] }),
      ],
      null,
    );
    const ids = async (type: Parameters<Workspace['find']>[0], key: string): Promise<string[]> =>
      (await ws.find(type, key)).map((k) => k.plain.id);
    expect(await ids('alignment', 'alignment/course/c1')).toEqual(['al1']);
    expect(await ids('alignment', ix.alignmentsOfOutcome('o1'))).toEqual(['al1']);
    expect(await ids('outcome', ix.outcomesOfMetric('m1'))).toEqual(['o1']);
    expect(await ids('outcome', ix.outcomesOfOwner('a1'))).toEqual(['o1']);
    expect(await ids('outcome', ix.outcomesOfUnit('field'))).toEqual(['o1']);
    expect(await ids('outcome', ix.outcomesOfGoal('g1'))).toEqual(['o1']);
    expect(await ids('outcome', ix.outcomesOfTemplate('scrapRate'))).toEqual(['o1']);
    expect(await ids('metric', ix.metricsOfSource('superset:bi.example.org', '12'))).toEqual(['m1']);
    expect(await ids('metric', ix.metricsOfSite('superset:bi.example.org'))).toEqual(['m1']);
    expect(await ids('metric', ix.metricsOfTemplate('scrapRate'))).toEqual(['m1']);
    expect(await ids('chartLink', ix.linksOfTile('superset:bi.example.org', '3/x', 'CHART-1'))).toEqual(['k1']);
    expect(await ids('chartLink', ix.linksOfDashboard('superset:bi.example.org', '3/x'))).toEqual(['k1']);
    expect(await ids('chartLink', ix.linksOfDashboard('superset:bi.example.org', '3'))).toEqual([]);
    expect(await ids('chartLink', ix.linksOfMetric('m1'))).toEqual(['k1']);
    expect(await ids('course', ix.coursesOfSite('moodle:lms.example.org'))).toEqual(['c1']);
    expect(await ids('site', ix.sitesOfHost('moodle', 'lms.example.org'))).toEqual(['s1']);
    expect(await ids('actor', ix.actorsOfAlias('fom@example.org'))).toEqual(['a1']);
    expect(await ids('valueCase', ix.valueCasesOfOutcome('o1'))).toEqual(['v1']);

    await ws.write(newWrite(), [{ type: 'alignment', id: 'al1', hide: true }, add('chartLink', 'k1', { metricId: 'm2' })], null);
    expect(await ws.find('alignment', ix.alignmentsOfCourse('c1'))).toMatchObject([{ hidden: true, plain: { id: 'al1' } }]);
    expect(await ids('chartLink', ix.linksOfMetric('m1'))).toEqual([]);
    expect(await ids('chartLink', ix.linksOfMetric('m2'))).toEqual(['k1']);
    await ws.write(newWrite(), [{ type: 'alignment', id: 'al1', hide: false }], null);
    expect((await ws.read('alignment', 'al1'))?.hidden).toBe(false);
    expect(await ws.readMany('outcome', ['o1', 'nobody', 'o1'])).toMatchObject([
      { plain: { id: 'o1' } },
      undefined,
      { plain: { id: 'o1' } },
    ]);
  });

  it('an edit of a hidden record is kept and comes back with it', async () => {
    await ws.write(newWrite(), [add('outcome', 'o1', outcomeSet)], null);
    await ws.write(newWrite(), [{ type: 'outcome', id: 'o1', hide: true }], null);
    await ws.write(newWrite(), [add('outcome', 'o1', { scope: 'north' })], null);
    expect(await ws.read('outcome', 'o1')).toMatchObject({ hidden: true, plain: { scope: 'north' } });
  });

  it('answers several questions in one transaction', async () => {
    await ws.write(newWrite(), [add('outcome', 'o1', outcomeSet), add('alignment', 'al1', alignmentSet)], null);
    const spy = vi.spyOn(IDBDatabase.prototype, 'transaction');
    const found = await ws.view(async (at) => {
      const alignments = await at.find('alignment', ix.alignmentsOfCourse('c1'));
      return at.readMany(
        'outcome',
        alignments.map((a) => a.plain.outcomeId),
      );
    });
    expect(found).toMatchObject([{ plain: { id: 'o1' } }]);
    expect(spy).toHaveBeenCalledTimes(1);
  });

  it('reports a stored record that does not fit once, leaves it out and never throws it away', async () => {
    ws.close();
    const report = vi.fn();
    ws = await freshWorkspace({ report });
    await ws.write(newWrite(), [add('outcome', 'o1', outcomeSet), add('outcome', 'o2', outcomeSet)], null);
    await behind(async (db) => {
      const row = await db.get('rec', ['outcome', 'o1']);
      delete row.record.f.metricId;
      await db.put('rec', row);
    });
    expect(await ws.read('outcome', 'o1')).toBeUndefined();
    expect((await ws.all('outcome')).map((k) => k.plain.id)).toEqual(['o2']);
    expect(await ws.find('outcome', ix.outcomesOfMetric('m1'))).toHaveLength(1);
    expect(report).toHaveBeenCalledTimes(1);
    expect(report.mock.calls[0]![0]).toMatchObject({ type: 'outcome', id: 'o1', field: 'metricId' });
    expect(await behind((db) => db.get('rec', ['outcome', 'o1']))).toBeDefined();
  });
});
