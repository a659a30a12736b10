import type { LocalDate } from '@/lib/model/schema/scalars';

/*
 * Invented figures of the sample workspace, the same that the demo's dashboard draws. Weekly, the last one of 16 Nov 2026.
 */
const lastWeek = '2026-11-16';

const damage = [
  4.2, 4.0, 4.4, 4.3, 4.6, 4.5, 4.1, 3.9, 4.0, 4.2, 3.8, 4.1, 4.3, 4.0, 4.2, 3.9, 4.1, 4.2, 4.0, 4.4, 4.1, 3.8, 4.0, 4.2, 4.1, 3.9, 4.3,
  4.0, 4.1, 4.2, 3.9, 4.0, 4.3, 4.1, 4.2, 4.0, 3.8, 4.1, 4.3, 4.2, 4.0, 4.1, 3.9, 4.2, 4.0, 4.1, 4.3, 4.2, 4.4, 4.1, 4.0, 4.2, 4.5, 4.3,
  4.6, 4.2, 3.7, 4.3, 3.9, 3.8, 4.2, 4.1, 3.9, 4.2, 4.2, 4.1, 4.2, 4.1, 4.3, 3.9, 4.0, 4.2, 4.2, 3.7, 4.2, 4.0, 4.3, 4.3, 3.8, 4.1, 4.3,
  4.2, 4.0, 3.9, 4.1, 4.0, 3.7, 3.6, 3.9, 3.5, 3.3, 3.4, 3.4, 3.3, 3.6, 3.4, 3.5, 3.6, 3.1, 3.2, 3.4, 3.4, 3.3, 3.2,
];

const resolution = [
  73.0, 68.8, 70.4, 70.4, 72.1, 73.4, 71.4, 69.7, 71.0, 70.5, 70.9, 71.3, 70.9, 71.9, 72.4, 70.6, 74.0, 71.8, 73.9, 72.8, 72.9, 72.3, 72.3,
  73.3, 74.6, 72.0, 73.6, 71.4, 73.1, 72.0, 72.0, 72.3, 74.4, 74.9, 71.1, 74.7, 71.0, 72.8, 71.5, 71.2, 75.9, 72.1, 74.2, 71.8, 73.4, 74.2,
  71.9, 75.9,
];

export type SampleValue = { period: LocalDate; v: number };

const weekly = (values: number[]): SampleValue[] =>
  values.map((v, i) => ({
    period: Temporal.PlainDate.from(lastWeek)
      .subtract({ weeks: values.length - 1 - i })
      .toString(),
    v,
  }));

/** Damage complaints per 1,000 parcels, two years; first-contact resolution in per cent, eleven months. */
export const sampleSeries = { damage: () => weekly(damage), resolution: () => weekly(resolution) };

/** The demo's dashboard: which chart of it is which. A constant that the demo's server and the sample's link share. */
export const sampleDashboard = {
  id: '12',
  slug: 'field-operations',
  title: 'Field operations, weekly',
  damage: { chart: 31, name: 'Damage complaints per 1,000', column: 'complaints_per_1000' },
  resolution: { chart: 34, name: 'First-contact resolution, %', column: 'resolved_first_pct' },
} as const;

/** The demo's course page. */
export const sampleCourse = { nativeId: '7', title: 'Pack it right', path: '/course/view.php?id=7', launch: '2026-06-03' } as const;
