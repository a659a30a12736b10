import type { TileFacts } from '@/lib/messaging/names';
import type { MarkState } from '@/lib/messaging/views';
import { deciderRole } from '@/lib/model/rules/roles';
import type { Alignment } from '@/lib/model/schema/alignment';
import { ix } from '@/lib/store/index-strings';
import type { Kept, Workspace } from '@/lib/store/workspace';
import { shownAlignments, statusFor } from './alignments';
import { badge } from './badge';
import { shownLinks } from './charts';
import { inTurn } from './in-turn';
import { allVisits, changeVisit, order, type Visit } from './visit-store';

/** Metric of each linked tile. */
async function linkedTiles(ws: Workspace, site: string, dashboard: string): Promise<Map<string, string>> {
  const links = await ws.find('chartLink', ix.linksOfDashboard(site, dashboard));
  const linked = new Map(shownLinks(links).map(({ plain }) => [plain.tile, plain.metricId]));
  const metrics = await ws.readMany('metric', [...new Set(linked.values())]);
  const there = new Set(metrics.flatMap((metric) => (metric && !metric.hidden ? [metric.plain.id] : [])));
  return new Map([...linked].filter(([, metric]) => there.has(metric))); // a deleted metric's tile can be linked anew
}

/** How many of these tags ask this person to decide. */
async function waitingAmong(ws: Workspace, kept: Kept<'alignment'>[]): Promise<number> {
  const asked = shownAlignments(kept)
    .map(({ plain }) => plain)
    .filter((alignment: Alignment) => alignment.asked);
  if (asked.length === 0) return 0;
  const outcomes = await ws.readMany(
    'outcome',
    asked.map(({ outcomeId }) => outcomeId),
  );
  const metrics = await ws.readMany(
    'metric',
    outcomes.map((outcome) => outcome?.plain.metricId ?? ''),
  );
  const waits = await Promise.all(
    asked.map(async (alignment, i) => {
      const [outcome, metric] = [outcomes[i], metrics[i]];
      if (!outcome || outcome.hidden || !metric) return false;
      if (!deciderRole(outcome.plain, ws.me)) return false;
      const { state } = await statusFor(ws, alignment, outcome.plain, metric.plain, []);
      return state === 'proposed' || state === 'changed';
    }),
  );
  return waits.filter(Boolean).length;
}

async function waitingOnMetric(ws: Workspace, metric: string): Promise<number> {
  const outcomes = (await ws.find('outcome', ix.outcomesOfMetric(metric))).filter(({ hidden }) => !hidden);
  const tags = await Promise.all(outcomes.map(({ plain }) => ws.find('alignment', ix.alignmentsOfOutcome(plain.id))));
  return waitingAmong(ws, tags.flat());
}

/** Marks of a dashboard's tiles: shape and count, nothing else. Linked tiles that the page has not told of yet are among them. */
export async function marksOf(ws: Workspace, site: string, dashboard: string, tiles: TileFacts[]): Promise<MarkState[]> {
  const linked = await linkedTiles(ws, site, dashboard);
  const counts = new Map<string, number>();
  for (const metric of new Set(linked.values())) counts.set(metric, await waitingOnMetric(ws, metric));
  return [...new Set([...tiles.map(({ id }) => id), ...linked.keys()])].map((tile): MarkState => {
    const metric = linked.get(tile);
    if (metric === undefined) return { tile, state: 'unlinked', count: 0 };
    const count = counts.get(metric) ?? 0;
    return { tile, state: count > 0 ? 'waits' : 'linked', count };
  });
}

/** For the toolbar button: what waits for this person on the page of a visit. */
export async function waitingIn(ws: Workspace, visit: Visit): Promise<number> {
  if (visit.course) return waitingAmong(ws, await ws.find('alignment', ix.alignmentsOfCourse(visit.course)));
  const { facts } = visit;
  const metrics = new Set((await linkedTiles(ws, facts.site, facts.nativeId)).values());
  const counts = await Promise.all([...metrics].map((metric) => waitingOnMetric(ws, metric)));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Records changed: dashboards whose marks differ now are told, and the toolbar button counts anew. */
export const renewMarks = (ws: Workspace): Promise<void> => inTurn('marks', () => renew(ws));

async function renew(ws: Workspace): Promise<void> {
  for (const visit of await allVisits()) {
    if (visit.shown === 'nothing' || visit.silent) continue;
    await badge(visit.tabId, await waitingIn(ws, visit));
    if (visit.shown !== 'marks') continue;
    const { facts, tiles } = visit;
    const marks = await marksOf(ws, facts.site, facts.nativeId, tiles);
    if (JSON.stringify(marks) === JSON.stringify(visit.marks)) continue;
    // Only if the tab still shows that page: a newer visit has marks of its own.
    await changeVisit(visit.tabId, (now) =>
      now?.facts.nativeId === facts.nativeId && now.facts.site === facts.site ? { ...now, marks } : undefined,
    );
    await order(visit.tabId, { order: 'background/marks', marks });
  }
}
