import * as z from 'zod/mini';

z.config({ jitless: true }); // the extension's CSP forbids eval; zod's probe for it would be reported as a violation

/** Text that every store and the wire can carry: well-formed, without U+0000 (facts: sync §0.8). */
export const text = (max = 2000) =>
  z.string().check(
    z.maxLength(max),
    z.refine((s) => s.isWellFormed() && !s.includes('\0'), { error: 'text has a character that cannot be stored' }),
  );

/** Text with at least one visible character. */
export const words = (max = 2000) => text(max).check(z.refine((s) => s.trim().length > 0, { error: 'text is empty' }));

/** Finite, at most 15 significant digits, integers within ±2^53: what the shared storage gives back unaltered (sync §0.11). */
export const number15 = z.number().check(
  z.refine((n) => Number.isFinite(n) && Number(n.toPrecision(15)) === n && Math.abs(n) <= 2 ** 53, {
    error: 'number is not finite or has more than 15 significant digits',
  }),
);

/** A local calendar date of the metric's calendar, `2026-10-05`. */
export const localDate = z.string().check(
  z.regex(/^\d{4}-\d{2}-\d{2}$/),
  z.refine((s) => !Number.isNaN(Date.parse(`${s}T00:00:00Z`)) && new Date(`${s}T00:00:00Z`).toISOString().startsWith(s), {
    error: 'not a calendar date',
  }),
);

/** An instant in UTC, `2026-10-12T06:00:00.000Z`. */
export const instant = z.string().check(
  z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z$/),
  z.refine((s) => !Number.isNaN(Date.parse(s))),
);

export const id = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9:._~-]{0,127}$/));
export const count = z.int().check(z.nonnegative());

export type LocalDate = z.infer<typeof localDate>;
export type Instant = z.infer<typeof instant>;
