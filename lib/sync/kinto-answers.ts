import * as z from 'zod/mini';
import '@/lib/model/schema/scalars'; // sets zod's jitless mode
import { EngineFailure, type Hello, type Page, type PushAnswer, type PushResult, type RemoteRecord, type Tombstone } from './contract';
import { refusal, waitOf, type Answer } from './kinto-request';
import { fromWire } from './wire-ids';

/* What Kinto's answers say, in the words of the contract. Facts: sync §1. */

/** A time that somebody made up may be negative. */
const object = z.looseObject({ id: z.string(), last_modified: z.int() });
type KintoObject = z.infer<typeof object>;
const one = z.looseObject({ data: object });
const many = z.looseObject({ data: z.array(object) });
const root = z.looseObject({
  project_name: z.string(),
  project_version: z.optional(z.string()),
  http_api_version: z.string(),
  settings: z.looseObject({ batch_max_requests: z.nullish(z.number()) }),
  capabilities: z.record(z.string(), z.unknown()),
  user: z.optional(z.looseObject({ id: z.string(), principals: z.optional(z.array(z.string())) })),
});
const batch = z.looseObject({
  responses: z.array(
    z.looseObject({
      status: z.int(),
      path: z.string(),
      headers: z.optional(z.record(z.string(), z.string())),
      body: z.optional(z.unknown()),
    }),
  ),
});
const entries = z.looseObject({ data: z.array(z.looseObject({ collection_id: z.optional(z.string()) })) });
const existing = z.looseObject({ existing: object });
const lifeData = z.looseObject({ generation: z.string(), purgedBefore: z.nullish(z.number()) });

/** Throws EngineFailure('notStorage') for JSON that is not what Kinto answers. */
function read<T>(schema: z.ZodMiniType<T>, answer: Answer): T {
  const parsed = schema.safeParse(answer.body);
  if (!parsed.success) throw new EngineFailure('notStorage', `${answer.status} ${parsed.error.issues[0]?.path.join('/') ?? ''}`);
  return parsed.data;
}

/** Time of a quoted ETag; null: none, or another server's. */
export function timeOf(etag: string | null): number | null {
  const digits = /^(?:W\/)?"(\d{1,16})"$/.exec(etag ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
}

/** A record without Kinto's own members; they are not kept apart from content of the same names, so content must not have any. */
function recordOf({ id, last_modified: at, ...rest }: KintoObject): RemoteRecord {
  const content: Record<string, unknown> = { ...rest, id: fromWire(id) };
  delete content.schema;
  delete content.deleted;
  return { id: content.id as string, at, content };
}

/** A tombstone has nothing else; a record in which somebody wrote `deleted` stays a record. */
const isTombstone = (o: KintoObject): boolean => o.deleted === true && Object.keys(o).length === 3;
const eitherOf = (o: KintoObject): RemoteRecord | Tombstone =>
  isTombstone(o) ? { id: fromWire(o.id), at: o.last_modified, erased: true } : recordOf(o);

export const pageOf = (answer: Answer, limit: number): Page => {
  const { data } = read(many, answer);
  return {
    records: data.map(eitherOf),
    at: timeOf(answer.header('ETag')),
    more: answer.header('Next-Page') !== null || data.length >= limit,
    serverNow: answer.serverNow,
  };
};

export const recordsOf = (answer: Answer): RemoteRecord[] => read(many, answer).data.map(recordOf);

/** Ids as they stand in Kinto, with times; tombstones are marked. */
export const namesOf = (answer: Answer): { wire: string; at: number; erased: boolean }[] =>
  read(many, answer).data.map((o) => ({ wire: o.id, at: o.last_modified, erased: isTombstone(o) }));

export const lifeOf = (answer: Answer): { generation: string; purgedBefore: number | null } | null => {
  const { data } = read(one, answer);
  const life = lifeData.safeParse(data);
  return life.success ? { generation: life.data.generation, purgedBefore: life.data.purgedBefore ?? null } : null;
};

/** Collections that history entries name. Those of the bucket and of groups name none: they move no record. */
export const movedIn = (answer: Answer): string[] => [
  ...new Set(read(entries, answer).data.flatMap((entry) => (entry.collection_id === undefined ? [] : [entry.collection_id]))),
];

/** Who is signed in and what the server is. `perBatch`: its limit of requests in one batch. Null: nobody is signed in. */
export function helloOf(answer: Answer): { hello: Omit<Hello, 'alerts'>; perBatch: number | null } | null {
  const said = read(root, answer);
  if (!said.user) return null;
  return {
    hello: {
      user: said.user.id,
      principals: said.user.principals ?? [],
      version: said.project_version ?? said.http_api_version,
      capabilities: Object.keys(said.capabilities),
      serverNow: answer.serverNow,
    },
    perBatch: said.settings.batch_max_requests ?? null,
  };
}

const parameters = z.looseObject({ details: z.array(z.looseObject({ name: z.nullish(z.string()) })) });
const missing = z.looseObject({ details: z.looseObject({ resource_name: z.string() }) });

/** Does a 400 name this parameter? */
export function blames(answer: Answer, parameter: string): boolean {
  const said = parameters.safeParse(answer.body);
  return said.success && said.data.details.some((detail) => detail.name === parameter);
}

/** What a 404 did not find: `record`, `collection`, `bucket`; null: it does not say. */
export function concerns(body: unknown): string | null {
  const said = missing.safeParse(body);
  return said.success ? said.data.details.resource_name : null;
}

const refusals: Record<number, Extract<PushResult, { outcome: 'refused' }>['code']> = {
  400: 'invalid',
  403: 'forbidden',
  404: 'missing',
  413: 'tooLarge',
};

function resultOf(status: number, body: unknown): PushResult | null {
  if (status >= 200 && status < 300) return { outcome: 'taken' };
  const said = refusal.safeParse(body);
  if (status === 412) {
    const there = said.success ? existing.safeParse(said.data.details) : null;
    return there?.success ? { outcome: 'met', remote: recordOf(there.data.existing) } : { outcome: 'absent' };
  }
  if (status === 404 && concerns(body) === 'record') return { outcome: 'absent' }; // of a DELETE
  const code = refusals[status];
  return code ? { outcome: 'refused', code, message: (said.success && said.data.message) || String(status) } : null;
}

/**
 * What a batch of writes to these paths became. A 409, a 5xx or anything unexpected inside makes all of it unknown, whatever the other
 * answers say: the engine takes back what it answered with 201 (facts: sync §0.1).
 */
export function batchOf(answer: Answer, paths: readonly string[]): PushAnswer | 'signedOut' {
  const parsed = batch.safeParse(answer.body);
  const unknown = (because: 'busy' | 'failed', message: string, retryAfter: number | null = null): PushAnswer => ({
    kind: 'unknown',
    because,
    message,
    retryAfter,
  });
  if (!parsed.success) return unknown('failed', 'not an answer to a batch');
  const { responses } = parsed.data;
  if (responses.length !== paths.length || !responses.every((r, i) => r.path.endsWith(paths[i]!)))
    return unknown('failed', 'answers to other requests');
  if (responses.some((r) => r.status === 401)) return 'signedOut';
  const waits = responses.map((r) => headerOf(r.headers, 'retry-after')).map((value) => waitOf(value, answer.serverNow));
  const retryAfter = waits.reduce<number | null>((most, wait) => (wait === null ? most : Math.max(most ?? 0, wait)), null);
  const results = responses.map((r) => resultOf(r.status, r.body));
  const failed = responses.find((r) => r.status !== 409 && (r.status >= 500 || resultOf(r.status, r.body) === null));
  if (failed) return unknown('failed', String(failed.status), retryAfter);
  if (responses.some((r) => r.status === 409)) return unknown('busy', '409', retryAfter);
  return { kind: 'each', results: results as PushResult[], serverNow: answer.serverNow };
}

const headerOf = (headers: Record<string, string> | undefined, name: string): string | null =>
  Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1] ?? null;
