import { superset } from '@/lib/metrics/superset';
import type { MetricSource } from '@/lib/metrics/contract';
import { granted } from './sites';

/** What reading a source needs of the world around; a test replaces members. */
export const outside = {
  fetch: ((input, init) => fetch(input, init)) as typeof fetch,
  now: (): number => Date.now(),
  /** May this extension read that site? Granted per host; asking for it is the popup's and our window's. */
  mayRead: (site: string): Promise<boolean> => granted(site),
};

/** The person's local calendar date, `2026-11-25`. */
export const todayOf = (now: number): string => {
  const date = new Date(now);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
};

export const today = (): string => todayOf(outside.now());
export const instant = (): string => new Date(outside.now()).toISOString();

/** Sources that are read over the network, by the product part of a site's key. A new source is one file and one line here. */
export const sources: Readonly<Record<string, MetricSource>> = { superset };

export const sourceOf = (site: string): MetricSource | undefined => {
  const product = site.slice(0, site.indexOf(':'));
  return Object.hasOwn(sources, product) ? sources[product] : undefined;
};
