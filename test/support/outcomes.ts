import type { Out } from '@/lib/messaging/names';
import type { Chromium } from './chromium.ts';
import { ask } from './own-page.ts';

export const owner = 'Field operations manager';

/** Makes an outcome that has all that an owner needs to agree: target, date, baseline, owner; its KPI is typed in. Weeks are 2026's unless given. */
export function addOutcome(
  kit: Pick<Chromium, 'context' | 'own'>,
  name: string,
  more: { course?: string; baseline?: { from: string; to: string; value?: number } } = {},
): Promise<Out<'panel/outcomeAdd'>> {
  return ask(kit, 'panel/outcomeAdd', {
    write: crypto.randomUUID(),
    ...(more.course === undefined ? {} : { course: more.course }),
    ownerName: owner,
    unitName: 'Field operations',
    outcome: {
      direction: 'reduce',
      metricId: 'new',
      change: { kind: 'relative', amount: 20 },
      dueDate: '2027-03-31',
      baseline: { value: 4, from: '2026-01-05', to: '2026-06-28', ...more.baseline },
      status: 'active',
    },
    metric: {
      name,
      definition: 'Damage complaints ÷ parcels delivered × 1,000, counted by delivery week',
      kind: 'rate',
      unit: 'per 1,000 parcels',
      cadence: 'week',
      calendar: 'iso',
      maturityDays: 0,
      aggregation: 'ratio',
      betterWhen: 'lower',
      source: { kind: 'typed' },
    },
  });
}
