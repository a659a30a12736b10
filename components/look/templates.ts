import { behaviourKeys, template, templateKeys, trapKeys, type Template } from '@/lib/model/rules/templates';
import { t, type WordKey } from './words';

export type TemplateWords = {
  name: string;
  definition: string;
  unit: string;
  unitName: string;
  cadence: string;
  better: string;
  behaviours: string[];
  traps: string[];
};

/** The words of a starter template, from the catalogue; an id that this version does not know gives its id as the name. */
export function templateWords(id: string): TemplateWords {
  const known = template(id);
  if (!known) return { name: id, definition: '', unit: '', unitName: '', cadence: '', better: '', behaviours: [], traps: [] };
  const keys = templateKeys(known.id);
  return {
    name: t(keys.name),
    definition: t(keys.definition),
    unit: t(keys.unit),
    unitName: t(keys.businessUnit),
    cadence: t(`cadence_${known.cadence}`),
    better: betterText(known.betterWhen),
    behaviours: behaviourKeys(known).map((key) => t(key as WordKey)),
    traps: trapKeys(known).map((key) => t(key as WordKey)),
  };
}

/** `lower is better` */
export const betterText = (better: Template['betterWhen']): string => t(`better_${better}`);

/** What people do differently, as the template suggests it; none for outcomes that came from no template. */
export const templateBehaviours = (id: string | undefined): string[] => (id === undefined ? [] : templateWords(id).behaviours);
