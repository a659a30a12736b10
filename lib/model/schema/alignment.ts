import * as z from 'zod/mini';
import { count, id, instant, localDate, text } from './scalars';

export const shape = z.enum(['levelAndSlope', 'level', 'flat']);
export const grade = z.enum(['high', 'medium', 'low']);

/** The tag: course ↔ outcome. Its status is derived (rules/status.ts), never stored. */
export const alignment = z.object({
  id,
  courseId: id,
  outcomeId: id,
  /** What people will do differently: the behaviour that links them. */
  rationale: text(1000),
  leadingIndicator: z.optional(z.object({ metricId: id })),
  influences: z.array(z.object({ text: text(500), date: z.optional(localDate) })),
  comparison: z.optional(z.object({ metricId: id })),
  shape,
  lagPeriods: count,
  /** Keys of the course's launches; absent: all of the course. */
  launches: z.optional(z.array(id)),
  exclusions: z.array(z.object({ key: id, from: localDate, to: localDate, reason: text(500) })),
  contribution: grade,
  confidence: z.optional(grade),
  reviewDate: z.optional(localDate),
  proposedBy: id,
  proposedAt: instant,
  /** Since when the owner is asked to agree. */
  asked: z.optional(z.object({ by: id, at: instant })),
  retired: z.optional(instant),
});

export type Alignment = z.infer<typeof alignment>;
