import type { I18n, Runtime } from 'webextension-polyfill';
import type { Answer, CallName, In, Out, PageOrder, Request } from './names';

// Travels into host pages: no polyfill (the import above is a type), no zod.
type Api = { runtime: Runtime.Static; i18n: I18n.Static };
const at = globalThis as { browser?: Api; chrome?: Api };
const pick = (): Api => (at.browser?.runtime ? at.browser : at.chrome) as Api;
/** Asked for late: in Chromium the first touch of `runtime` costs half a millisecond, and most pages are not recognised. */
export const api: Api = {
  get runtime() {
    return pick().runtime;
  },
  get i18n() {
    return pick().i18n;
  },
};

/** Calls that a script in a host page may make. */
export type PageCall = Extract<CallName, `page/${string}`>;

/** Was this extension updated, reloaded or removed under the open page? `runtime.id` goes away then (facts: frame §8). */
export const extensionGone = (): boolean => !api.runtime?.id;

/**
 * One question to the background. Null: the extension is gone, leave the page.
 * A worker that died while it answered rejects without a code of ours: asked once more, since page calls repeat without harm.
 */
export async function tell<N extends PageCall>(call: N, input: In<N>): Promise<Answer<Out<N>> | null> {
  for (let tries = 0; tries < 2; tries++) {
    try {
      const answer = await api.runtime.sendMessage<Request, Answer<Out<N>> | undefined>({ call, input });
      if (answer) return answer;
    } catch {
      if (extensionGone()) return null;
    }
  }
  return { ok: false, error: { code: 'workerGone', message: '' } };
}

/** Orders of the background to this page, until the signal ends it. */
export function onOrder(follow: (order: PageOrder) => void, signal: AbortSignal): void {
  const heard = (message: unknown, sender: Runtime.MessageSender): undefined => {
    if (sender.id === api.runtime.id && !sender.tab) follow(message as PageOrder);
  };
  api.runtime.onMessage.addListener(heard);
  signal.addEventListener('abort', () => !extensionGone() && api.runtime.onMessage.removeListener(heard), { once: true });
}
