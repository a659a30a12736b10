import type { Catalogue } from '@/lib/messaging/names';
import type { Kept, Workspace } from '@/lib/store/workspace';
import { shownAlignments } from './alignments';
import { isSample } from './sample';
import { sitesNow } from './sites';

const count = (ids: string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
};

const visible = <P>(kept: { plain: P; hidden: boolean }[]): P[] => kept.filter((k) => !k.hidden).map((k) => k.plain);
const withHidden = <P extends object>(kept: { plain: P; hidden: boolean }[]): (P & { hidden: boolean })[] =>
  kept.map(({ plain, hidden }) => ({ ...plain, hidden }));

/** Everything that the admin page lists; deleted records too, marked as hidden. Tags are counted as views show them. */
export async function catalogue(ws: Workspace): Promise<Catalogue> {
  const [kept, sites, waiting] = await Promise.all([
    ws.view(async (at) => {
      const [outcomes, metrics, courses, links, alignments, actors, units, goals] = await Promise.all([
        at.all('outcome'),
        at.all('metric'),
        at.all('course'),
        at.all('chartLink'),
        at.all('alignment'),
        at.all('actor'),
        at.all('unit'),
        at.all('goal'),
      ]);
      return { outcomes, metrics, courses, links, alignments, actors, units, goals };
    }),
    sitesNow(ws),
    ws.waiting(),
  ]);
  const tags = shownAlignments(kept.alignments as Kept<'alignment'>[]).map((a) => a.plain);
  const [ofOutcome, ofCourse] = [count(tags.map((t) => t.outcomeId)), count(tags.map((t) => t.courseId))];
  return {
    outcomes: withHidden(kept.outcomes).map((o) => ({ ...o, tags: ofOutcome.get(o.id) ?? 0 })),
    metrics: withHidden(kept.metrics),
    courses: withHidden(kept.courses).map((c) => ({ ...c, tags: ofCourse.get(c.id) ?? 0 })),
    links: withHidden(kept.links),
    sites,
    actors: visible(kept.actors),
    units: visible(kept.units),
    goals: visible(kept.goals),
    me: { id: ws.me, name: kept.actors.find((a) => a.plain.id === ws.me)?.plain.name ?? '' },
    store: { waiting, shared: false },
    sample: kept.metrics.some((m) => isSample('metric', m.plain)) || kept.courses.some((c) => isSample('course', c.plain)),
  };
}
