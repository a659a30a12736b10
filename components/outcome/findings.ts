import { dayText } from '@/components/look/dates';
import { plainFigure } from '@/components/look/figures';
import { t } from '@/components/look/words';
import { lintKey, type Finding, type LintField } from '@/lib/model/rules/lint';

/** A finding as a sentence. */
export const findingText = ({ code, dates = [], values = [] }: Finding): string =>
  t(lintKey(code), ...dates.map((date) => dayText(date, { year: true })), ...values.map(plainFigure));

/** The sentences about one field, parted by weight. */
export function about(findings: readonly Finding[], ...fields: LintField[]): { errors: string[]; warnings: string[] } {
  const here = findings.filter((finding) => fields.includes(finding.field));
  const of = (level: Finding['level']) => [...new Set(here.filter((finding) => finding.level === level).map(findingText))];
  return { errors: of('error'), warnings: of('warning') };
}
