import type { SourceTable } from './contract';

type Guess = NonNullable<SourceTable['unitGuess']>;

/** Does a d3 format show a fraction as per cent? (`.1%`, `,.2p`; the letter comes last, before nothing.) */
export const showsPercent = (format: string | null | undefined): boolean => /[%p]$/.test(format?.trim() ?? '') && format !== 'SMART_NUMBER';

const currencyOf: Record<string, string> = { '€': 'EUR', '£': 'GBP', '¥': 'JPY', $: 'USD' };

const rules: { look: RegExp; guess: (match: RegExpMatchArray) => Guess }[] = [
  {
    look: /\bper\s+(1[,. ]?000|100|1[,. ]?000[,. ]?000|200[,. ]?000)\b(?:[ ]+[a-z]+)?/i,
    guess: (m) => ({ unit: m[0].trim().toLowerCase(), kind: 'rate' }),
  },
  { look: /%|\bper ?cent(age)?\b|\bpct\b/i, guess: () => ({ unit: '%', kind: 'rate' }) },
  { look: /\b(EUR|USD|GBP|CHF|JPY|SEK|NOK|DKK|PLN|CAD|AUD|NZD|INR|BRL)\b/, guess: (m) => ({ unit: m[1] ?? '', kind: 'money' }) },
  { look: /[€£¥$]/, guess: (m) => ({ unit: currencyOf[m[0]] ?? '', kind: 'money' }) },
  { look: /\b(seconds|minutes|hours|days|weeks|months)\b/i, guess: (m) => ({ unit: (m[1] ?? '').toLowerCase(), kind: 'duration' }) },
  { look: /\b(nps|csat|score|rating)\b/i, guess: () => ({ unit: 'points', kind: 'score' }) },
  { look: /\b(count|number of|total number)\b|#/i, guess: () => ({ unit: '', kind: 'count' }) },
];

/**
 * A first idea of the unit, which the person can change: from the number format, then the chart's currency, then the words of
 * column and title, the most telling word first (underscores count as spaces). Null: nothing points to one.
 */
export function guessUnit(seen: { format?: string | null; currency?: string | null; column: string; title: string }): Guess | null {
  if (showsPercent(seen.format)) return { unit: '%', kind: 'rate' };
  if (seen.currency) return { unit: seen.currency.slice(0, 60), kind: 'money' };
  if (seen.format?.startsWith('$')) return { unit: 'USD', kind: 'money' };
  const words = `${seen.column}\n${seen.title}`.replaceAll('_', ' ');
  for (const { look, guess } of rules) {
    const match = words.match(look);
    if (match) return guess(match);
  }
  return null;
}
