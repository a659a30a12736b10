import type { In, Out } from '@/lib/messaging/names';
import type { OutcomeFound } from '@/lib/messaging/views';
import { templates } from '@/lib/model/rules/templates';
import { ix } from '@/lib/store/index-strings';
import type { Workspace } from '@/lib/store/workspace';
import { shownAlignments } from './alignments';
import { wordsOf } from './likeness';
import { namesFor } from './places';
import { recentOutcomes } from './recent';
import { templateMetric, templateTexts } from './templates';

/**
 * How well texts fit what was typed: every typed word must stand in one of them, at the start of a word (2, in the first text 4) or within
 * one (1). Null: one does not. Nothing typed fits everything.
 */
export function fit(typed: readonly string[], texts: readonly (string | undefined)[]): number | null {
  const fields = texts.map((text) => wordsOf(text ?? ''));
  let score = 0;
  for (const word of typed) {
    let best = 0;
    for (const [i, words] of fields.entries())
      for (const own of words) best = Math.max(best, own.startsWith(word) ? (i === 0 ? 4 : 2) : own.includes(word) ? 1 : 0);
    if (best === 0) return null;
    score += best;
  }
  return score;
}

/** Everything that search can find, in one consistent view; retired outcomes and those that the course has already are left out. */
const gather = (ws: Workspace, course: string | undefined) =>
  ws.view(async (at) => {
    const [outcomes, metrics, tags] = await Promise.all([
      at.all('outcome'),
      at.all('metric'),
      course === undefined ? [] : at.find('alignment', ix.alignmentsOfCourse(course)),
    ]);
    const byId = new Map(metrics.map((m) => [m.plain.id, m.plain]));
    const tagged = new Set(shownAlignments(tags).map((t) => t.plain.outcomeId));
    const all = outcomes.filter((o) => !o.hidden && o.plain.status !== 'retired').map((o) => o.plain);
    const open = all
      .filter((o) => !tagged.has(o.id))
      .flatMap((outcome) => {
        const metric = byId.get(outcome.metricId);
        return metric ? [{ outcome, metric }] : [];
      });
    return { all, open, names: await namesFor(at, all) };
  });

/**
 * Outcomes and templates for the picker. Nothing typed: those tagged last, then all by the owner's priority and name, then the templates. Typed
 * words narrow all three and order them by fit. `limit` counts outcomes; templates come in full.
 */
export async function outcomeSearch(
  ws: Workspace,
  { course, words, limit }: In<'panel/outcomeSearch'>,
): Promise<Out<'panel/outcomeSearch'>> {
  const [{ all, open, names }, recent] = await Promise.all([gather(ws, course), recentOutcomes()]);
  const typed = wordsOf(words);
  const rank = (id: string): number => (recent.includes(id) ? recent.indexOf(id) : Infinity);
  const found = open
    .flatMap(({ outcome, metric }) => {
      const [ownerName, unitName] = [names.owner(outcome.owner), names.unit(outcome.businessUnit)];
      const score = fit(typed, [metric.name, outcome.scope, unitName, ownerName, metric.definition, names.goal(outcome.goalId)]);
      return score === null
        ? []
        : [{ outcome, metric, ownerName, unitName, score, group: rank(outcome.id) < Infinity ? ('recent' as const) : ('all' as const) }];
    })
    .sort(
      (a, b) =>
        rank(a.outcome.id) - rank(b.outcome.id) || // Infinity − Infinity is NaN: falls through
        Number(b.group === 'recent') - Number(a.group === 'recent') ||
        b.score - a.score ||
        (a.outcome.priority ?? Infinity) - (b.outcome.priority ?? Infinity) ||
        a.metric.name.localeCompare(b.metric.name),
    )
    .slice(0, limit);
  const counts = await ws.view((at) =>
    Promise.all(found.map(async ({ outcome }) => shownAlignments(await at.find('alignment', ix.alignmentsOfOutcome(outcome.id))).length)),
  );
  const fromTemplates = templates
    .flatMap((each) => {
      const texts = templateTexts(each);
      const score = fit(typed, [texts.name, texts.businessUnit, texts.definition]);
      return score === null ? [] : [{ each, texts, score }];
    })
    .sort((a, b) => b.score - a.score);
  return {
    found: [
      ...found.map(({ outcome, metric, ownerName, unitName, group }, i): OutcomeFound => ({
        kind: 'outcome',
        id: outcome.id,
        group,
        outcome,
        metric,
        ownerName,
        unitName,
        courses: counts[i] ?? 0,
      })),
      ...fromTemplates.map(({ each, texts }): OutcomeFound => ({
        kind: 'template',
        id: each.id,
        group: 'templates',
        metric: { id: each.id, ...templateMetric(each) },
        unitName: texts.businessUnit,
        courses: 0,
      })),
    ],
    outcomes: all.length,
    templates: templates.length,
  };
}

/** Metrics by name for the link dialog. */
export async function metricSearch(ws: Workspace, { words }: In<'panel/metricSearch'>): Promise<Out<'panel/metricSearch'>> {
  const typed = wordsOf(words);
  const metrics = (await ws.all('metric'))
    .filter((m) => !m.hidden)
    .flatMap(({ plain }) => {
      const score = fit(typed, [plain.name, plain.definition, plain.unit]);
      return score === null ? [] : [{ plain, score }];
    })
    .sort((a, b) => b.score - a.score || a.plain.name.localeCompare(b.plain.name));
  return { metrics: metrics.slice(0, 50).map((m) => m.plain) };
}
