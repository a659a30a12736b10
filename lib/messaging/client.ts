import browser, { type Runtime } from 'webextension-polyfill';
import type { Answer, CallName, In, Out, Push, Request } from './names';
import { RefusalError } from './refused';

export { RefusalError } from './refused';

/** Our panel's and our own pages' line to the background. */
export type Client = {
  /** Asks; throws RefusalError. A call in flight when the worker dies is sent again once: writes carry a `write` id, so it is harmless. */
  ask<N extends CallName>(name: N, input: In<N>): Promise<Out<N>>;
  /** Hears what the background says by itself; gives a function that ends it. After a reconnection `changed` comes once, since pushes may have been missed. */
  onPush(hear: (push: Push) => void): () => void;
  /** Ends when nothing can be asked any more: `extensionGone` (updated or removed: blank the view, say "reload"), `refused` (nonce not accepted), `closed` by us. */
  closed: Promise<'extensionGone' | 'refused' | 'closed'>;
  close(): void;
};

/** First message on a frame's port. A frame that comes again says the same and is known by its documentId; the nonce alone would not do. */
export type FrameOpening = { claim: string };

const pause = 50;
/** Longer than the background waits for a metric source (15 s). */
const deadline = 30_000;

type Waiting = {
  request: Request & { n: number };
  tries: number;
  settle(answer: Answer<never>): void;
  timer: ReturnType<typeof setTimeout> | undefined;
};

/**
 * Opens the line. `frame` needs the nonce that the page script handed over. The port is not kept alive: when it is lost with
 * nothing in flight, the next call opens a new one (DESIGN §12).
 */
export function connect(kind: 'frame' | 'own', nonce?: string): Client {
  const waiting = new Map<number, Waiting>();
  const hearers = new Set<(push: Push) => void>();
  let port: Runtime.Port | undefined;
  /** Has an earlier port been accepted: a new one then means that pushes may have been missed. */
  let claimed = false;
  let last = 0;
  let over: 'extensionGone' | 'refused' | 'closed' | undefined;
  let finish: (why: 'extensionGone' | 'refused' | 'closed') => void = () => undefined;
  const closed = new Promise<'extensionGone' | 'refused' | 'closed'>((resolve) => (finish = resolve));

  const tellAll = (push: Push): void => {
    for (const hearer of hearers) hearer(push);
  };

  const settle = (n: number, answer: Answer<never>): void => {
    const call = waiting.get(n);
    if (!call) return;
    clearTimeout(call.timer);
    waiting.delete(n);
    call.settle(answer);
  };

  const end = (why: NonNullable<typeof over>): void => {
    if (over) return;
    over = why;
    const code = why === 'refused' ? 'notAllowed' : why === 'closed' ? 'workerGone' : 'extensionGone';
    for (const n of waiting.keys()) settle(n, { ok: false, error: { code, message: '' } });
    port?.disconnect();
    port = undefined;
    finish(why);
  };

  const hear = (message: unknown): void => {
    const said = message as Push | (Answer<never> & { n: number });
    if ('n' in said) return settle(said.n, said);
    if (said.push === 'refused') return end('refused');
    const again = said.push === 'claimed' && claimed;
    if (said.push === 'claimed') claimed = true;
    tellAll(again ? { push: 'changed' } : said);
  };

  const send = (call: Waiting): void => {
    const line = open();
    if (!line) return;
    call.tries++;
    call.timer = setTimeout(() => {
      if (line === port) line.disconnect();
      lost(line);
    }, deadline);
    try {
      line.postMessage(call.request);
    } catch {
      lost(line);
    }
  };

  /** Runs once per port, whether the browser says it is gone or we find out. */
  const lost = (line: Runtime.Port): void => {
    if (line !== port || over) return;
    port = undefined;
    for (const [n, call] of waiting) {
      clearTimeout(call.timer);
      if (call.tries > 1) settle(n, { ok: false, error: { code: 'workerGone', message: '' } });
    }
    setTimeout(() => {
      if (!alive()) return end('extensionGone');
      for (const call of waiting.values()) if (call.tries === 1) send(call);
    }, pause);
  };

  const open = (): Runtime.Port | undefined => {
    if (over || port) return port;
    try {
      const line = browser.runtime.connect({ name: kind });
      port = line;
      line.onMessage.addListener(hear);
      line.onDisconnect.addListener(() => lost(line));
      if (kind === 'frame') line.postMessage({ claim: nonce ?? '' } satisfies FrameOpening);
      else if (claimed) tellAll({ push: 'changed' });
      else claimed = true;
    } catch {
      end('extensionGone');
    }
    return port;
  };

  const seen = (): void => {
    if (document.visibilityState === 'visible') open();
  };
  document.addEventListener('visibilitychange', seen);
  void closed.then(() => document.removeEventListener('visibilitychange', seen));

  open();
  return {
    ask: <N extends CallName>(name: N, input: In<N>) =>
      new Promise<Out<N>>((resolve, reject) => {
        const n = ++last;
        const call: Waiting = {
          request: { call: name, input: sendable(input), n },
          tries: 0,
          timer: undefined,
          settle: (answer) =>
            answer.ok ? resolve(answer.value) : reject(new RefusalError(answer.error.code, answer.error.message, answer.error.hint)),
        };
        waiting.set(n, call);
        if (over) end(over);
        if (over) settle(n, { ok: false, error: { code: over === 'extensionGone' ? 'extensionGone' : 'workerGone', message: '' } });
        else send(call);
      }),
    onPush: (hearer) => {
      hearers.add(hearer);
      return () => hearers.delete(hearer);
    },
    closed,
    close: () => end('closed'),
  };
}

/** Messages drop undefined in Chromium; in `set` it means "take the field away", so it is said as null (parse.ts turns it back). */
function sendable<I extends object>(input: I): unknown {
  if (!('set' in input) || typeof input.set !== 'object' || input.set === null) return input;
  const set = Object.entries(input.set).map(([field, value]: [string, unknown]) => [field, value ?? null]);
  return { ...input, set: Object.fromEntries(set) };
}

const alive = (): boolean => {
  try {
    return !!browser.runtime.id;
  } catch {
    return false;
  }
};
