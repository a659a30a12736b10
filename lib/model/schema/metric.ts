import * as z from 'zod/mini';
import { count, id, instant, localDate, number15, text, words } from './scalars';

export const metricKind = z.enum(['rate', 'count', 'share', 'money', 'duration', 'score']);
export const cadence = z.enum(['day', 'week', 'month', 'quarter']);
export const betterWhen = z.enum(['higher', 'lower', 'inRange']);

/** Where the readings come from: one per metric; chart links never change it (DESIGN §2). */
export const sourceRef = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('superset'),
    /** Site key, `superset:bi.example.org/analytics` */
    site: words(300),
    /** The chart's id in that site. */
    ref: words(100),
    /** The column that holds the value. */
    column: words(300),
    /** Factor from the source's number to ours, fixed when the chart is linked: 100 where the chart shows fractions as per cent. Absent: 1, or as the chart's format says. */
    scale: z.optional(number15),
    dashboard: z.optional(words(200)),
    chartTitle: z.optional(text(300)),
  }),
  z.object({ kind: z.literal('typed') }),
]);

/** A repeatedly measured quantity with a definition. The interface may say KPI. */
export const metric = z.object({
  id,
  name: words(200),
  definition: text(1000),
  kind: metricKind,
  /** `%`, `per 1,000 parcels`, `days`, `EUR` */
  unit: text(60),
  per: z.optional(text(60)),
  cadence,
  /** `iso` weeks start on Monday; `us` weeks on Sunday; more calendars come with the outcome editor. */
  calendar: z.enum(['iso', 'us']),
  /** Days until a period's value is final. */
  maturityDays: count,
  aggregation: z.enum(['mean', 'sum', 'last', 'ratio']),
  betterWhen,
  range: z.optional(z.object({ low: number15, high: number15 })),
  possible: z.optional(z.object({ low: z.optional(number15), high: z.optional(number15) })),
  definitionChanges: z.array(z.object({ date: localDate, note: text(500) })),
  source: sourceRef,
  businessUnit: z.optional(id),
  owner: z.optional(id),
  /** May others see its values. */
  shared: z.boolean(),
  valuePerUnit: z.optional(z.object({ amount: number15, currency: z.string().check(z.length(3)), approvedBy: id, at: instant })),
  templateId: z.optional(words(80)),
});

/** One reading. `num` and `den` only where the source gives both parts of a ratio. */
export const reading = z.object({ v: number15, num: z.optional(number15), den: z.optional(number15) });

/** A month of readings of one metric by one reader through one source account; field names are `periodStart|via|observedAt`. */
export const chunk = z.object({
  id,
  metricId: id,
  month: z.string().check(z.regex(/^\d{4}-\d{2}$/)),
  reader: id,
  /** Keyed hash of the source's account, `none` where there is no account. */
  account: words(80),
  /** A null value: the period's reading was taken back at that instant. */
  readings: z.array(z.object({ period: localDate, via: words(40), at: instant, value: z.nullable(reading) })),
});

export type Metric = z.infer<typeof metric>;
export type SourceRef = z.infer<typeof sourceRef>;
export type Cadence = z.infer<typeof cadence>;
export type Reading = z.infer<typeof reading>;
export type Chunk = z.infer<typeof chunk>;
