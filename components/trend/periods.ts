import { dayText, monthText } from '@/components/look/dates';
import { t } from '@/components/look/words';
import type { Cadence } from '@/lib/model/schema/metric';
import type { LocalDate } from '@/lib/model/schema/scalars';

/** A period as people name it: `31 Aug 2026`, `Week of 31 Aug 2026`, `Aug 2026`, `Quarter 3, 2026`. */
export function periodText(period: LocalDate, cadence: Cadence): string {
  if (cadence === 'week') return t('period_week', dayText(period, { year: true }));
  if (cadence === 'month') return monthText(period, true);
  if (cadence === 'quarter') return t('period_quarter', Math.floor((Number(period.slice(5, 7)) - 1) / 3) + 1, period.slice(0, 4));
  return dayText(period, { year: true });
}
