import { describe, expect, test, vi } from 'vitest';
import browser from 'webextension-polyfill';
import { unpacked } from '@/lib/messaging/points';
import { covers, material } from '@/lib/model/rules/material';
import { tag } from '@/lib/services/alignments';
import { onChanged } from '@/lib/services/changed';
import { courseView } from '@/lib/services/courses';
import { launchSet } from '@/lib/services/courses-kept';
import { metricChange } from '@/lib/services/outcomes';
import { outside } from '@/lib/services/outside';
import { notePerson, personAt, tried } from '@/lib/services/reading-state';
import { refresh, refreshNow, valuesType } from '@/lib/services/readings';
import { allSeriesOf } from '@/lib/store/observations';
import { addOutcome, bi, newWrite, openCourse } from './fresh';
import { hour, linkedSource, settled, source, weekOf } from './linked';

const at = linkedSource();

/** What ends with the browser: storage of the session, and the memory of the worker. */
async function restart(): Promise<void> {
  await browser.storage.session.clear();
  tried.clear();
  await openCourse();
}
/** The source answers this instead of whom it takes the caller for. */
function outsideMe(status: number): void {
  const { fetch: real } = outside;
  outside.fetch = (url, init) =>
    (url instanceof Request ? url.url : String(url)).endsWith('/api/v1/me/')
      ? Promise.resolve(new Response('{}', { status, headers: { 'content-type': 'application/json' } }))
      : real(url, init);
}

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

  test('somebody else signed in, as an open dashboard tells: a view says so at once and reads at once, however fresh the values are', async () => {
    const { look, lookAgain, metricId } = await at.linked();
    const { source: first } = await lookAgain();
    expect(first).not.toHaveProperty('earlierAccount');
    const told = vi.fn();
    const stop = onChanged(told);
    await notePerson(bi, await personAt(bi, '1')); // a page of ada's
    expect(told).not.toHaveBeenCalled();
    expect((await look()).refreshing).toBe(false);

    at.clock.now += 1000;
    at.cookie = at.server.cookieFor('ben');
    at.rows = [{ week: weekOf(1), score: 9, other: 9 }];
    await notePerson(bi, await personAt(bi, '2')); // a page of ben's
    expect(told).toHaveBeenCalledTimes(1);
    stop();
    const [now, beside] = await Promise.all([look(), look()]);
    expect(now).toMatchObject({ refreshing: true, source: { earlierAccount: true }, points: { v: { length: 4 } } });
    expect(beside.source.earlierAccount).toBe(true);
    await settled();
    const after = await look();
    expect(after).toMatchObject({ refreshing: false, source: { otherAccounts: 1 }, points: { v: [9] } });
    expect(after.source).not.toHaveProperty('earlierAccount');
    expect(at.reads()).toBe(2);
    expect(await allSeriesOf(at.ws, metricId)).toHaveLength(2);
  });

  test('a reading that finds somebody else lets the other KPIs of that source say so and read too', async () => {
    const { lookAgain, metricId, course } = await at.linked();
    const other = await addOutcome(at.ws, { metric: { source: { ...source, ref: '32', column: 'other' }, maturityDays: 0 } });
    await tag(at.ws, { write: newWrite(), course, choice: { kind: 'outcome', id: other.outcomeId } });
    await lookAgain();
    expect(at.reads()).toBe(2);
    at.clock.now += 1000;
    at.cookie = at.server.cookieFor('ben');
    await refresh(at.ws, { metricId, force: true });
    await settled();
    const seriesOf = async (id: string) => (await courseView(at.ws, { course })).tags.find((t) => t.series.metric.id === id)!.series;
    expect(await seriesOf(other.metricId)).toMatchObject({ refreshing: true, source: { earlierAccount: true } });
    await settled();
    expect((await seriesOf(other.metricId)).source).not.toHaveProperty('earlierAccount');
    expect(at.reads()).toBe(4);
  });

  test('a source that fails for the other account is asked once a minute, and whose values are shown stays said', async () => {
    const { look, lookAgain } = await at.linked();
    await lookAgain();
    await notePerson(bi, await personAt(bi, '2'));
    at.server.setTrouble('noRight');
    expect(await lookAgain()).toMatchObject({ trouble: { code: 'noRight' }, source: { earlierAccount: true }, refreshing: false });
    expect((await look()).refreshing).toBe(false);
    expect(at.reads()).toBe(2);
    at.clock.now += 61_000;
    expect((await look()).refreshing).toBe(true);
    await settled();
    expect(at.reads()).toBe(3);
  });

  test('the first view in a session of the browser reads, whatever the age: who is signed in cannot be known without asking', async () => {
    const { look, lookAgain } = await at.linked();
    await lookAgain();
    await restart();
    const first = await look();
    expect(first).toMatchObject({ refreshing: true, points: { v: { length: 4 } } });
    await settled();
    expect((await lookAgain()).refreshing).toBe(false);
    expect(at.reads()).toBe(2);
  });

  test('a source that does not tell who asks is nobody else each time', async () => {
    const { lookAgain } = await at.linked();
    outsideMe(404);
    await lookAgain();
    at.clock.now += 2 * 60_000;
    const again = await lookAgain();
    expect(again.source).not.toHaveProperty('earlierAccount');
    expect(at.reads()).toBe(1);
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
