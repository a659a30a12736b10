import type { Fetch } from '@/lib/sync/kinto-request';

/* Faults of the model of Kinto, of its network and of what stands between. */

/** Each is the chance of it for one request, 0 to 1, where nothing else is said. None is on by itself. */
export type Faults = {
  /** It never arrives. */
  lostRequest?: number;
  /** It arrives after its sender has given up, within `lateBy` ms. */
  lateRequest?: number;
  lateBy?: number;
  lostAnswer?: number;
  /** The answer ends in the middle. */
  cutAnswer?: number;
  /** Somebody on the way sends it twice; the second answer is the one that comes back. */
  doubled?: number;
  /** Needs `sleep`: it takes up to `delayBy` ms each way, so that requests overtake each other. */
  delayed?: number;
  delayBy?: number;
  /** A sign-in page of the network answers. */
  portal?: number;
  /** 429 of a proxy. */
  limited?: number;
  /** 503 before anything is done. */
  unavailable?: number;
  /** Everything is done, and the answer is a 502 of the proxy. */
  failedAfter?: number;
  /** The head dies before the commit. */
  crashed?: number;
  /** What is written stays unseen by others for up to `openFor` ms. Without `sleep` its sender gives up meanwhile. */
  heldOpen?: number;
  openFor?: number;
  /** For each write: another one has the same time, 409. In a batch the answers before it stay 201, and what they say is undone. */
  collided?: number;
  /** Of the whole request, at its end: 409, nothing is done. */
  historyCollided?: number;
  /** A GET is answered by a copy that is up to `staleBy` ms behind. */
  stale?: number;
  staleBy?: number;
  /** Bytes; larger requests get a 413 of the proxy. */
  largestBody?: number;
  /** Said with every answer: seconds. */
  backoff?: number;
  /** Said with every answer. */
  alert?: { code: string; message: string; url?: string };
};

/** An answer of somebody on the way. */
export const page = (status: number, more: Record<string, string> = {}): Awaited<ReturnType<Fetch>> => ({
  status,
  headers: { get: (name) => ({ 'content-type': 'text/html', ...more })[name.toLowerCase()] ?? null },
  json: () => Promise.reject(new SyntaxError('no JSON')),
});
