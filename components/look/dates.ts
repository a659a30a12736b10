import browser from 'webextension-polyfill';
import type { Instant, LocalDate } from '@/lib/model/schema/scalars';
import { t, tn } from './words';

/** The catalogue's English puts the day first and the month as a word; other languages follow their own custom. */
const locale = (): string => {
  const language = browser.i18n.getUILanguage();
  return /^en\b/.test(language) ? 'en-GB' : language;
};

const formats = new Map<string, Intl.DateTimeFormat>();
const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = `${locale()} ${JSON.stringify(options)}`;
  const made = formats.get(key) ?? new Intl.DateTimeFormat(locale(), options);
  formats.set(key, made);
  return made;
};

/** English dates have three-letter months throughout; CLDR makes an exception of September. */
const short = (text: string): string => text.replace('Sept', 'Sep');

const utc = (date: LocalDate): Date => new Date(`${date}T00:00:00Z`);

/** Today as a local calendar date. */
export function today(now: Date = new Date()): LocalDate {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** `28 May`, or `31 Mar 2027` when `year` is asked for or the date is more than ten months away from `now`. */
export function dayText(date: LocalDate, { year, now = new Date() }: { year?: boolean; now?: Date } = {}): string {
  const far = Math.abs(utc(date).getTime() - now.getTime()) > 300 * 864e5;
  return short(
    format({ day: 'numeric', month: 'short', timeZone: 'UTC', ...((year ?? far) ? { year: 'numeric' } : {}) }).format(utc(date)),
  );
}

/** An instant's local day, as `dayText`. */
export const instantDay = (at: Instant, options?: { year?: boolean; now?: Date }): string => dayText(today(new Date(at)), options);

/** `Jan 2026`, `Jan` */
export const monthText = (date: LocalDate, year: boolean): string =>
  short(format({ month: 'short', timeZone: 'UTC', ...(year ? { year: 'numeric' } : {}) }).format(utc(date)));

/** `just now`, `5 min ago`, `2 h ago`, `7 days ago`. Instants in the future (a clock that was set back) read as now. */
export function ageText(at: Instant, now: Date = new Date()): string {
  const minutes = Math.floor((now.getTime() - Date.parse(at)) / 60_000);
  if (minutes < 1) return t('age_now');
  if (minutes < 60) return t('age_minutes', minutes);
  if (minutes < 48 * 60) return t('age_hours', Math.floor(minutes / 60));
  return tn('age_days', Math.floor(minutes / 1440));
}
