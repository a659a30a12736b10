// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { budget, guard } from '@/lib/page/guard';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const place = () => {
  document.body.replaceChildren();
  const outer = document.body.appendChild(document.createElement('section'));
  const inner = outer.appendChild(document.createElement('div'));
  return { outer, inner, host: inner.appendChild(document.createElement('p')) };
};

test('a budget allows so many times in ten seconds, and starts anew afterwards', () => {
  const fits = budget(3);
  expect([fits(), fits(), fits(), fits(), fits()]).toEqual([true, true, true, false, false]);
  vi.advanceTimersByTime(9000);
  expect(fits()).toBe(false);
  vi.advanceTimersByTime(1001);
  expect([fits(), fits(), fits(), fits()]).toEqual([true, true, true, false]);
});

test.each([
  ['the element itself is removed', ({ host }: ReturnType<typeof place>) => host.remove()],
  ['its parent is emptied', ({ inner }: ReturnType<typeof place>) => inner.replaceChildren()],
  ['an ancestor is removed', ({ outer }: ReturnType<typeof place>) => outer.remove()],
  ['the body is replaced', () => document.body.replaceWith(document.createElement('body'))],
])('lost is said once when %s', async (_, take) => {
  const here = place();
  const lost = vi.fn();
  guard(here.host, () => !here.host.isConnected, lost, new AbortController().signal);
  take(here);
  await vi.advanceTimersByTimeAsync(0);
  expect(lost).toHaveBeenCalledTimes(1);
  here.outer.append(here.host);
  here.host.remove();
  await vi.advanceTimersByTimeAsync(0);
  expect(lost).toHaveBeenCalledTimes(1);
});

test('changes elsewhere are not looked at; those that leave the element alone are harmless; an ancestor that moved is followed', async () => {
  const { outer, inner, host } = place();
  const elsewhere = document.body.appendChild(document.createElement('div'));
  await vi.advanceTimersByTimeAsync(0);
  const isLost = vi.fn(() => !host.isConnected);
  const lost = vi.fn();
  guard(host, isLost, lost, new AbortController().signal);
  elsewhere.append('text', document.createElement('b'));
  await vi.advanceTimersByTimeAsync(0);
  expect(isLost).not.toHaveBeenCalled();
  elsewhere.append(inner); // as moveBefore does: the element stays what it is
  await vi.advanceTimersByTimeAsync(0);
  expect(lost).not.toHaveBeenCalled();
  expect(outer.contains(host)).toBe(false);
  elsewhere.replaceChildren();
  await vi.advanceTimersByTimeAsync(0);
  expect(lost).toHaveBeenCalledTimes(1);
});

test('the signal ends it', async () => {
  const { host } = place();
  const end = new AbortController();
  const lost = vi.fn();
  guard(host, () => !host.isConnected, lost, end.signal);
  end.abort();
  host.remove();
  await vi.advanceTimersByTimeAsync(0);
  expect(lost).not.toHaveBeenCalled();
});
