import * as z from 'zod/mini';
import '@/lib/model/schema/scalars'; // sets zod's jitless mode
import { EngineFailure, type Alert, type EngineFailureCode, type Notices } from './contract';

/** What is used of the platform's fetch, which fits as it is. */
export type Fetch = (
  url: string,
  ask: {
    method: string;
    headers: Record<string, string>;
    body?: string;
    credentials: 'omit';
    redirect: 'error';
    cache: 'no-store';
    signal?: AbortSignal;
  },
) => Promise<{ status: number; headers: { get(name: string): string | null }; json(): Promise<unknown> }>;

export type KintoOptions = {
  /** With the version and without a slash at its end: `https://kinto.example.org/v1`. */
  address: string;
  fetch: Fetch;
  /** The header's value, `Basic …` or `Bearer …`; empty: asked as nobody; null: nobody is signed in, and nothing is asked. */
  authorization: () => string | null | Promise<string | null>;
  /** Ends a request that takes too long; a test gives one of its own. */
  limit?: () => AbortSignal | undefined;
};

export type Answer = {
  status: number;
  /** Unchecked; undefined where there is none (304, HEAD). */
  body: unknown;
  header: (name: string) => string | null;
  /** Of its `Date`, which has whole seconds. */
  serverNow: number | null;
  /** For a 401 that stands inside this answer: nothing more is sent with this sign-in. */
  refuse: (message: string) => EngineFailure;
};

/** What Kinto says of an error (core/errors.py). */
export const refusal = z.looseObject({
  code: z.number(),
  errno: z.number(),
  message: z.nullish(z.string()),
  details: z.optional(z.unknown()),
});
const alert = z.looseObject({ code: z.string(), message: z.nullish(z.string()), url: z.nullish(z.string()) });

const patience = 30_000;

/** Ms of a header that holds seconds or a date; null: it is not there. */
export function waitOf(value: string | null, serverNow: number | null): number | null {
  if (value === null) return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const until = Date.parse(value);
  return Number.isNaN(until) || serverNow === null ? null : Math.max(0, until - serverNow);
}

function alertOf(header: string | null): Alert | null {
  if (header === null) return null;
  try {
    const { code, message, url } = alert.parse(JSON.parse(header));
    return { code, message: message ?? '', ...(url && { url }), hard: code === 'hard-eol' };
  } catch {
    return { code: 'alert', message: header, hard: false };
  }
}

/** What an answer other than the expected ones means for a whole request. */
const meanings: Record<number, EngineFailureCode> = { 401: 'signedOut', 403: 'forbidden', 404: 'missing', 410: 'ended' };

/** The failure that an unexpected answer of Kinto is. */
export function failureOf(answer: Answer): EngineFailure {
  const said = refusal.safeParse(answer.body);
  const message = `${answer.status} ${said.success ? (said.data.message ?? '') : ''}`.trim();
  return new EngineFailure(meanings[answer.status] ?? 'busy', message, waitOf(answer.header('Retry-After'), answer.serverNow));
}

export type Requests = {
  /**
   * One request; `text` is its body, JSON. Gives any answer that Kinto itself made, and refusals for lack of means (429, 5xx, 413) whoever made them.
   * Throws EngineFailure: `offline`, `notStorage`, `signedOut` (then nothing is sent any more until the sign-in is another one), `ended`.
   */
  ask(
    method: 'GET' | 'HEAD' | 'PUT' | 'PATCH' | 'DELETE' | 'POST',
    path: string,
    more?: { headers?: Record<string, string>; text?: string },
  ): Promise<Answer>;
  notices(): Notices;
  forgetNotices(): void;
};

/** Requests to one Kinto as one person. */
export function kintoRequests({ address, fetch, authorization, limit = () => AbortSignal.timeout(patience) }: KintoOptions): Requests {
  let refused: string | null = null;
  let notices: Notices = { backoff: null, alerts: [] };

  const note = (answer: Pick<Answer, 'header' | 'serverNow'>): void => {
    const backoff = waitOf(answer.header('Backoff'), answer.serverNow);
    if (backoff !== null) notices.backoff = Math.max(notices.backoff ?? 0, backoff);
    const said = alertOf(answer.header('Alert'));
    if (said && !notices.alerts.some((a) => a.code === said.code && a.message === said.message)) notices.alerts.push(said);
  };

  async function send(...[url, ask]: Parameters<Fetch>): ReturnType<Fetch> {
    try {
      return await fetch(url, ask);
    } catch (error) {
      throw new EngineFailure('offline', error instanceof Error ? error.name : '', null, { cause: error });
    }
  }

  /** The body, where the answer is Kinto's own; undefined for a refusal that somebody on the way may have made. */
  async function bodyOf(response: Awaited<ReturnType<Fetch>>): Promise<unknown> {
    const { status } = response;
    const onTheWay = status === 413 || status === 429 || (status >= 500 && status !== 511);
    if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(response.headers.get('Content-Type') ?? '')) {
      if (onTheWay) return undefined;
      throw new EngineFailure('notStorage', String(status));
    }
    let body: unknown;
    try {
      body = await response.json();
    } catch (error) {
      throw new EngineFailure('offline', 'cut', null, { cause: error });
    }
    if (status >= 400 && !onTheWay && !refusal.safeParse(body).success) throw new EngineFailure('notStorage', String(status));
    return body;
  }

  return {
    notices: () => notices,
    forgetNotices: () => (notices = { backoff: null, alerts: [] }),
    async ask(method, path, { headers = {}, text } = {}) {
      const signIn = await authorization();
      if (signIn === null || signIn === refused) throw new EngineFailure('signedOut');
      const refuse = (message: string): EngineFailure => {
        refused = signIn;
        return new EngineFailure('signedOut', message);
      };
      const signal = limit();
      const response = await send(`${address}${path}`, {
        method,
        headers: {
          Accept: 'application/json',
          ...(signIn !== '' && { Authorization: signIn }),
          ...(text !== undefined && { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(text !== undefined && { body: text }),
        credentials: 'omit', // no cookies, and no question of the browser for a password
        redirect: 'error',
        cache: 'no-store',
        ...(signal && { signal }),
      });
      const header = (name: string): string | null => response.headers.get(name);
      const date = Date.parse(header('Date') ?? '');
      const answer: Answer = { status: response.status, body: undefined, header, serverNow: Number.isNaN(date) ? null : date, refuse };
      note(answer);
      if (method !== 'HEAD' && response.status !== 304) answer.body = await bodyOf(response);
      if (answer.status === 401) throw refuse(failureOf(answer).message);
      if (answer.status === 410) throw failureOf(answer);
      return answer;
    },
  };
}
