import type { FailureCode } from '@/lib/metrics/contract';
import { t, type WordKey } from './words';

/** What went wrong while a source was read, and what to do about it. `place` is the tool's name or its host. */
export function failureText(code: string, detail: Record<string, string>, place: string): { sentence: string; hint: string } {
  const fill = fills[code as FailureCode]?.(detail) ?? [];
  const known = code in fills ? (code as FailureCode) : 'refused';
  return {
    sentence: t(`failure_${known}` satisfies WordKey, place, ...fill),
    hint: t(`failureHint_${known}` satisfies WordKey, place, ...fill),
  };
}

/** What each sentence names beside the place, in order. */
const fills: Record<FailureCode, (detail: Record<string, string>) => string[]> = {
  signedOut: () => [],
  noRight: () => [],
  notFound: () => [],
  changedShape: (detail) => [detail.expected ?? '', detail.found ?? ''],
  noSavedQuery: () => [],
  offline: () => [],
  slow: () => [],
  pending: () => [],
  refused: (detail) => [detail.status ?? ''],
  notJson: () => [],
  noPermission: () => [],
  empty: () => [],
  noNumbers: () => [],
  noDates: () => [],
  otherCadence: () => [],
  tooLarge: () => [],
};
