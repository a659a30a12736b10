import { t } from '@/components/look/words';

/** Fields of records as the forms call them; fields of a list (`launch:<key>`) by the list's name. */
const words: Record<string, () => string> = {
  x: () => t('admin_deleted'),
  name: () => t('field_name'),
  title: () => t('field_title'),
  url: () => t('field_url'),
  definition: () => t('field_definition'),
  kind: () => t('field_kind'),
  unit: () => t('field_unit'),
  cadence: () => t('field_cadence'),
  calendar: () => t('field_weekStart'),
  betterWhen: () => t('field_better'),
  range: () => t('betterShort_inRange'),
  maturityDays: () => t('field_maturity'),
  shared: () => t('col_shared'),
  source: () => t('col_source'),
  owner: () => t('col_owner'),
  businessUnit: () => t('field_businessUnit'),
  direction: () => t('field_direction'),
  metricId: () => t('col_kpi'),
  change: () => t('field_change'),
  baseline: () => t('fact_baseline'),
  dueDate: () => t('col_due'),
  scope: () => t('field_scope'),
  status: () => t('col_status'),
  rationale: () => t('field_rationale'),
  lagPeriods: () => t('field_lag'),
  launch: () => t('field_launch'),
  policy: () => t('field_policy'),
};

/** A field in words; one without a word of its own by its name in the file. */
export function fieldWord(field: string): string {
  const list = field.split(':')[0] ?? field;
  return Object.hasOwn(words, list) ? (words[list]?.() ?? field) : field;
}
