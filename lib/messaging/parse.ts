import * as z from 'zod/mini';
import { alignment } from '@/lib/model/schema/alignment';
import { metric, sourceRef } from '@/lib/model/schema/metric';
import { outcome } from '@/lib/model/schema/outcome';
import { count, id, localDate, number15, text, words } from '@/lib/model/schema/scalars';
import type { CallName, In } from './names';
import { RefusalError } from './refused';

/*
 * What each call may carry. Runs in the background only. A call without a schema, or a schema of another shape than
 * names.ts says, does not compile. Unknown members are dropped, every text and list has an end.
 */

const none = z.object({});
const write = id;
/** Names a file of ours, `content-scripts/site-<product>.js`. */
const product = z.string().check(z.regex(/^[a-z][a-z0-9]{0,39}$/));
const theme = z.enum(['light', 'dark']);
const px = z.number().check(z.gte(0), z.lte(100_000));
const tabId = z.int().check(z.nonnegative());
/** `moodle:lms.example.org/moodle` */
const site = words(300).check(z.regex(/^[a-z][a-z0-9]*:(\[[0-9a-f:]+\]|[^\s/?#@:[\]]+)(:\d+)?(\/[^\s?#]*)?$/i));
const host = words(255).check(z.regex(/^(\[[0-9a-f:]+\]|[^\s/?#@:[\]]+)(:\d+)?$/i));
/** A text of the page's author: shortened and mended, since a long title is no reason to refuse a page. */
const told = (max: number) =>
  z.pipe(
    z.string().check(z.maxLength(100_000)),
    z.transform((s: string) => s.slice(0, max).toWellFormed().replaceAll('\0', '')),
  );
const nativeId = words(200);
const address = z.string().check(
  z.maxLength(2000),
  z.regex(/^https?:\/\//),
  z.refine((s) => URL.canParse(s)),
);
const origin = address.check(z.refine((s) => URL.canParse(s) && new URL(s).origin === s)); // all checks run, also after one that failed
const course = id;
const at = { site, dashboard: nativeId, tile: nativeId };
const file = z.string().check(z.maxLength(64 * 1024 * 1024));
const hideable = z.enum(['outcome', 'metric', 'course', 'alignment', 'chartLink']);

const facts = z.object({
  product,
  site,
  kind: z.enum(['course', 'dashboard']),
  nativeId,
  title: told(500),
  url: address,
  role: z.enum(['staff', 'learner', 'unknown']),
  viewer: z.optional(text(200)),
  launchHint: z.optional(localDate),
  editing: z.boolean(),
  theme,
  width: px,
});

const tile = z.object({ id: nativeId, title: told(300), kind: text(80), ref: z.optional(text(100)) });

const newMetric = z.omit(metric, { id: true, definitionChanges: true, shared: true });
const newOutcome = z.extend(z.omit(outcome, { id: true, delegates: true, status: true }), {
  status: z.optional(z.enum(['draft', 'active'])),
});
const named = { ownerName: z.optional(text(200)), unitName: z.optional(text(200)) };

export const parsers = {
  'page/arrived': z.object({ facts }),
  'page/tilesSeen': z.object({ site, dashboard: nativeId, tiles: z.array(tile).check(z.maxLength(500)) }),
  'page/chartOpened': z.object({ site, dashboard: nativeId, tile, theme }),
  'page/frameSilent': z.object({ because: z.enum(['noHello', 'hijacked', 'fought']) }),
  'page/heightUsed': z.object({ site, nativeId, width: px, height: px }),

  'panel/firstView': z.object({}),
  'panel/courseView': z.object({ course }),
  'panel/chartView': z.object(at),
  'panel/refresh': z.object({ metricId: id, force: z.boolean() }),
  'panel/viewState': z.object({ course, open: z.array(id).check(z.maxLength(200)), folded: z.boolean() }),
  'panel/outcomeSearch': z.object({ course: z.optional(course), words: text(200), limit: count.check(z.lte(500)) }),
  'panel/tag': z.object({ write, course, choice: z.object({ kind: z.enum(['outcome', 'template']), id }) }),
  'panel/alignmentChange': z.object({
    write,
    id,
    set: z.partial(
      z.pick(alignment, {
        rationale: true,
        shape: true,
        lagPeriods: true,
        contribution: true,
        reviewDate: true,
        leadingIndicator: true,
      }),
    ),
  }),
  'panel/alignmentAsk': z.object({ write, id }),
  'panel/outcomeAdd': z.object({
    write,
    outcome: newOutcome,
    metric: z.optional(newMetric),
    ...named,
    course: z.optional(course),
  }),
  'panel/outcomeChange': z.object({ write, id, set: z.partial(z.omit(outcome, { id: true, delegates: true })), ...named }),
  'panel/metricChange': z.object({ write, id, set: z.partial(z.omit(metric, { id: true, definitionChanges: true })), ...named }),
  'panel/valuesType': z.object({
    write,
    metricId: id,
    values: z.array(z.object({ period: localDate, v: z.nullable(number15) })).check(z.maxLength(5000)),
  }),
  'panel/launchSet': z.object({
    write,
    course,
    key: z.optional(id),
    date: localDate,
    audience: z.optional(text(200)),
    note: z.optional(text(500)),
  }),
  'panel/launchRemove': z.object({ write, course, key: id }),
  'panel/coursePolicy': z.object({
    write,
    course,
    policy: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('expected') }),
      z.object({ kind: z.literal('noneByDesign'), reason: words(500) }),
    ]),
  }),
  'panel/hide': z.object({ write, type: hideable, id }),
  'panel/restore': z.object({ write, type: hideable, id }),
  'panel/chartRead': z.object(at),
  'panel/chartLink': z.object({
    write,
    ...at,
    title: z.optional(text(300)),
    metricId: z.optional(id),
    newMetric: z.optional(newMetric),
    ...named,
    adoptSource: z.boolean(),
    source: sourceRef,
  }),
  'panel/chartUnlink': z.object({ write, linkId: id }),
  'panel/metricSearch': z.object({ words: text(200) }),
  'panel/permissionWindow': z.object({ site }),
  'panel/openAdmin': z.object({ hash: text(200) }),

  'own/popup': z.object({ tabId: z.optional(tabId) }),
  'own/enableIntent': z.object({ site, product, kind: z.enum(['lms', 'bi']), origin, tabId: z.optional(tabId) }),
  'own/disable': z.object({ site }),
  'own/pause': z.object({ site, paused: z.boolean() }),
  'own/showHere': z.object({ tabId }),
  'own/openMark': z.object({ tabId, tile: nativeId }),
  'own/surfaceOf': z.object({ tabId }),
  'own/series': z.object({ metricId: id }),
  'own/metricAdd': z.object({ write, metric: newMetric, shared: z.boolean(), ...named }),
  'own/catalogue': none,
  'own/dependents': z.object({ type: hideable, id }),
  'own/erase': z.object({ write, type: hideable, id }),
  'own/export': none,
  'own/importPreview': z.object({ file }),
  'own/importApply': z.object({ write, file, basis: z.string().check(z.regex(/^[0-9a-f]{64}$/)) }),
  'own/me': none,
  'own/meRename': z.object({ write, name: words(200) }),
  'own/sampleLoad': z.object({ write, lms: host, bi: host }),
  'own/sampleRemove': z.object({ write }),
} satisfies { [N in CallName]: z.ZodMiniType<In<N>> };

/** Input of a call, checked. Throws RefusalError('badInput') with the path of the first fault. */
export function parse<N extends CallName>(call: N, input: unknown): In<N> {
  const read = (parsers as { [C in CallName]: z.ZodMiniType<In<C>> })[call].safeParse(fieldsTakenAway(input));
  if (read.success) return read.data;
  const fault = read.error.issues[0];
  throw new RefusalError('badInput', `${fault?.path.join('.') || 'input'}: ${fault?.message ?? ''}`.slice(0, 200));
}

/** Messages drop undefined in Chromium, so the client says null for a field in `set` that is taken away; no such field holds null itself. */
function fieldsTakenAway(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || !('set' in input) || typeof input.set !== 'object' || input.set === null) return input;
  const set = Object.entries(input.set).map(([field, value]: [string, unknown]) => [field, value === null ? undefined : value]);
  return { ...input, set: Object.fromEntries(set) };
}
