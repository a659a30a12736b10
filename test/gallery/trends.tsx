import type { ReactNode } from 'react';
import { Spark } from '@/components/trend/Spark';
import { Trend } from '@/components/trend/Trend';
import { packed, type Point } from '@/lib/messaging/points';
import { baseline, complaints, launch, series, weekly } from './samples';

const target = { level: 3.2, dueDate: '2027-03-31' };
const of = (points: Point[], metric = complaints) => ({ ...series, metric, points: packed(points) });

/** Every shape a chart must bear. */
export const trendStates: { name: string; draw(): ReactNode }[] = [
  { name: 'One launch', draw: () => <Trend series={series} launches={[launch]} baseline={baseline} target={target} /> },
  { name: 'Opened', draw: () => <Trend series={series} launches={[launch]} baseline={baseline} target={target} full /> },
  {
    name: 'Three launches, two close',
    draw: () => (
      <Trend
        series={series}
        launches={[launch, { key: 'l2', date: '2026-06-24' }, { key: 'l3', date: '2026-11-02', audience: 'partners' }]}
        baseline={baseline}
        target={target}
        full
      />
    ),
  },
  { name: 'Launch ahead', draw: () => <Trend series={series} launches={[{ key: 'l4', date: '2027-01-15' }]} target={target} /> },
  {
    name: 'Launch far away',
    draw: () => <Trend series={series} launches={[{ key: 'l5', date: '2024-01-15' }]} target={target} baseline={baseline} />,
  },
  { name: 'No point', draw: () => <Trend series={of([])} launches={[launch]} target={target} /> },
  { name: 'One point', draw: () => <Trend series={of(weekly(1, '2026-05-04', { partial: false }))} launches={[]} target={target} /> },
  { name: 'Two points', draw: () => <Trend series={of(weekly(2, '2026-05-04'))} launches={[launch]} target={target} /> },
  {
    name: '500 points',
    draw: () => <Trend series={of(weekly(500, '2017-05-01', { stepAt: 476 }))} launches={[launch]} baseline={baseline} target={target} />,
  },
  {
    name: 'Constant',
    draw: () => <Trend series={of(weekly(30, '2026-05-04').map((p) => ({ ...p, v: 7 })))} launches={[launch]} target={{ level: 7 }} />,
  },
  {
    name: 'Huge',
    draw: () => (
      <Trend
        series={of(weekly(30, '2026-05-04').map((p) => ({ ...p, v: p.v * 12_345_678 })))}
        launches={[launch]}
        target={{ level: 40_000_000 }}
      />
    ),
  },
  {
    name: 'Tiny, negative',
    draw: () => <Trend series={of(weekly(30, '2026-05-04').map((p) => ({ ...p, v: (p.v - 4) / 10_000_000 })))} launches={[launch]} />,
  },
  {
    name: 'Monthly share',
    draw: () => (
      <Trend
        series={of(
          Array.from({ length: 26 }, (_, i) => ({
            period: `${2024 + Math.floor((i + 9) / 12)}-${String(((i + 9) % 12) + 1).padStart(2, '0')}-01`,
            v: 70 + (i % 5),
          })),
          { ...complaints, name: 'First-contact resolution', unit: '%', cadence: 'month', betterWhen: 'higher' },
        )}
        launches={[launch]}
        target={{ level: 75 }}
      />
    ),
  },
  { name: 'Spark', draw: () => <Spark series={series} launches={[launch]} target={target} /> },
];
