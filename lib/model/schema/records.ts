import type * as z from 'zod/mini';
import { alignment } from './alignment';
import { course } from './course';
import { review, signOff } from './decisions';
import { chunk, metric } from './metric';
import { outcome } from './outcome';
import { actor, chartLink, goal, recipe, site, unit, valueCase } from './places';

/** Every record that is stored, by type. `signOff` and `review` are append-only, all others carry a stamp per field. */
export const recordSchemas = {
  outcome,
  metric,
  chunk,
  course,
  alignment,
  signOff,
  review,
  chartLink,
  site,
  recipe,
  actor,
  unit,
  goal,
  valueCase,
} as const;

export type RecordType = keyof typeof recordSchemas;
export type RecordOf<T extends RecordType> = z.infer<(typeof recordSchemas)[T]>;
export const appendOnly = ['signOff', 'review'] as const satisfies RecordType[];
