import * as z from 'zod/mini';
import { id, instant, text, words } from './scalars';

/** A tile of a dashboard ↔ a metric. Of several for one tile the lowest first stamp is shown. */
export const chartLink = z.object({
  id,
  site: words(300),
  dashboard: words(200),
  tile: words(200),
  metricId: id,
  title: z.optional(text(300)),
});

/** A place where Throughline was turned on. The permission itself is the browser's. */
export const site = z.object({
  id,
  product: words(40),
  /** host[:port] + root path without trailing slash. */
  host: words(300),
  name: z.optional(text(200)),
  /** `lms` or `bi` */
  kind: z.enum(['lms', 'bi']),
  enabledAt: instant,
});

export const actor = z.object({
  id,
  name: words(200),
  kind: z.enum(['person', 'position']),
  roles: z.array(z.enum(['designer', 'owner', 'publisher', 'admin', 'reader'])),
  aliases: z.array(z.object({ key: id, text: text(300) })),
});

export const unit = z.object({ id, name: words(200), calendar: z.enum(['iso', 'us']) });
export const goal = z.object({ id, text: words(500), rank: z.optional(z.int()) });

/** A mended or pointed-at adapter as data; its reader comes with recipes. */
export const recipe = z.object({ id, product: words(40), version: z.int(), body: text(20_000) });

export const valueCase = z.object({
  id,
  outcomeId: id,
  volume: z.optional(z.number()),
  horizon: z.optional(text(100)),
  share: z.optional(z.number()),
  confidence: z.optional(z.number()),
  costs: z.array(z.object({ name: words(200), amount: z.number(), currency: z.string().check(z.length(3)) })),
  method: z.optional(text(2000)),
});

export type ChartLink = z.infer<typeof chartLink>;
export type Site = z.infer<typeof site>;
export type Actor = z.infer<typeof actor>;
export type Unit = z.infer<typeof unit>;
export type Goal = z.infer<typeof goal>;
