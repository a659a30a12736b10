import type { RecordOf, RecordType } from '@/lib/model/schema/records';

const part = encodeURIComponent;

/**
 * The strings of the one index, each with its home here: rows are found by exactly these. Ids stand as they are (they hold no
 * slash), other texts are percent-encoded, so that no text can imitate another string.
 */
export const ix = {
  alignmentsOfCourse: (course: string) => `alignment/course/${course}`,
  alignmentsOfOutcome: (outcome: string) => `alignment/outcome/${outcome}`,
  outcomesOfMetric: (metric: string) => `outcome/metric/${metric}`,
  outcomesOfOwner: (actor: string) => `outcome/owner/${actor}`,
  outcomesOfUnit: (unit: string) => `outcome/unit/${unit}`,
  outcomesOfGoal: (goal: string) => `outcome/goal/${goal}`,
  outcomesOfTemplate: (template: string) => `outcome/template/${part(template)}`,
  metricsOfSource: (site: string, ref: string) => `metric/source/${part(site)}/${part(ref)}`,
  metricsOfSite: (site: string) => `metric/site/${part(site)}`,
  metricsOfTemplate: (template: string) => `metric/template/${part(template)}`,
  chunksOfMetric: (metric: string) => `chunk/metric/${metric}`,
  coursesOfSite: (site: string) => `course/site/${part(site)}`,
  signOffsOfAlignment: (alignment: string) => `signOff/alignment/${alignment}`,
  reviewsOfAlignment: (alignment: string) => `review/alignment/${alignment}`,
  linksOfTile: (site: string, dashboard: string, tile: string) => `chartLink/tile/${part(site)}/${part(dashboard)}/${part(tile)}`,
  linksOfDashboard: (site: string, dashboard: string) => `chartLink/dashboard/${part(site)}/${part(dashboard)}`,
  linksOfMetric: (metric: string) => `chartLink/metric/${metric}`,
  sitesOfHost: (product: string, host: string) => `site/host/${part(product)}/${part(host)}`,
  actorsOfAlias: (text: string) => `actor/alias/${part(text)}`,
  valueCasesOfOutcome: (outcome: string) => `valueCase/outcome/${outcome}`,
} as const;

type Strings = { [T in RecordType]: (plain: RecordOf<T>) => (string | false | undefined)[] };

const strings: Strings = {
  outcome: (o) => [
    ix.outcomesOfMetric(o.metricId),
    o.owner && ix.outcomesOfOwner(o.owner),
    o.businessUnit && ix.outcomesOfUnit(o.businessUnit),
    o.goalId && ix.outcomesOfGoal(o.goalId),
    o.templateId && ix.outcomesOfTemplate(o.templateId),
  ],
  metric: (m) => [
    ...('site' in m.source ? [ix.metricsOfSource(m.source.site, m.source.ref), ix.metricsOfSite(m.source.site)] : []),
    m.templateId && ix.metricsOfTemplate(m.templateId),
  ],
  chunk: (c) => [ix.chunksOfMetric(c.metricId)],
  course: (c) => [ix.coursesOfSite(c.site)],
  alignment: (a) => [ix.alignmentsOfCourse(a.courseId), ix.alignmentsOfOutcome(a.outcomeId)],
  signOff: (s) => [ix.signOffsOfAlignment(s.alignmentId)],
  review: (r) => [ix.reviewsOfAlignment(r.alignmentId)],
  chartLink: (l) => [ix.linksOfTile(l.site, l.dashboard, l.tile), ix.linksOfDashboard(l.site, l.dashboard), ix.linksOfMetric(l.metricId)],
  site: (s) => [ix.sitesOfHost(s.product, s.host)],
  recipe: () => [],
  actor: (a) => a.aliases.map((alias) => ix.actorsOfAlias(alias.text)),
  unit: () => [],
  goal: () => [],
  valueCase: (v) => [ix.valueCasesOfOutcome(v.outcomeId)],
};

/** Under which strings a record is found. */
export const indexStrings = <T extends RecordType>(type: T, plain: RecordOf<T>): string[] =>
  strings[type](plain).filter((s): s is string => typeof s === 'string' && s !== '');
