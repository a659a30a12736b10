import { statementText } from '@/components/look/statement';
import type { Catalogue } from '@/lib/messaging/names';
import type { Metric } from '@/lib/model/schema/metric';

/** A catalogue with its names at hand. */
export type Shelf = Catalogue & {
  metricOf: (id: string | undefined) => (Metric & { hidden: boolean }) | undefined;
  actorName: (id: string | undefined) => string | undefined;
  unitName: (id: string | undefined) => string | undefined;
};

export function shelfOf(catalogue: Catalogue): Shelf {
  const metrics = new Map(catalogue.metrics.map((metric) => [metric.id, metric]));
  const actors = new Map(catalogue.actors.map((actor) => [actor.id, actor.name]));
  const units = new Map(catalogue.units.map((unit) => [unit.id, unit.name]));
  return {
    ...catalogue,
    metricOf: (id) => (id === undefined ? undefined : metrics.get(id)),
    actorName: (id) => (id === undefined ? undefined : actors.get(id)),
    unitName: (id) => (id === undefined ? undefined : units.get(id)),
  };
}

/** A row of a list: the record, its name in a sentence, and the text that the filter looks in. */
export type Row<R> = { id: string; name: string; hidden: boolean; record: R; text: string };

/** Letters alone: case and accents do not matter to a filter. */
export const plain = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();

const rowOf = <R extends { id: string; hidden: boolean }>(record: R, name: string, ...more: (string | undefined)[]): Row<R> => ({
  id: record.id,
  name,
  hidden: record.hidden,
  record,
  text: plain([name, ...more].filter(Boolean).join(' ')),
});

export type OutcomeRow = Row<Catalogue['outcomes'][number]>;
export type MetricRow = Row<Catalogue['metrics'][number]>;
export type CourseRow = Row<Catalogue['courses'][number]>;
export type LinkRow = Row<Catalogue['links'][number]>;

export const outcomeRows = (shelf: Shelf): OutcomeRow[] =>
  byName(
    shelf.outcomes.map((outcome) => {
      const metric = shelf.metricOf(outcome.metricId) ?? { name: '', unit: '' };
      const unitName = shelf.unitName(outcome.businessUnit);
      return rowOf(outcome, statementText(outcome, metric, { unitName }).strong, metric.name, unitName, shelf.actorName(outcome.owner));
    }),
  );

export const metricRows = (shelf: Shelf): MetricRow[] =>
  byName(
    shelf.metrics.map((metric) =>
      rowOf(metric, metric.name, metric.definition, metric.unit, shelf.unitName(metric.businessUnit), shelf.actorName(metric.owner)),
    ),
  );

export const courseRows = (shelf: Shelf): CourseRow[] => byName(shelf.courses.map((course) => rowOf(course, course.title, course.site)));

export const linkRows = (shelf: Shelf): LinkRow[] =>
  byName(shelf.links.map((link) => rowOf(link, link.title ?? link.tile, link.site, shelf.metricOf(link.metricId)?.name)));

/** In the order of their names; done once for a catalogue, since a filter keeps it. */
const byName = <R>(rows: Row<R>[]): Row<R>[] => rows.sort((a, b) => collator.compare(a.name, b.name));
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Rows that hold every word; deleted ones only when asked for. */
export function found<R>(rows: readonly Row<R>[], words: string, withHidden: boolean): Row<R>[] {
  const wanted = plain(words).split(/\s+/).filter(Boolean);
  return rows.filter((row) => (withHidden || !row.hidden) && wanted.every((word) => row.text.includes(word)));
}
