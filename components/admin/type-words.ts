import { t } from '@/components/look/words';
import type { RecordType } from '@/lib/model/schema/records';

const words: Record<RecordType, () => string> = {
  outcome: () => t('type_outcome'),
  metric: () => t('type_metric'),
  chunk: () => t('type_chunk'),
  course: () => t('type_course'),
  alignment: () => t('type_alignment'),
  signOff: () => t('type_signOff'),
  review: () => t('type_review'),
  chartLink: () => t('type_chartLink'),
  site: () => t('type_site'),
  recipe: () => t('type_recipe'),
  actor: () => t('type_actor'),
  unit: () => t('type_unit'),
  goal: () => t('type_goal'),
  valueCase: () => t('type_valueCase'),
};

/** A record type as people call it; a type of a newer version by its own name. */
export const typeWord = (type: string): string => (Object.hasOwn(words, type) ? words[type as RecordType]() : type);
