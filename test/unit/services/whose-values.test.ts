import { describe, expect, test } from 'vitest';
import browser from 'webextension-polyfill';
import { unpacked } from '@/lib/messaging/points';
import { covers, material } from '@/lib/model/rules/material';
import { courseView } from '@/lib/services/courses';
import { launchSet } from '@/lib/services/courses-kept';
import { metricChange } from '@/lib/services/outcomes';
import { refresh, refreshNow, valuesType } from '@/lib/services/readings';
import { allSeriesOf } from '@/lib/store/observations';
import { newWrite } from './fresh';
import { hour, linkedSource, settled, source, weekOf } from './linked';

const at = linkedSource();

describe('whose values', () => {
  test('another account starts another series and says so; nobody’s name is kept', async () => {
    const { lookAgain, metricId } = await at.linked();
    await lookAgain();
    at.cookie = at.server.cookieFor('ben');
    at.rows = [
      { week: weekOf(1), score: 9, other: 9 },
      { week: weekOf(2), score: 8, other: 8 },
    ];
    at.clock.now += 7 * hour;
    const now = await lookAgain();
    expect(now.points.v).toEqual([8, 9]);
    expect(now.source.otherAccounts).toBe(1);
    const kept = await allSeriesOf(at.ws, metricId);
    expect(kept).toHaveLength(2);
    const everything = JSON.stringify(await Array.fromAsync(at.ws.dump())) + JSON.stringify(await browser.storage.local.get(null));
    expect(everything).not.toMatch(/\bada\b|\bben\b/);
    expect(kept.every(({ account }) => /^[0-9a-f]{32}\.[0-9a-f]{16}$/.test(account))).toBe(true);
  });

  test('another chart behind the same KPI starts another series: their values are never mixed', async () => {
    const { lookAgain, metricId } = await at.linked();
    await lookAgain();
    at.rows = [{ week: weekOf(1), score: 1, other: 5 }];
    await metricChange(at.ws, { write: newWrite(), id: metricId, set: { source: { ...source, ref: '32' } } });
    at.clock.now += 2 * 60_000;
    expect(unpacked((await lookAgain()).points)).toEqual([{ period: '2026-11-16', v: 1 }]);
    await metricChange(at.ws, { write: newWrite(), id: metricId, set: { source } });
    expect((await lookAgain()).points.v).toHaveLength(4);
  });

  test('a restated value is kept beside the old one, the newest is shown', async () => {
    const { lookAgain, metricId } = await at.linked();
    await lookAgain();
    at.rows = at.rows.map((row) => ({ ...row, score: Number(row.score) + 1 }));
    await refresh(at.ws, { metricId, force: true });
    await settled();
    expect(unpacked((await lookAgain()).points)[0]).toEqual({ period: '2026-11-02', v: 4.7 });
    const readings = (await at.ws.all('chunk')).flatMap((c) => c.plain.readings).filter((r) => r.period === '2026-11-02');
    expect(readings.map((r) => r.value?.v).sort()).toEqual([3.7, 4.7]);
  });

  test('periods are those of the KPI’s calendar', async () => {
    at.rows = [
      { week: weekOf(1) + 5 * 24 * hour, score: 1, other: 1 },
      { week: weekOf(2) + 5 * 24 * hour, score: 2, other: 2 },
    ]; // dated by the Saturday of their week
    const { lookAgain } = await at.linked();
    expect(unpacked((await lookAgain()).points).map((p) => p.period)).toEqual(['2026-11-09', '2026-11-16']);
  });
});

describe('typed-in values', () => {
  test('need no source; a value can be changed and taken back', async () => {
    const { metricId, look } = await at.linked({ source: { kind: 'typed' } });
    const type = (values: { period: string; v: number | null }[]) => valuesType(at.ws, { write: newWrite(), metricId, values });
    expect(
      await type([
        { period: '2026-11-02', v: 4 },
        { period: '2026-11-11', v: 3.5 },
      ]),
    ).toEqual({ kept: 2 });
    expect(unpacked((await look()).points)).toEqual([
      { period: '2026-11-02', v: 4 },
      { period: '2026-11-09', v: 3.5 },
    ]);
    expect(
      await type([
        { period: '2026-11-02', v: 4 },
        { period: '2026-11-09', v: 3.6 },
      ]),
    ).toEqual({ kept: 1 });
    await type([{ period: '2026-11-02', v: null }]);
    expect(unpacked((await look()).points)).toEqual([{ period: '2026-11-09', v: 3.6 }]);
    expect(at.server.seen).toEqual([]);
  });
  test('a repeated write keeps nothing twice', async () => {
    const { metricId } = await at.linked({ source: { kind: 'typed' } });
    const input = { write: newWrite(), metricId, values: [{ period: '2026-11-02', v: 4 }] };
    expect([await valuesType(at.ws, input), await valuesType(at.ws, input)]).toEqual([{ kept: 1 }, { kept: 1 }]);
  });
  test('not into a KPI that is read from a chart', async () => {
    const { metricId } = await at.linked();
    await expect(valuesType(at.ws, { write: newWrite(), metricId, values: [] })).rejects.toMatchObject({ code: 'conflict' });
  });
  test('have nothing to refresh', async () => {
    const { metricId } = await at.linked({ source: { kind: 'typed' } });
    await refreshNow(at.ws, (await at.ws.read('metric', metricId))!.plain);
    expect(at.server.seen).toEqual([]);
  });
});

test('a status becomes “measured” when a final value lies after launch and lag', async () => {
  const { course, lookAgain } = await at.linked();
  await launchSet(at.ws, { write: newWrite(), course, date: '2026-10-14' });
  await lookAgain();
  const shown = (await courseView(at.ws, { course })).tags[0]!;
  await at.ws.write(
    newWrite(),
    [
      {
        type: 'signOff',
        append: {
          alignmentId: shown.alignment.id,
          by: 'owner-1',
          role: 'owner',
          decision: 'agree',
          at: '2026-11-20T08:00:00.000Z',
          covers: await covers(material(shown.alignment, shown.outcome, shown.series.metric)),
        },
      },
    ],
    null,
  );
  expect((await courseView(at.ws, { course })).tags[0]?.status.state).toBe('measured'); // 12 Oct + 4 weeks = 9 Nov has a final value
  await launchSet(at.ws, { write: newWrite(), course, key: shown.launches[0]!.key, date: '2026-10-28' });
  expect((await courseView(at.ws, { course })).tags[0]?.status.state).toBe('agreed'); // 26 Oct + 4 weeks is still running
});
