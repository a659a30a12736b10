// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useLoading } from '@/components/course/Skeleton';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => {
  vi.useRealTimers();
  cleanup();
});
const pass = (ms: number): void => {
  act(() => {
    vi.advanceTimersByTime(ms);
  });
};

it('shows what comes quickly without grey lines before it', () => {
  const { result, rerender } = renderHook(({ loading }) => useLoading(loading), { initialProps: { loading: true } });
  pass(140);
  expect(result.current).toBe('nothing');
  rerender({ loading: false });
  expect(result.current).toBe('content');
  pass(1000);
  expect(result.current).toBe('content');
});

it('shows grey lines after 150 ms, and for 300 ms at least', () => {
  const { result, rerender } = renderHook(({ loading }) => useLoading(loading), { initialProps: { loading: true } });
  pass(150);
  expect(result.current).toBe('skeleton');
  pass(100);
  rerender({ loading: false });
  expect(result.current).toBe('skeleton');
  pass(199);
  expect(result.current).toBe('skeleton');
  pass(1);
  expect(result.current).toBe('content');
});

it('goes on after a long wait as soon as there is something', () => {
  const { result, rerender } = renderHook(({ loading }) => useLoading(loading), { initialProps: { loading: true } });
  pass(5000);
  rerender({ loading: false });
  pass(0);
  expect(result.current).toBe('content');
});
