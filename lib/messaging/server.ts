import browser, { type Runtime } from 'webextension-polyfill';
import type { Caller, Purpose } from './caller';
import type { FrameOpening } from './client';
import type { Answer, CallName, In, Out, Push, Refusal } from './names';
import { parse, parsers } from './parse';
import { RefusalError } from './refused';
import { mayCall, placeOf, type Place } from './sender';

/** What the server needs from the services above it. */
export type Desk = {
  /** Is the address on a site that is turned on? */
  enabled(url: string): Promise<boolean>;
  /** Lets a frame in by its nonce, or again by its document; undefined: not let in. */
  claim(who: Extract<Place, { place: 'frame' }>, nonce: string): Promise<Purpose | undefined>;
  /** A frame was let in: its page waits for the word. */
  claimed(who: Extract<Place, { place: 'frame' }>): void;
  /** Answers a parsed call of an allowed caller. Throws RefusalError for what is expected. */
  handle<N extends CallName>(call: N, input: In<N>, caller: Caller): Promise<Out<N>>;
};

export type Server = {
  /** Says something to all frames and own pages that are open, or to own pages alone. */
  push(push: Push, to?: 'own'): void;
};

/** Starts listening; call it in the first turn of the background, or the message that woke it is lost. */
export function serve(desk: Desk): Server {
  const open = new Set<Runtime.Port>();

  const answer = async (
    message: unknown,
    callerOf: () => Promise<Caller | undefined>,
    place: Place['place'] | undefined,
  ): Promise<Answer<unknown>> => {
    try {
      const request = requestOf(message);
      if (!place || !mayCall(place, request.call)) throw new RefusalError('notAllowed');
      const caller = await callerOf();
      if (!caller) throw new RefusalError('notAllowed');
      return { ok: true, value: await desk.handle(request.call, parse(request.call, request.input), caller) };
    } catch (error) {
      const refusal = refusalOf(error);
      logOnce(refusal, place, message, error);
      return { ok: false, error: refusal };
    }
  };

  browser.runtime.onMessage.addListener((message, sender, respond) => {
    const place = placeOf(sender, browser.runtime.id);
    // One-shot calls are for pages and our own pages; a frame has its port, where its claim stands.
    const allowed = place?.place === 'frame' ? undefined : place;
    void answer(message, () => callerAt(desk, allowed), allowed?.place).then(respond);
    return true;
  });

  browser.runtime.onConnect.addListener((port) => {
    const place = port.sender && placeOf(port.sender, browser.runtime.id);
    if (!place || place.place === 'page' || port.name !== place.place) return port.disconnect();
    let caller: Promise<Caller | undefined> | undefined = place.place === 'own' ? callerAt(desk, place) : undefined;
    if (place.place === 'own') open.add(port);
    port.onDisconnect.addListener(() => open.delete(port));
    port.onMessage.addListener((message) => {
      if (place.place === 'frame' && !caller) {
        caller = admit(desk, port, place, message);
        void caller.then((admitted) => admitted && open.add(port));
        return;
      }
      const n = numberOf(message);
      void answer(message, () => caller ?? Promise.resolve(undefined), place.place).then((said) => post(port, { ...said, n }));
    });
  });

  return {
    push: (push, to) => {
      for (const port of open) if (!to || port.name === to) post(port, push);
    },
  };
}

/** A frame's first message is its claim; nothing else is heard before it. */
async function admit(
  desk: Desk,
  port: Runtime.Port,
  place: Extract<Place, { place: 'frame' }>,
  message: unknown,
): Promise<Caller | undefined> {
  const nonce = nonceOf(message);
  const purpose = nonce === undefined ? undefined : await desk.claim(place, nonce).catch(() => undefined);
  if (!purpose) {
    logOnce({ code: 'notAllowed', message: '' }, 'frame', { call: 'claim' });
    post(port, { push: 'refused' });
    port.disconnect();
    return undefined;
  }
  const { theme, ...as } = purpose;
  post(port, { push: 'claimed', as, theme });
  desk.claimed(place);
  return { from: 'frame', tabId: place.tabId, frameId: place.frameId, documentId: place.documentId, purpose };
}

async function callerAt(desk: Desk, place: Place | undefined): Promise<Caller | undefined> {
  if (place?.place === 'own') return { from: 'own', tabId: place.tabId, url: place.url };
  if (place?.place !== 'page' || !(await desk.enabled(place.url))) return undefined;
  return { from: 'page', tabId: place.tabId, url: place.url, documentId: place.documentId };
}

function post(port: Runtime.Port, what: Push | (Answer<unknown> & { n: number })): void {
  try {
    port.postMessage(what);
  } catch {
    // The other end went away; it asks again on a new port if it still lives.
  }
}

const member = (message: unknown, key: string): unknown =>
  typeof message === 'object' && message !== null && Object.hasOwn(message, key) ? (message as Record<string, unknown>)[key] : undefined;

const numberOf = (message: unknown): number => {
  const n = member(message, 'n');
  return typeof n === 'number' ? n : -1;
};

const nonceOf = (message: unknown): string | undefined => {
  const nonce: unknown = member(message, 'claim' satisfies keyof FrameOpening);
  return typeof nonce === 'string' && nonce.length <= 64 ? nonce : undefined;
};

/** Only names that the table itself holds; `toString` is none of them. */
function requestOf(message: unknown): { call: CallName; input: unknown } {
  const call = member(message, 'call');
  if (typeof call !== 'string' || !Object.hasOwn(parsers, call)) throw new RefusalError('unknownCall');
  return { call: call as CallName, input: member(message, 'input') };
}

/** Expected failures keep their code (ours, and the store's, which carry one too); anything else is a bug and says `failed`. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof RefusalError) return error.refusal;
  const code = member(error, 'code');
  if (code === 'storageFull' || code === 'storageBroken' || code === 'badInput' || code === 'notFound' || code === 'conflict')
    return { code, message: error instanceof Error ? error.message : '' };
  return { code: 'failed', message: '' };
}

const logged = new Set<string>();

/** Each kind of refusal once per life of the background: a page that calls in a loop must not fill the log. */
function logOnce({ code, message }: Refusal, place: Place['place'] | undefined, request: unknown, error?: unknown): void {
  const call = member(request, 'call');
  const name = typeof call === 'string' && (call === 'claim' || Object.hasOwn(parsers, call)) ? call : '?';
  const kind = `${code} ${place ?? 'stranger'} ${name}`;
  if (logged.has(kind)) return;
  logged.add(kind);
  if (code === 'failed') console.error('Throughline:', kind, error);
  else console.warn('Throughline refused:', kind, message);
}
