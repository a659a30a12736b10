import { expect, it } from 'vitest';
import type { Replica } from '@/lib/store/replica';
import { collection, key, opaqueRow, out, rec } from './replica-rows';

/** The part of a Replica's contract that is about what is known of the storage. */
export function known(replica: () => Replica): void {
  it('is nothing at first', async () => {
    expect(await replica().state()).toMatchObject({
      generation: null,
      principals: [],
      mark: null,
      markAt: null,
      lastCycle: null,
      lastWide: null,
      lastCheck: null,
      sharedAt: null,
      notBefore: 0,
      failures: 0,
      trouble: null,
      offsets: [],
      alerts: [],
    });
    expect(await replica().collections()).toEqual([]);
    expect(await replica().opaque()).toEqual([]);
    expect(await replica().waiting()).toEqual([]);
    expect(await replica().keys()).toEqual([]);
  });

  it('is changed part by part', async () => {
    const first = await replica().state();
    await replica().change([], () => ({ rows: [], state: { generation: 'g1', failures: 2 } }));
    await replica().change([], () => ({ rows: [], state: { failures: 0, offsets: [5] } }));
    expect(await replica().state()).toEqual({ ...first, generation: 'g1', failures: 0, offsets: [5] });
  });

  it('has a row per collection, the newest', async () => {
    await replica().change([], () => ({ rows: [], collections: [collection('people'), collection('metrics', { cursor: 5 })] }));
    await replica().change([], () => ({ rows: [], collections: [collection('people', { cursor: 9, forbidden: true })] }));
    expect((await replica().collections()).toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      collection('metrics', { cursor: 5 }),
      collection('people', { cursor: 9, forbidden: true }),
    ]);
  });

  it('keeps what is unusable apart, by collection and id', async () => {
    await replica().change([], () => ({ rows: [], opaque: { put: [opaqueRow('people', 'x', 1), opaqueRow('metrics', 'x', 2)] } }));
    await replica().change([], () => ({
      rows: [],
      opaque: { put: [opaqueRow('metrics', 'x', 3), opaqueRow('metrics', 'y', 4)], remove: [{ collection: 'people', id: 'x' }] },
    }));
    expect((await replica().opaque()).toSorted((a, b) => a.at - b.at)).toEqual([
      opaqueRow('metrics', 'x', 3),
      opaqueRow('metrics', 'y', 4),
    ]);
  });

  it('is changed together with rows, or not at all', async () => {
    const act = (fails: boolean): Promise<void> =>
      replica().change([key('a')], () => {
        const decision = {
          rows: [{ key: key('a'), rec: rec('a'), out: out('a') }],
          state: { generation: 'g1' },
          collections: [collection('people', { cursor: 9 })],
          opaque: { put: [opaqueRow('people', 'x', 1)] },
        };
        if (fails) throw new Error('a bug');
        return decision;
      });
    await expect(act(true)).rejects.toThrow();
    expect([await replica().state(), await replica().collections(), await replica().opaque(), await replica().keys()]).toMatchObject([
      { generation: null },
      [],
      [],
      [],
    ]);
    await act(false);
    expect([await replica().state(), await replica().collections(), await replica().opaque(), await replica().keys()]).toMatchObject([
      { generation: 'g1' },
      [{ name: 'people', cursor: 9 }],
      [{ id: 'x' }],
      [key('a')],
    ]);
  });
}
