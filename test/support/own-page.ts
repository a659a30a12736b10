import type { Answer, CallName, In, Out } from '@/lib/messaging/names';
import type { Chromium } from './chromium.ts';

/** What an own page runs to make a call; gives the answer as it came. */
const send = ([name, data]: readonly [string, unknown]): Promise<unknown> => {
  type Api = { runtime: { sendMessage(message: object): Promise<unknown> } };
  const { browser, chrome } = globalThis as unknown as { browser?: Api; chrome: Api };
  return (browser?.runtime ? browser : chrome).runtime.sendMessage({ call: name, input: data });
};

function valueOf<N extends CallName>(call: N, answer: unknown): Out<N> {
  const { ok, value, error } = answer as Answer<Out<N>> & { value?: Out<N>; error?: { code: string } };
  if (!ok) throw new Error(`${call} was refused: ${error?.code}`);
  return value as Out<N>;
}

/** The same through a page of the extension that is already open. */
export async function askIn<N extends CallName>(
  page: { evaluate(run: typeof send, input: readonly [string, unknown]): Promise<unknown> },
  call: N,
  input: In<N>,
): Promise<Out<N>> {
  return valueOf(call, await page.evaluate(send, [call, input]));
}

/** Makes a call from one of the extension's own pages, as the admin page would. Throws with the refusal's code. */
export async function ask<N extends CallName>(kit: Pick<Chromium, 'context' | 'own'>, call: N, input: In<N>): Promise<Out<N>> {
  const page = await kit.context.newPage();
  try {
    await page.goto(kit.own('admin.html'));
    return await askIn(page, call, input);
  } finally {
    await page.close();
  }
}
