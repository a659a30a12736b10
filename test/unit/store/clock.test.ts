import { describe, expect, it } from 'vitest';
import { openWorkspace } from '@/lib/store/workspace';
import { add, freshWorkspace, newWrite } from './fresh';

describe('clock', () => {
  it('never runs back, also over a restart with the clock set back', async () => {
    const t = Date.UTC(2026, 10, 20);
    const late = await freshWorkspace({ now: () => t });
    await late.write(newWrite(), [add('goal', 'g1', { text: 'one' })], null);
    const before = (await late.read('goal', 'g1'))!.last;
    late.close();
    const early = await openWorkspace({ now: () => t - 3_600_000 });
    await early.write(newWrite(), [add('goal', 'g1', { text: 'two' })], null);
    const after = await early.read('goal', 'g1');
    expect(after!.last > before).toBe(true);
    expect(after!.plain.text).toBe('two');
    early.close();
  });

  it('writes over a field stamped far ahead, without following that clock', async () => {
    const t = Date.UTC(2026, 10, 20);
    const here = await freshWorkspace({ now: () => t });
    const ahead = `${(t + 400 * 86_400_000).toString(16).padStart(12, '0')}-0000-ffffffff`;
    await here.load(newWrite(), [{ id: 'g1', t: 'goal', n: 1, f: { text: { v: 'from the future', s: ahead } } }]);
    await here.write(newWrite(), [add('goal', 'g1', { text: 'now' }), add('goal', 'g2', { text: 'other' })], null);
    expect((await here.read('goal', 'g1'))!.plain.text).toBe('now');
    expect((await here.read('goal', 'g1'))!.last > ahead).toBe(true);
    expect((await here.read('goal', 'g2'))!.last < ahead).toBe(true);
    here.close();
  });
});
