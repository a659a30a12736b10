import { beforeEach, describe, expect, test } from 'vitest';
import { alignmentChange, tag } from '@/lib/services/alignments';
import { exportAll, importApply, importPreview } from '@/lib/services/exchange';
import { erase, hide } from '@/lib/services/hiding';
import { outcomeChange } from '@/lib/services/outcomes';
import { valuesType } from '@/lib/services/readings';
import type { Workspace } from '@/lib/store/workspace';
import { addOutcome, freshProfile, newWrite, openCourse } from './fresh';

let ws: Workspace;
let clock: { now: number };
beforeEach(async () => {
  ({ ws, clock } = await freshProfile());
});

async function filled() {
  const course = await openCourse();
  const made = await addOutcome(ws);
  const { alignmentId } = await tag(ws, { write: newWrite(), course, choice: { kind: 'outcome', id: made.outcomeId } });
  await valuesType(ws, { write: newWrite(), metricId: made.metricId, values: [{ period: '2026-11-09', v: 3.5 }] });
  return { course, alignmentId, ...made };
}
const dump = (from: Workspace) => Array.fromAsync(from.dump());
/** Previews and confirms at once, as somebody does whom nothing comes between. */
async function takeIn(to: Workspace, file: string, write = newWrite()) {
  const preview = await importPreview(to, { file });
  if (!preview.ok) throw new Error(preview.code);
  return importApply(to, { write, file, basis: preview.basis });
}
const refused = async (file: string) => {
  const before = await dump(ws);
  const preview = await importPreview(ws, { file });
  await expect(importApply(ws, { write: newWrite(), file, basis: '0'.repeat(64) })).rejects.toMatchObject({
    code: 'badInput',
    message: preview.ok ? '' : preview.code,
  });
  expect(await dump(ws)).toEqual(before);
  return preview;
};

describe('one file out and in', () => {
  test('everything arrives on another device, hidden records and readings too', async () => {
    const { alignmentId, metricId } = await filled();
    await hide(ws, { write: newWrite(), type: 'alignment', id: alignmentId });
    const { file, name } = await exportAll(ws);
    expect(name).toBe('throughline-2026-11-25.json');
    const here = await dump(ws);
    const other = (await freshProfile()).ws;
    const preview = await importPreview(other, { file });
    expect(preview).toMatchObject({
      ok: true,
      version: 1,
      counts: { outcome: { new: 1, changed: 0 }, metric: { new: 1 }, course: { new: 1 }, alignment: { new: 1 }, chunk: { new: 1 } },
      differences: [],
    });
    expect(await other.all('outcome')).toEqual([]); // a preview writes nothing
    const write = newWrite();
    if (!preview.ok) throw new Error(preview.code);
    const done = await importApply(other, { write, file, basis: preview.basis });
    expect(await importApply(other, { write, file, basis: preview.basis })).toEqual(done); // the same write: it has changed the data itself
    const there = await dump(other);
    for (const record of here) expect(there).toContainEqual(record);
    expect((await other.read('alignment', alignmentId))?.hidden).toBe(true);
    expect((await other.all('chunk'))[0]?.plain.metricId).toBe(metricId);
  });

  test('importing one’s own file says nothing new', async () => {
    await filled();
    const { file } = await exportAll(ws);
    const preview = await importPreview(ws, { file });
    expect(preview.ok && Object.values(preview.counts).every((c) => c.new + c.changed + c.older === 0)).toBe(true);
    expect(await takeIn(ws, file)).toEqual({ written: 0 });
  });

  test('of two changes of one field the later stays, whichever side it is on; changes of different fields both stay', async () => {
    const { alignmentId, outcomeId } = await filled();
    const { file: old } = await exportAll(ws);
    clock.now += 60_000;
    await alignmentChange(ws, { write: newWrite(), id: alignmentId, set: { rationale: 'Written later' } });
    const { file: later } = await exportAll(ws);

    expect(await importPreview(ws, { file: old })).toMatchObject({ counts: { alignment: { older: 1, changed: 0 } }, differences: [] });
    await takeIn(ws, old);
    expect((await ws.read('alignment', alignmentId))?.plain.rationale).toBe('Written later');

    const other = (await freshProfile()).ws;
    await takeIn(other, old);
    await alignmentChange(other, { write: newWrite(), id: alignmentId, set: { lagPeriods: 9 } });
    await outcomeChange(other, { write: newWrite(), id: outcomeId, set: { status: 'met' } });
    expect(await importPreview(other, { file: later })).toMatchObject({
      counts: { alignment: { changed: 1 }, outcome: { older: 1 } },
      differences: [{ type: 'alignment', id: alignmentId, field: 'rationale', here: '', there: 'Written later' }],
    });
    await takeIn(other, later);
    expect((await other.read('alignment', alignmentId))?.plain).toMatchObject({ rationale: 'Written later', lagPeriods: 9 });
  });
});

describe('data that changed after the preview', () => {
  /** A file and a device that has an older state of the same records. */
  async function previewed() {
    const { alignmentId, outcomeId, metricId } = await filled();
    const { file: old } = await exportAll(ws);
    clock.now += 60_000;
    await alignmentChange(ws, { write: newWrite(), id: alignmentId, set: { rationale: 'Written later' } });
    const { file } = await exportAll(ws);
    const other = (await freshProfile()).ws;
    await takeIn(other, old);
    const preview = await importPreview(other, { file });
    if (!preview.ok) throw new Error(preview.code);
    return { other, file, preview, alignmentId, outcomeId, metricId };
  }

  test.each<[string, (at: Awaited<ReturnType<typeof previewed>>) => Promise<unknown>]>([
    ['a field', ({ other, alignmentId: id }) => alignmentChange(other, { write: newWrite(), id, set: { rationale: 'Mine' } })],
    [
      'a field that the file does not change',
      ({ other, outcomeId: id }) => outcomeChange(other, { write: newWrite(), id, set: { status: 'met' } }),
    ],
    ['hidden', ({ other, alignmentId: id }) => hide(other, { write: newWrite(), type: 'alignment', id })],
    ['erased', ({ other, alignmentId: id }) => erase(other, { write: newWrite(), type: 'alignment', id })],
  ])('refuses the confirmation and writes nothing: %s', async (_what, change) => {
    const at = await previewed();
    const { other, file, preview } = at;
    await change(at);
    const before = await dump(other);
    await expect(importApply(other, { write: newWrite(), file, basis: preview.basis })).rejects.toMatchObject({ code: 'conflict' });
    expect(await dump(other)).toEqual(before);
    const now = await importPreview(other, { file });
    expect(now.ok && now.basis).not.toBe(preview.basis);
    await takeIn(other, file);
  });

  test('a change between the look and the write is found in the transaction of the write', async () => {
    const { other, file, preview, alignmentId } = await previewed();
    const { load } = other;
    const late: Workspace = {
      ...other,
      load: async (...input) => {
        await alignmentChange(other, { write: newWrite(), id: alignmentId, set: { lagPeriods: 9 } });
        return load(...input);
      },
    };
    await expect(importApply(late, { write: newWrite(), file, basis: preview.basis })).rejects.toMatchObject({ code: 'conflict' });
    expect((await other.read('alignment', alignmentId))?.plain).toMatchObject({ rationale: '', lagPeriods: 9 });
  });

  test('does not matter where the file says nothing of it', async () => {
    const { other, file, preview, metricId } = await previewed();
    await valuesType(other, { write: newWrite(), metricId, values: [{ period: '2026-11-09', v: 9 }] }); // another reader's series
    await other.write(newWrite(), [{ type: 'goal', id: 'g-1', set: { text: 'Parcels arrive whole' } }], null);
    expect(await importApply(other, { write: newWrite(), file, basis: preview.basis })).toEqual({ written: 1 });
  });
});

describe('files that are not taken', () => {
  const good = async () => {
    await filled();
    return (await exportAll(ws)).file;
  };
  const changedFile = async (change: (data: { records: Record<string, unknown>[] } & Record<string, unknown>) => void) => {
    const data = JSON.parse(await good()) as { records: Record<string, unknown>[] };
    change(data);
    return JSON.stringify(data);
  };

  test.each([0.1, 0.5, 0.99])('cut off at %s of its length', async (part) => {
    const file = await good();
    expect(await refused(file.slice(0, Math.floor(file.length * part)))).toEqual({ ok: false, code: 'cutOff' });
  });
  test('with records missing', async () =>
    expect(await refused(await changedFile((data) => data.records.splice(1, 2)))).toMatchObject({ code: 'cutOff' }));
  test('of a newer version, whatever else it holds', async () =>
    expect(await refused(await changedFile((data) => Object.assign(data, { version: 2, records: 'elsewhere' })))).toEqual({
      ok: false,
      code: 'newerVersion',
      where: '2',
    }));
  test.each([['{"format":"other","records":[]}'], ['[]'], ['"text"'], ['null'], ['{"format":"throughline","version":"1"}']])(
    'not ours: %s',
    async (file) => expect(await refused(file)).toEqual({ ok: false, code: 'notOurs' }),
  );
  test.each(['', 'hello', '<!doctype html>', 'PK\u0003\u0004'])('not JSON: %s', async (file) =>
    expect(await refused(file)).toEqual({ ok: false, code: 'notJson' }),
  );
  test('with a bad record, which is named', async () => {
    const file = await changedFile((data) => {
      const outcome = data.records.find((r) => r.t === 'outcome') as { f: Record<string, { v: unknown }> };
      outcome.f.direction!.v = 'sideways';
    });
    expect(await refused(file)).toEqual({ ok: false, code: 'badRecord', where: expect.stringMatching(/^outcome .+ direction$/) });
  });
  test('with a sign-off that was altered', async () => {
    const { alignmentId } = await filled();
    await ws.write(
      newWrite(),
      [
        {
          type: 'signOff',
          append: {
            alignmentId,
            by: 'owner-1',
            role: 'owner',
            decision: 'decline',
            at: '2026-11-20T08:00:00.000Z',
            covers: '0'.repeat(64),
          },
        },
      ],
      null,
    );
    const { file } = await exportAll(ws);
    expect(await refused(file.replace('"decline"', '"agree"'))).toEqual({
      ok: false,
      code: 'badRecord',
      where: expect.stringMatching(/^signOff /),
    });
  });
});
