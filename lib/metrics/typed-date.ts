import type { LocalDate } from '@/lib/model/schema/scalars';

export type DayOrder = 'dayFirst' | 'monthFirst';
/** `either` is settled by the rest of the column, or by the person. */
export type DateRead = LocalDate | { either: { dayFirst: LocalDate; monthFirst: LocalDate } } | null;

const wordPart = /\p{L}+/u;
const monthNames = new Map<string, number>();

/** Month names as people write them, from the browser's own tables: the interface's language and the most usual ones. */
function monthNamed(word: string, languages: readonly string[]): number | null {
  if (monthNames.size === 0) {
    for (const language of [...languages, 'en', 'de', 'fr', 'es', 'it', 'nl', 'pt']) {
      for (const form of ['long', 'short'] as const) {
        for (const extra of [{}, { day: 'numeric' as const }]) {
          const format = new Intl.DateTimeFormat(language, { month: form, ...extra, timeZone: 'UTC' });
          for (let month = 1; month <= 12; month++) {
            const part = format
              .formatToParts(Date.UTC(2026, month - 1, 1))
              .find((p) => p.type === 'month')
              ?.value.toLowerCase()
              .replace('.', '');
            if (part && wordPart.test(part) && !monthNames.has(part)) monthNames.set(part, month);
          }
        }
      }
    }
  }
  const low = word.toLowerCase().replace('.', '');
  return monthNames.get(low) ?? monthNames.get(low.slice(0, 3)) ?? null;
}

function date(year: number, month: number, day: number): LocalDate | null {
  const whole = year < 100 ? (year < 70 ? 2000 + year : 1900 + year) : year;
  try {
    return Temporal.PlainDate.from({ year: whole, month, day }, { overflow: 'reject' }).toString();
  } catch {
    return null; // 31 Feb
  }
}

/** Monday of an ISO week; null where the year has no such week. */
function isoWeek(year: number, week: number): LocalDate | null {
  const fourth = Temporal.PlainDate.from({ year, month: 1, day: 4 }); // always in week 1
  const monday = fourth.subtract({ days: fourth.dayOfWeek - 1 }).add({ weeks: week - 1 });
  return week >= 1 && monday.yearOfWeek === year && monday.weekOfYear === week ? monday.toString() : null;
}

type Form = { look: RegExp; read: (part: (i: number) => string, languages: readonly string[]) => DateRead };

/** Forms that people type or that sheets show; the first that fits the whole cell decides. */
const forms: Form[] = [
  { look: /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:.*)?$/, read: (p) => date(+p(1), +p(2), +p(3)) },
  { look: /^(\d{4})[-/.](\d{1,2})$/, read: (p) => date(+p(1), +p(2), 1) },
  { look: /^(\d{1,2})[/.](\d{4})$/, read: (p) => date(+p(2), +p(1), 1) },
  { look: /^(\d{4})[- ]?[wW](\d{1,2})$/, read: (p) => isoWeek(+p(1), +p(2)) },
  { look: /^[wW](?:eek)? ?(\d{1,2})[ -/]+(\d{4})$/, read: (p) => isoWeek(+p(2), +p(1)) },
  { look: /^(\d{4})[- ]?[qQ]([1-4])$/, read: (p) => date(+p(1), +p(2) * 3 - 2, 1) },
  { look: /^[qQ]([1-4])[- /]*(\d{4})$/, read: (p) => date(+p(2), +p(1) * 3 - 2, 1) },
  {
    look: /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?: \d{1,2}:.*)?$/,
    read: (p) => {
      const dayFirst = date(+p(3), +p(2), +p(1));
      const monthFirst = date(+p(3), +p(1), +p(2));
      if (dayFirst && monthFirst && dayFirst !== monthFirst) return { either: { dayFirst, monthFirst } };
      return dayFirst ?? monthFirst;
    },
  },
  // 5 March 2026, 5. März 26, 05-Mar-2026
  {
    look: /^(\d{1,2})\.?[- /]?(?:de )?(\p{L}{3,})\.?[- /,]*(?:de )?'?(\d{4}|\d{2})$/u,
    read: (p, l) => named(p(2), l, (month) => date(+p(3), month, +p(1))),
  },
  // March 5, 2026
  { look: /^(\p{L}{3,})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/u, read: (p, l) => named(p(1), l, (month) => date(+p(3), month, +p(2))) },
  // Mar 2026, Mar-26, March '26
  { look: /^(\p{L}{3,})\.?[- /]*'?(\d{4}|\d{2})$/u, read: (p, l) => named(p(1), l, (month) => date(+p(2), month, 1)) },
  { look: /^(\d{4})[- /]?(\p{L}{3,})\.?$/u, read: (p, l) => named(p(2), l, (month) => date(+p(1), month, 1)) },
];

function named(word: string, languages: readonly string[], make: (month: number) => LocalDate | null): LocalDate | null {
  const month = monthNamed(word, languages);
  return month === null ? null : make(month);
}

/** Reads one cell as a calendar date; a month, week or quarter gives its first day. A time of day is dropped, never converted. */
export function readDate(cell: string, languages: readonly string[] = []): DateRead {
  const text = cell.trim().replaceAll(/[\s\u00a0\u202f]+/g, ' ');
  for (const { look, read } of forms) {
    const match = look.exec(text);
    if (match) return read((i) => match[i] ?? '', languages);
  }
  return null;
}
