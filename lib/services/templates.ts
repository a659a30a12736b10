import browser from 'webextension-polyfill';
import { RefusalError } from '@/lib/messaging/refused';
import { behaviourKeys, template, templateKeys, type Template } from '@/lib/model/rules/templates';
import type { Metric } from '@/lib/model/schema/metric';
import { ix } from '@/lib/store/index-strings';
import type { Change, Workspace } from '@/lib/store/workspace';

const word = (key: string): string => browser.i18n.getMessage(key);

/** The behaviours that usually move first, as one line that can be typed over. */
export function templateBehaviours(id: string): string {
  const from = template(id);
  return from ? behaviourKeys(from).map(word).join('; ') : '';
}

/** A template in the browser's language, as search shows and finds it. */
export function templateTexts({ id }: Template): { name: string; definition: string; unit: string; businessUnit: string } {
  const keys = templateKeys(id);
  return { name: word(keys.name), definition: word(keys.definition), unit: word(keys.unit), businessUnit: word(keys.businessUnit) };
}

/** The metric that a template stands for; its values are typed in until a chart is linked. */
export function templateMetric(from: Template): Omit<Metric, 'id'> {
  const { name, definition, unit } = templateTexts(from);
  const { kind, cadence, aggregation, maturityDays, betterWhen, possible, id: templateId } = from;
  return {
    name,
    definition,
    unit,
    kind,
    cadence,
    calendar: 'iso',
    aggregation,
    maturityDays,
    betterWhen,
    possible,
    definitionChanges: [],
    source: { kind: 'typed' },
    shared: false,
    templateId,
  };
}

/**
 * A draft outcome made from a template, added to a write; gives its id. A draft of this template that nobody has made theirs yet (no
 * owner, no change) is taken again, so that the same choice on five courses is one outcome.
 */
export async function draftFromTemplate(ws: Workspace, templateId: string, changes: Change[]): Promise<string> {
  const from = template(templateId);
  if (!from) throw new RefusalError('notFound', 'template');
  const drafts = (await ws.find('outcome', ix.outcomesOfTemplate(templateId))).filter(
    (o) => !o.hidden && o.plain.status === 'draft' && !o.plain.owner && !o.plain.change,
  );
  if (drafts[0]) return drafts[0].plain.id;
  const [outcomeId, metricId] = [crypto.randomUUID(), crypto.randomUUID()];
  changes.push({ type: 'metric', id: metricId, set: templateMetric(from) });
  changes.push({ type: 'outcome', id: outcomeId, set: { direction: from.direction, metricId, status: 'draft', templateId } });
  return outcomeId;
}
