import browser from 'webextension-polyfill';
import { alike as alikeIn, numberBy, numberText, withUnit } from '@/lib/model/rules/format';
import type { Metric } from '@/lib/model/schema/metric';

export { withUnit };

const language = (): string => browser.i18n.getUILanguage();

/** A number as people read it, at most three significant digits, with a real minus. */
export const plainFigure = (v: number): string => numberText(v, language());

/** A value in its metric's unit: `3.2 per 1,000 parcels`, `71 %`, `4.2 days`. */
export const figure = (v: number, metric: Pick<Metric, 'unit'>): string => withUnit(numberText(v, language()), metric.unit);

/** Figures that stand beside each other, with the same decimals: `4.0` and `3.2`. At most three significant digits of the largest. */
export const alike = (...values: number[]): string[] => alikeIn(values, language());

const decimalsOf = (size: number): number => Math.max(0, Math.min(20, -Math.floor(Math.log10(size || 1))));
/** Decimals that leave three significant digits. */
const threeDigits = (size: number): number => Math.max(0, Math.min(20, 2 - Math.floor(Math.log10(size || 1))));

/** A number beside a rule of a chart: as many decimals as the step between the rules needs, ten thousand and more made short. */
export const axisFigure = (v: number, step: number): string => scaled(v, step, decimalsOf(step));

/** A number at a mark of that chart: at least the decimals of its rules, so that 4 beside 3.5 reads 4.0, and three digits in all. */
export const markFigure = (v: number, step: number): string => scaled(v, step, Math.max(decimalsOf(step), threeDigits(Math.abs(v))));

function scaled(v: number, step: number, most: number): string {
  if (v === 0) return '0';
  const least = decimalsOf(step);
  const style: Intl.NumberFormatOptions =
    least > 5
      ? { notation: 'scientific', maximumFractionDigits: 2 }
      : Math.abs(v) >= 10_000 && step >= 100
        ? { notation: 'compact', maximumFractionDigits: 2 }
        : { minimumFractionDigits: least, maximumFractionDigits: most };
  return numberBy(v, language(), style);
}
