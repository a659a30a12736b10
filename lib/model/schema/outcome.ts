import * as z from 'zod/mini';
import { id, localDate, number15, text, words } from './scalars';

export const direction = z.enum(['reduce', 'increase', 'maintain']);
export const changeKind = z.enum(['relative', 'points', 'absolute', 'level']);
export const outcomeStatus = z.enum(['draft', 'active', 'met', 'missed', 'retired']);

/**
 * Amounts are positive for relative (in per cent of the baseline), points and absolute: the direction carries the sign.
 * For `level` the amount is the level itself.
 */
export const change = z.object({ kind: changeKind, amount: number15 });
export const baseline = z.object({ value: number15, from: localDate, to: localDate });

/** A measurable business result that a business-unit leader owns (DESIGN §2). The target level is computed, never stored. */
export const outcome = z.object({
  id,
  direction,
  metricId: id,
  change: z.optional(change),
  /** Words for the place or group it is about, when narrower than the unit. */
  scope: z.optional(text(200)),
  businessUnit: z.optional(id),
  dueDate: z.optional(localDate),
  baseline: z.optional(baseline),
  /** An actor's id: a person or a position. */
  owner: z.optional(id),
  delegates: z.array(id),
  sponsor: z.optional(id),
  goalId: z.optional(id),
  priority: z.optional(z.int()),
  margin: z.optional(number15),
  risk: z.optional(text()),
  notTraining: z.optional(text()),
  /** Reason for a target of zero or 100 %, which else is warned about. */
  absoluteReason: z.optional(text()),
  templateId: z.optional(words(80)),
  status: outcomeStatus,
});

export type Outcome = z.infer<typeof outcome>;
export type Direction = z.infer<typeof direction>;
export type Change = z.infer<typeof change>;
export type Baseline = z.infer<typeof baseline>;
