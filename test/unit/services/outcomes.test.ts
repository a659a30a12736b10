import { beforeEach, describe, expect, test } from 'vitest';
import { covers, material } from '@/lib/model/rules/material';
import { alignmentAsk, tag } from '@/lib/services/alignments';
import { courseView } from '@/lib/services/courses';
import { chartLink } from '@/lib/services/charts';
import { metricAdd, metricChange, outcomeAdd, outcomeChange } from '@/lib/services/outcomes';
import type { Workspace } from '@/lib/store/workspace';
import { addOutcome, atTile, freshProfile, newWrite, openCourse, start } from './fresh';

let ws: Workspace;
beforeEach(async () => {
  ({ ws } = await freshProfile());
});

const refused = (code: string, message?: string) =>
  expect.objectContaining({ name: 'RefusalError', code, ...(message ? { message } : {}) });

describe('agreement', () => {
  async function agreed() {
    const course = await openCourse();
    const { outcomeId } = await addOutcome(ws);
    const { alignmentId } = await tag(ws, { write: newWrite(), course, choice: { kind: 'outcome', id: outcomeId } });
    const [shown] = (await courseView(ws, { course })).tags;
    const hash = await covers(material(shown!.alignment, shown!.outcome, shown!.series.metric));
    await ws.write(
      newWrite(),
      [
        {
          type: 'signOff',
          append: { alignmentId, by: 'owner-1', role: 'owner', decision: 'agree', at: '2026-11-20T08:00:00.000Z', covers: hash },
        },
      ],
      null,
    );
    return { course, outcomeId, alignmentId };
  }
  test('holds while the text is what was agreed, and names who agreed', async () => {
    const { course } = await agreed();
    expect((await courseView(ws, { course })).tags[0]?.status).toMatchObject({
      state: 'agreed',
      by: 'Field operations manager',
      since: '2026-11-20T08:00:00.000Z',
    });
  });
  test('is “changed” after any change of the text, and again agreed when the text is as before', async () => {
    const { course, outcomeId } = await agreed();
    await outcomeChange(ws, { write: newWrite(), id: outcomeId, set: { change: { kind: 'relative', amount: 10 } } });
    expect((await courseView(ws, { course })).tags[0]?.status).toMatchObject({ state: 'changed' });
    await outcomeChange(ws, { write: newWrite(), id: outcomeId, set: { change: { kind: 'relative', amount: 20 } } });
    expect((await courseView(ws, { course })).tags[0]?.status).toMatchObject({ state: 'agreed' });
  });
  test('asking the owner is noted; without an owner there is nobody to ask', async () => {
    const course = await openCourse();
    const { alignmentId } = await tag(ws, { write: newWrite(), course, choice: { kind: 'template', id: 'scrapRate' } });
    await expect(alignmentAsk(ws, { write: newWrite(), id: alignmentId })).rejects.toEqual(refused('conflict', 'noOwner'));
    await outcomeChange(ws, {
      write: newWrite(),
      id: (await ws.all('outcome'))[0]!.plain.id,
      set: {},
      ownerName: 'Plant manager',
      unitName: 'Manufacturing',
    });
    await alignmentAsk(ws, { write: newWrite(), id: alignmentId });
    expect((await courseView(ws, { course })).tags[0]).toMatchObject({
      ownerName: 'Plant manager',
      unitName: 'Manufacturing',
      status: { asked: true, by: expect.any(String), since: new Date(start).toISOString() },
    });
  });
});

describe('writing an outcome', () => {
  const metric = {
    name: 'Returns',
    definition: '',
    kind: 'rate',
    unit: '%',
    cadence: 'month',
    calendar: 'iso',
    maturityDays: 0,
    aggregation: 'ratio',
    betterWhen: 'lower',
    source: { kind: 'typed' },
  } as const;
  test('with a new metric, owner and unit by name, and a tag, in one write', async () => {
    const course = await openCourse();
    const write = newWrite();
    const input = {
      write,
      course,
      metric,
      ownerName: 'Head of returns',
      unitName: 'Logistik Süd',
      outcome: { direction: 'reduce', metricId: 'ignored', status: 'active' },
    } as const;
    const made = await outcomeAdd(ws, input);
    expect(await outcomeAdd(ws, input)).toEqual(made);
    expect((await courseView(ws, { course })).tags[0]).toMatchObject({
      ownerName: 'Head of returns',
      unitName: 'Logistik Süd',
      outcome: { businessUnit: 'logistik-sud' },
      series: { metric: { name: 'Returns' } },
    });
    expect((await ws.all('actor')).filter((a) => a.plain.kind === 'position')).toHaveLength(1);
  });
  test('a name that is known is not made twice, whatever its case; a name in another script gets an id', async () => {
    const { outcomeId } = await addOutcome(ws);
    await outcomeChange(ws, { write: newWrite(), id: outcomeId, set: {}, ownerName: ' field operations MANAGER ', unitName: '物流' });
    expect((await ws.read('outcome', outcomeId))?.plain).toMatchObject({ owner: 'owner-1', businessUnit: expect.stringMatching(/^unit-/) });
  });
  test('an empty name takes the owner away; without owner and unit it is a draft', async () => {
    const { outcomeId } = await addOutcome(ws);
    await expect(outcomeChange(ws, { write: newWrite(), id: outcomeId, set: {}, ownerName: '' })).rejects.toEqual(
      refused('badInput', 'no-owner'),
    );
    await outcomeChange(ws, { write: newWrite(), id: outcomeId, set: { status: 'draft' }, ownerName: '' });
    expect((await ws.read('outcome', outcomeId))?.plain.owner).toBeUndefined();
    await expect(
      outcomeAdd(ws, { write: newWrite(), metric, outcome: { direction: 'reduce', metricId: 'x', status: 'active' } }),
    ).rejects.toEqual(refused('badInput', 'no-owner'));
  });
});

describe('a KPI’s owner', () => {
  const metric = {
    name: 'Returns',
    definition: '',
    kind: 'rate',
    unit: '%',
    cadence: 'month',
    calendar: 'iso',
    maturityDays: 0,
    aggregation: 'ratio',
    betterWhen: 'lower',
    source: { kind: 'typed' },
  } as const;
  const ownerOf = async (metricId: string) => {
    const owner = (await ws.read('metric', metricId))?.plain.owner;
    return owner === undefined ? undefined : (await ws.read('actor', owner))?.plain;
  };

  test('is a new position by its name, and the same one the next time', async () => {
    const { metricId } = await addOutcome(ws);
    const input = { write: newWrite(), id: metricId, set: {}, ownerName: ' Depot lead ', unitName: 'Depots' };
    await metricChange(ws, input);
    await metricChange(ws, input);
    expect(await ownerOf(metricId)).toMatchObject({ name: 'Depot lead', kind: 'position' });
    expect((await ws.read('metric', metricId))?.plain).toMatchObject({ businessUnit: 'depots', name: 'Damage complaints' });
    const made = await metricAdd(ws, { write: newWrite(), metric, shared: true, ownerName: 'depot LEAD' });
    expect(await ownerOf(made.metricId)).toEqual(await ownerOf(metricId));
    expect((await ws.read('metric', made.metricId))?.plain).toMatchObject({ ...metric, shared: true, definitionChanges: [] });
    expect((await ws.all('actor')).filter((a) => a.plain.name === 'Depot lead')).toHaveLength(1);
  });

  test('goes away with an empty name, and stays where no name is said', async () => {
    const { metricId } = await metricAdd(ws, { write: newWrite(), metric, shared: false, ownerName: 'Depot lead', unitName: 'Depots' });
    await metricChange(ws, { write: newWrite(), id: metricId, set: { unit: 'per 100' } });
    expect(await ownerOf(metricId)).toMatchObject({ name: 'Depot lead' });
    await metricChange(ws, { write: newWrite(), id: metricId, set: {}, ownerName: '' });
    const { plain } = (await ws.read('metric', metricId))!;
    expect(plain).not.toHaveProperty('owner');
    expect(plain).toMatchObject({ businessUnit: 'depots', unit: 'per 100' });
  });

  test('is named with the chart that a new KPI is linked to', async () => {
    const { metricId } = await chartLink(ws, {
      write: newWrite(),
      ...atTile,
      newMetric: metric,
      adoptSource: false,
      source: metric.source,
      ownerName: 'Depot lead',
    });
    expect(await ownerOf(metricId)).toMatchObject({ name: 'Depot lead', kind: 'position' });
  });
});
