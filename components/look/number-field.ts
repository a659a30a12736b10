import browser from 'webextension-polyfill';
import { readNumber } from '@/lib/metrics/typed-number';

const language = (): string => browser.i18n.getUILanguage();

/** The decimal mark of the person's language decides where a text can be read in two ways: `1,234`, `3.125`. */
const mark = (): 'comma' | 'point' =>
  new Intl.NumberFormat(language()).formatToParts(1.5).find((part) => part.type === 'decimal')?.value === ',' ? 'comma' : 'point';

/** What was typed into a field for one number: the number, undefined when empty, null when it is none. */
export function fieldNumber(text: string): number | null | undefined {
  const read = readNumber(text);
  if (read === 'missing') return undefined;
  if (read === null) return null;
  return 'either' in read ? read.either[mark()] : read.value;
}

/** A number as a field holds it: exact, in the person's decimal mark, without grouping. Read back it is the same number. */
export const fieldText = (v: number): string =>
  new Intl.NumberFormat(language(), { useGrouping: false, maximumSignificantDigits: 15 }).format(v);
