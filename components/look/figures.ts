import browser from 'webextension-polyfill';
import type { Metric } from '@/lib/model/schema/metric';

const language = (): string => browser.i18n.getUILanguage();

const numberText = (v: number, lang: string) => new Intl.NumberFormat(lang, { maximumSignificantDigits: 3 }).format(v).replace('-', '−');
const withUnit = (text: string, unit: string) => (unit ? `${text} ${unit}` : text);

/** A number as people read it, at most three significant digits, with a real minus. */
export const plainFigure = (v: number): string => numberText(v, language());

/** A value in its metric's unit: `3.2 per 1,000 parcels`, `71 %`, `4.2 days`. */
export const figure = (v: number, metric: Pick<Metric, 'unit'>): string => withUnit(numberText(v, language()), metric.unit);

const formats = new Map<string, Intl.NumberFormat>();
const decimalsOf = (size: number): number => Math.max(0, Math.min(20, -Math.floor(Math.log10(size || 1))));

/** A number beside a rule of a chart: as many decimals as the step between the rules needs, ten thousand and more made short. */
export const axisFigure = (v: number, step: number): string => scaled(v, step, decimalsOf(step));

/** A number at a mark of that chart: at least the decimals of its rules, so that 4 beside 3.5 reads 4.0, and three digits in all. */
export const markFigure = (v: number, step: number): string => scaled(v, step, Math.max(decimalsOf(step), decimalsOf(Math.abs(v)) + 2));

function scaled(v: number, step: number, most: number): string {
  if (v === 0) return '0';
  const least = decimalsOf(step);
  const style: Intl.NumberFormatOptions =
    least > 5 ? { notation: 'scientific', maximumFractionDigits: 2 }
    : Math.abs(v) >= 10_000 && step >= 100 ? { notation: 'compact', maximumFractionDigits: 2 }
    : { minimumFractionDigits: least, maximumFractionDigits: most };
  const key = `${language()} ${JSON.stringify(style)}`;
  const format = formats.get(key) ?? new Intl.NumberFormat(language(), style);
  formats.set(key, format);
  return format.format(v).replace('-', '−');
}
