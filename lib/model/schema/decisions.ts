import * as z from 'zod/mini';
import { id, instant, text, words } from './scalars';

/** Append-only: its id is derived from its content, so a changed one is recognised and rejected (facts: sync §4.1). */
export const signOff = z.object({
  id,
  alignmentId: id,
  by: id,
  role: z.enum(['owner', 'delegate']),
  decision: z.enum(['agree', 'decline', 'withdraw']),
  reason: z.optional(text(2000)),
  at: instant,
  /** SHA-256 (hex) of the canonical material that was shown. */
  covers: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
});

export const review = z.object({
  id,
  alignmentId: id,
  by: id,
  verdict: z.enum(['worked', 'didNot', 'cannotTell']),
  words: words(2000),
  at: instant,
  covers: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
});

export type SignOff = z.infer<typeof signOff>;
export type Review = z.infer<typeof review>;
