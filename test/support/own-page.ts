import type { Answer, CallName, In, Out } from '@/lib/messaging/names';
import type { Chromium } from './chromium.ts';

/** Makes a call from one of the extension's own pages, as the admin page would. Throws with the refusal's code. */
export async function ask<N extends CallName>(kit: Pick<Chromium, 'context' | 'own'>, call: N, input: In<N>): Promise<Out<N>> {
  const page = await kit.context.newPage();
  try {
    await page.goto(kit.own('admin.html'));
    const answer = await page.evaluate(
      ([name, data]) =>
        (globalThis as unknown as { chrome: { runtime: { sendMessage(m: object): Promise<unknown> } } }).chrome.runtime.sendMessage({ call: name, input: data }),
      [call, input] as const,
    );
    const { ok, value, error } = answer as Answer<Out<N>> & { value?: Out<N>; error?: { code: string } };
    if (!ok) throw new Error(`${call} was refused: ${error?.code}`);
    return value as Out<N>;
  } finally {
    await page.close();
  }
}
