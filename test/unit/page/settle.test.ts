// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { found, until } from '@/lib/page/settle';
import { watchAddress } from '@/lib/page/address';

beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren();
});
afterEach(() => vi.useRealTimers());
const signal = () => new AbortController().signal;
const main = () => document.querySelector('main') ?? undefined;

test('a value that is there at once is given without an observer', async () => {
  const observe = vi.spyOn(MutationObserver.prototype, 'observe');
  expect(await found(() => 'x', 1000, signal())).toBe('x');
  expect(observe).not.toHaveBeenCalled();
  observe.mockRestore();
});

test('an anchor that comes late is found; looks are at most one in 50 ms', async () => {
  const look = vi.fn(main);
  const waits = found(look, 3000, signal());
  for (let n = 0; n < 100; n += 1) {
    document.body.append(document.createElement('p'));
    await vi.advanceTimersByTimeAsync(1);
  }
  expect(look.mock.calls.length).toBeLessThanOrEqual(3);
  document.body.append(document.createElement('main'));
  await vi.advanceTimersByTimeAsync(60);
  expect((await waits)?.tagName).toBe('MAIN');
});

test('the budget ends the wait with a last look, and nothing is looked at afterwards', async () => {
  const look = vi.fn(main);
  const waits = found(look, 3000, signal());
  await vi.advanceTimersByTimeAsync(3000);
  expect(await waits).toBeUndefined();
  const looks = look.mock.calls.length;
  document.body.append(document.createElement('main'));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(look.mock.calls.length).toBe(looks);
});

test('a page that is still changing is waited for, two seconds at most', async () => {
  const quiet = (then: () => void) => until(() => true, { pause: 150, still: true, most: 2000, signal: signal() }).then(then);
  const calm = vi.fn();
  void quiet(calm);
  for (let n = 0; n < 5; n += 1) {
    await vi.advanceTimersByTimeAsync(100);
    document.body.append(document.createElement('p'));
  }
  await vi.advanceTimersByTimeAsync(100);
  expect(calm).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(60);
  expect(calm).toHaveBeenCalledTimes(1);

  const restless = vi.fn();
  void quiet(restless);
  for (let n = 0; n < 21; n += 1) {
    document.body.append(document.createElement('p'));
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(restless).toHaveBeenCalledTimes(1);
});

test('the signal ends a wait', async () => {
  const end = new AbortController();
  const waits = found(main, 3000, end.signal);
  end.abort();
  expect(await waits).toBeUndefined();
});

test('the Navigation API tells a new address, once per address, until the signal', () => {
  const navigation = new EventTarget();
  Object.assign(window, { navigation });
  const end = new AbortController();
  const moved = vi.fn();
  watchAddress(moved, end.signal);
  const go = (hash: string) => {
    location.hash = hash;
    navigation.dispatchEvent(new Event('currententrychange'));
  };
  navigation.dispatchEvent(new Event('currententrychange')); // a state without a new address
  expect(moved).not.toHaveBeenCalled();
  go('#a');
  go('#a');
  go('#b');
  expect(moved).toHaveBeenCalledTimes(2);
  end.abort();
  go('#c');
  expect(moved).toHaveBeenCalledTimes(2);
  Reflect.deleteProperty(window, 'navigation');
});

test('without it the address is compared once a second, until the signal', async () => {
  const end = new AbortController();
  const moved = vi.fn();
  watchAddress(moved, end.signal);
  location.hash = '#d';
  await vi.advanceTimersByTimeAsync(1000);
  await vi.advanceTimersByTimeAsync(5000);
  expect(moved).toHaveBeenCalledTimes(1);
  end.abort();
  location.hash = '#e';
  await vi.advanceTimersByTimeAsync(5000);
  expect(moved).toHaveBeenCalledTimes(1);
});
