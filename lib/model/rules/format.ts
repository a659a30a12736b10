/*
 * Numbers as people read them: by their language, at most three significant digits (facts: domain §6), with a real minus. The stored value stays exact.
 */
const formats = new Map<string, Intl.NumberFormat>();

/** Formats a number by `options` in a language (BCP 47), with U+2212 as minus and no sign before a zero. */
export function numberBy(v: number, language: string, options: Intl.NumberFormatOptions): string {
  const key = `${language} ${JSON.stringify(options)}`;
  const format = formats.get(key) ?? new Intl.NumberFormat(language, { signDisplay: 'negative', ...options });
  formats.set(key, format);
  return format
    .formatToParts(v)
    .map(({ type, value }) => (type === 'minusSign' || type === 'exponentMinusSign' ? '−' : value))
    .join('');
}

/** `3.25`, `1,230`, `−0.5` */
export const numberText = (v: number, language: string): string => numberBy(v, language, { maximumSignificantDigits: 3 });

/** The unit behind a number that is already text: `3.2 per 1,000 parcels`, `71 %`. */
export const withUnit = (text: string, unit: string): string => (unit ? `${text} ${unit}` : text);

const decimalsOf = (size: number): number => Math.max(0, Math.min(15, 2 - Math.floor(Math.log10(size || 1))));

/** Numbers that stand beside each other, with the same decimals: `4.0` and `3.2`; as many as three significant digits of the largest need. */
export function alike(values: readonly number[], language: string): string[] {
  const most = decimalsOf(Math.max(...values.map(Math.abs)));
  const decimals = (v: number): number => numberBy(v, 'en', { maximumFractionDigits: most, useGrouping: false }).split('.')[1]?.length ?? 0;
  const needed = Math.max(...values.map(decimals));
  return values.map((v) => numberBy(v, language, { minimumFractionDigits: needed, maximumFractionDigits: most }));
}
