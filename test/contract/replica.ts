import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MutableRecord } from '@/lib/model/schema/envelope';
import type { Become, Held, Replica } from '@/lib/store/replica';
import type { OutRow, RecRow } from '@/lib/store/rows';
import { known } from './replica-known';
import { key, out, rec } from './replica-rows';

/*
 * What every Replica is held to, whatever keeps its rows: the replicator, and the runs that look for its faults, stand on this.
 */

const seed = 20_261_125;
/** Changes a row in place; one that is frozen refuses it. */
function meddle(row: RecRow): void {
  try {
    (row.record as MutableRecord).f.text!.v = 'meddled with';
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}

/** Runs the contract; `open` gives a Replica in which there is nothing. */
export function replicaContract(name: string, open: () => Promise<{ replica: Replica; close: () => void }>): void {
  describe(`a replica: ${name}`, () => {
    let replica: Replica;
    let close: () => void;
    beforeEach(async () => {
      ({ replica, close } = await open());
    });
    afterEach(() => close());

    const put = (...rows: Become[]): Promise<void> =>
      replica.change(
        rows.map((row) => row.key),
        () => ({ rows }),
      );
    const putAll = (all: { rec?: RecRow; out?: OutRow }[]): Promise<void> =>
      put(...all.map((row) => ({ key: key((row.rec ?? row.out)!.id), ...row })));
    const held = async (id: string): Promise<Held> => (await replica.read([key(id)]))[0]!;

    describe('rows', () => {
      it('are put and read whole, in the order asked; what is not there is undefined', async () => {
        await putAll([
          { rec: rec('a', 'one', { home: 'people', base: 7, seen: 'h' }), out: out('a', { tries: 2, code: 'c', home: 'people' }) },
          { rec: rec('b') },
        ]);
        expect(await replica.read([key('b'), key('nobody'), key('a'), key('a', 'mood')])).toEqual([
          { key: key('b'), rec: rec('b'), out: undefined },
          { key: key('nobody'), rec: undefined, out: undefined },
          {
            key: key('a'),
            rec: rec('a', 'one', { home: 'people', base: 7, seen: 'h' }),
            out: out('a', { tries: 2, code: 'c', home: 'people' }),
          },
          { key: key('a', 'mood'), rec: undefined, out: undefined },
        ]);
      });

      it('stay as they are where nothing is said of them, and go where null is said', async () => {
        await putAll([{ rec: rec('a'), out: out('a') }]);
        await put({ key: key('a'), rec: rec('a', 'other') });
        expect(await held('a')).toEqual({ key: key('a'), rec: rec('a', 'other'), out: out('a') });
        await put({ key: key('a'), out: null });
        expect(await held('a')).toEqual({ key: key('a'), rec: rec('a', 'other'), out: undefined });
        await put({ key: key('a'), out: out('a') }, { key: key('b'), rec: null, out: null });
        await put({ key: key('a'), rec: null });
        expect(await held('a')).toEqual({ key: key('a'), rec: undefined, out: out('a') });
      });

      it('are handed to the decision as they stand', async () => {
        await putAll([{ rec: rec('a'), out: out('a') }]);
        const seen: Held[][] = [];
        await replica.change([key('b'), key('a')], (now) => {
          seen.push(now);
          return { rows: [] };
        });
        expect(seen).toEqual([
          [
            { key: key('b'), rec: undefined, out: undefined },
            { key: key('a'), rec: rec('a'), out: out('a') },
          ],
        ]);
      });

      it('are copies, or cannot be changed: who meddles with what was given or read changes nothing here', async () => {
        const row = rec('a');
        await put({ key: key('a'), rec: row });
        meddle(row);
        meddle((await held('a')).rec!);
        expect((await held('a')).rec).toEqual(rec('a'));
      });

      it('all stay where the decision throws', async () => {
        await putAll([{ rec: rec('a'), out: out('a') }]);
        await expect(
          replica.change([key('a')], () => {
            throw new Error('a bug');
          }),
        ).rejects.toThrow();
        expect(await held('a')).toEqual({ key: key('a'), rec: rec('a'), out: out('a') });
      });

      it('are changed by one at a time, none on what another is just changing', async () => {
        await putAll([{ out: out('a') }, { rec: rec('a') }]);
        await Promise.all(
          Array.from({ length: 25 }, () =>
            replica.change([key('a')], ([now]) => ({ rows: [{ key: key('a'), out: { ...now!.out!, tries: now!.out!.tries + 1 } }] })),
          ),
        );
        expect((await held('a')).out?.tries).toBe(25);
      });

      it('come out of random changes as they do of a plain table', async () => {
        const id = fc.constantFrom('a', 'b', 'c', 'd');
        const row = fc.record({ tries: fc.nat(9), state: fc.constantFrom('waiting', 'sent', 'quarantined', 'discarded') });
        const become = fc.record({
          id,
          rec: fc.option(fc.option(fc.record({ text: fc.string(), base: fc.option(fc.nat()) }), { nil: null }), { nil: undefined }),
          out: fc.option(fc.option(row, { nil: null }), { nil: undefined }),
        });
        await fc.assert(
          fc.asyncProperty(
            fc.array(fc.uniqueArray(become, { selector: (b) => b.id, maxLength: 4 }), { maxLength: 12 }),
            async (changes) => {
              const fresh = await open();
              const table = new Map<string, Held>();
              for (const all of changes) {
                const rows = all.map((b): Become => ({
                  key: key(b.id),
                  ...(b.rec === undefined
                    ? {}
                    : { rec: b.rec && rec(b.id, b.rec.text.replaceAll('\0', '').toWellFormed(), { base: b.rec.base, home: 'people' }) }),
                  ...(b.out === undefined ? {} : { out: b.out && out(b.id, b.out) }),
                }));
                await fresh.replica.change(
                  rows.map((r) => r.key),
                  () => ({ rows }),
                );
                for (const r of rows) {
                  const before = table.get(r.key.id) ?? { key: r.key, rec: undefined, out: undefined };
                  table.set(r.key.id, {
                    key: r.key,
                    rec: r.rec === undefined ? before.rec : (r.rec ?? undefined),
                    out: r.out === undefined ? before.out : (r.out ?? undefined),
                  });
                }
              }
              const ids = [...table.keys()];
              expect(await fresh.replica.read(ids.map((i) => key(i)))).toEqual(ids.map((i) => table.get(i)));
              const known = [...table.values()].filter((h) => h.rec);
              expect((await fresh.replica.keys()).map((k) => k.id).sort()).toEqual(known.map((h) => h.key.id).sort());
              expect((await fresh.replica.based('people')).map((b) => b.key.id).sort()).toEqual(
                known
                  .filter((h) => h.rec!.base !== null)
                  .map((h) => h.key.id)
                  .sort(),
              );
              expect((await fresh.replica.waiting()).map((w) => w.out.id).sort()).toEqual(
                [...table.values()]
                  .filter((h) => h.out && (h.rec ?? h.out.state === 'discarded'))
                  .map((h) => h.key.id)
                  .sort(),
              );
              fresh.close();
            },
          ),
          { seed, numRuns: 60 },
        );
      });
    });

    describe('the outbox', () => {
      const at = (hour: number): string => `2026-11-25T${String(hour).padStart(2, '0')}:00:00.000Z`;

      it('is given the oldest first, in every state, with each record as it is now', async () => {
        await putAll([
          { rec: rec('a'), out: out('a', { since: at(9), state: 'sent' }) },
          { rec: rec('b'), out: out('b', { since: at(7), state: 'quarantined', code: 'forbidden' }) },
          { rec: rec('c'), out: out('c', { since: at(8) }) },
          { rec: rec('d') },
        ]);
        await put({ key: key('c'), rec: rec('c', 'later') });
        const all = await replica.waiting();
        expect(all.map((w) => [w.out.id, w.out.state])).toEqual([
          ['b', 'quarantined'],
          ['c', 'waiting'],
          ['a', 'sent'],
        ]);
        expect(all[1]!.rec).toEqual(rec('c', 'later'));
      });

      it('leaves out rows whose record is gone, but not those that erase it or were discarded', async () => {
        await putAll([
          { out: out('gone', { since: at(6) }) },
          { out: out('erased', { since: at(7), erase: true, home: 'people' }) },
          { out: out('given', { since: at(8), state: 'discarded', home: 'people' }) },
        ]);
        expect(await replica.waiting()).toEqual([
          { out: out('erased', { since: at(7), erase: true, home: 'people' }), rec: undefined },
          { out: out('given', { since: at(8), state: 'discarded', home: 'people' }), rec: undefined },
        ]);
      });

      it('gives no record to push with a row that erases, even where it was made anew', async () => {
        await putAll([{ rec: rec('a'), out: out('a', { erase: true, home: 'people' }) }]);
        expect(await replica.waiting()).toEqual([{ out: out('a', { erase: true, home: 'people' }), rec: undefined }]);
        expect((await held('a')).rec).toEqual(rec('a'));
      });
    });

    describe('what stands in a collection', () => {
      it('is what has a base and its home there', async () => {
        await putAll([
          { rec: rec('a', 'a', { home: 'people', base: 3 }) },
          { rec: rec('b', 'b', { home: 'people', base: null }) },
          { rec: rec('c', 'c', { home: 'drafts', base: 4 }) },
          { rec: rec('d', 'd', { home: 'people', base: 5 }), out: out('d') },
          { rec: rec('e') },
        ]);
        const found = [
          { key: key('a'), base: 3 },
          { key: key('d'), base: 5 },
        ];
        expect(await replica.based('people')).toEqual(found);
        expect(await replica.based('people', ['unit', 'goal'])).toEqual(found);
        expect(await replica.based('nowhere')).toEqual([]);
      });

      it('is given whole where it is much, and so are the keys', async () => {
        const ids = Array.from({ length: 1203 }, (_, i) => `g${String(i).padStart(4, '0')}`);
        await putAll(ids.map((id, i) => ({ rec: rec(id, id, { home: 'people', base: i }) })));
        const wanted = ids.map((id, base) => ({ key: key(id), base }));
        expect(await replica.based('people')).toEqual(wanted);
        expect(await replica.based('people', ['goal'])).toEqual(wanted);
        expect(await replica.keys()).toEqual(ids.map((id) => key(id)));
      });
    });

    describe('what is known of the storage', () => known(() => replica));
  });
}
