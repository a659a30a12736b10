import browser from 'webextension-polyfill';
import * as z from 'zod/mini';
import type { Probe } from '@/lib/messaging/views';

const short = z.string().check(z.maxLength(2000));

const probe = z.object({
  product: z.nullable(z.string().check(z.regex(/^[a-z][a-z0-9]{0,39}$/))),
  root: z.optional(z.string().check(z.maxLength(290))),
  kind: z.optional(z.enum(['lms', 'bi'])),
  page: z.optional(
    z.object({
      kind: z.enum(['course', 'dashboard']),
      nativeId: short,
      title: short,
      role: z.optional(z.enum(['staff', 'learner', 'unknown'])),
    }),
  ),
  because: z.optional(z.string().check(z.maxLength(40))),
  checks: z.array(z.object({ code: z.string().check(z.maxLength(60)), ok: z.boolean(), detail: z.optional(short) })).check(z.maxLength(50)),
}) satisfies z.ZodMiniType<Probe>;

/**
 * Asks all adapters once what a tab's page is. Undefined: the browser lets nobody in there, or the click that allows it has lapsed;
 * `policy`: the organisation keeps extensions out (Chromium: "… cannot be scripted due to an ExtensionsSettings policy").
 */
export async function probeTab(tabId: number): Promise<Probe | 'policy' | undefined> {
  try {
    const [ran] = await browser.scripting.executeScript({ target: { tabId }, files: ['probe.js'] });
    const read = probe.safeParse(ran?.result);
    return read.success ? read.data : undefined;
  } catch (error) {
    return /policy/i.test(String(error)) ? 'policy' : undefined;
  }
}
