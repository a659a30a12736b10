import * as z from 'zod/mini';
import { id, instant, localDate, text, words } from './scalars';

export const launch = z.object({ key: id, date: localDate, audience: z.optional(text(200)), note: z.optional(text(500)) });

export const policy = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('expected') }),
  z.object({ kind: z.literal('noneByDesign'), reason: words(500), by: id, at: instant }),
]);

/** Identity = product + host[:port] + root path + native id (DESIGN §12); the id is a hash of it, so that devices meet on one record. */
export const course = z.object({
  id,
  /** `moodle:lms.example.org/moodle` */
  site: words(300),
  nativeId: words(200),
  title: words(500),
  url: z.url().check(z.maxLength(2000)),
  aliases: z.array(z.object({ key: id, text: text(300) })),
  launches: z.array(launch),
  policy: z.optional(policy),
});

export type Course = z.infer<typeof course>;
export type Launch = z.infer<typeof launch>;
