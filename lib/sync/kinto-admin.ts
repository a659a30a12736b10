import * as z from 'zod/mini';
import '@/lib/model/schema/scalars'; // sets zod's jitless mode
import { EngineFailure } from './contract';
import { failureOf, kintoRequests, refusal, type Answer, type KintoOptions } from './kinto-request';
import type { Grants } from './layout-plan';

/*
 * Kinto's buckets, groups and collections as they are, for those who set a storage up (arrange.ts). Records go through the engine
 * (kinto.ts). Facts: sync §1.
 */

/** A bucket, group or collection. `grants`: null where they are not shown, that is to everybody whom the object's own `write` does not name. */
export type KintoObject = { id: string; at: number; data: Record<string, unknown>; grants: Grants | null };

/** What `GET /` says. */
export type ServerInfo = {
  /** Kinto's, `26.5.0`. */
  version: string;
  user: string | null;
  principals: string[];
  capabilities: Record<string, Record<string, unknown>>;
  settings: { explicitPermissions: boolean | null; readonly: boolean | null; batchMaxRequests: number | null };
  serverNow: number | null;
};

/** What became of a write: `met`: it is not as it was read, or somebody else made it before. */
export type Written =
  | { outcome: 'done'; object: KintoObject }
  | { outcome: 'met' }
  | { outcome: 'refused'; status: number; message: string };

/** An entry of the history as it was answered; parsed by whoever reads it. */
export type HistoryQuery = { collection?: string; record?: string; user?: string; since?: number; limit: number };

export interface KintoAdmin {
  server(): Promise<ServerInfo>;
  /** Which parts of the server are well: `storage`, `permission`, `cache`. */
  heartbeat(): Promise<Record<string, boolean>>;
  /** Objects by their paths, `/buckets/throughline/groups/admins`; null: not there, or not for this person. */
  read(paths: readonly string[]): Promise<(KintoObject | null)[]>;
  /** Ids of a list, `/buckets/throughline/collections`; null: not for this person. */
  ids(path: string): Promise<string[] | null>;
  /** Puts an object with all its grants. `base`: when it was last changed as far as known, null: it must not be there yet. */
  put(path: string, object: { data: Record<string, unknown>; grants?: Grants }, base: number | null): Promise<Written>;
  /** Sets grants of records, leaving their content; those that are gone are left out. Gives the number of records that have them now. */
  setGrants(paths: readonly string[], grants: Grants): Promise<number>;
  /** History entries in ascending order of time, as they come. */
  history(bucket: string, query: HistoryQuery): Promise<unknown[]>;
  /** Raw records of a list, newest first, tombstones alone where `erased`. */
  newest(path: string, limit: number, query: { erased?: boolean; before?: number }): Promise<{ id: string; at: number }[]>;
  /** Sets a password; `taken`: there is such an account already and `replace` was not asked for. */
  account(name: string, password: string, replace: boolean): Promise<'done' | 'taken' | 'refused'>;
  /** The status that a request without sign-in gets, for what only trying shows. */
  statusFor(method: 'GET' | 'PUT' | 'POST', path: string, body: string | undefined, signedIn: boolean): Promise<number>;
}

const root = z.looseObject({
  project_version: z.string(),
  settings: z.looseObject({
    explicit_permissions: z.optional(z.boolean()),
    readonly: z.optional(z.boolean()),
    batch_max_requests: z.nullish(z.number()),
  }),
  capabilities: z.record(z.string(), z.looseObject({})),
  user: z.optional(z.looseObject({ id: z.string(), principals: z.optional(z.array(z.string())) })),
});
const grants = z.record(z.string(), z.array(z.string()));
const data = z.looseObject({ id: z.string(), last_modified: z.int() });
const object = z.looseObject({ data, permissions: z.optional(grants) });
const list = z.looseObject({ data: z.array(data) });
const raw = z.looseObject({ data: z.array(z.unknown()) });
const batch = z.looseObject({ responses: z.array(z.looseObject({ status: z.int(), path: z.string(), body: z.optional(z.unknown()) })) });

/** As few as Kinto's own default allows. */
const perBatch = 25;
const pageLength = 1000;

function parsed<T>(schema: z.ZodMiniType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (!result.success) throw new EngineFailure('notStorage', result.error.issues[0]?.path.join('/') ?? '');
  return result.data;
}

function objectOf(body: unknown): KintoObject {
  const { data: content, permissions = {} } = parsed(object, body);
  const { id, last_modified: at, ...rest } = content;
  // Whoever made it stands in `write`, so that grants without any are grants that are not shown.
  return { id, at, data: rest, grants: permissions.write === undefined ? null : permissions };
}

const messageOf = (body: unknown): string => {
  const said = refusal.safeParse(body);
  return (said.success && said.data.message) || '';
};

const parts = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));

/** Kinto's objects, as one person. Throws EngineFailure where there is no answer of use. */
export function kintoAdmin(options: KintoOptions): KintoAdmin {
  const requests = kintoRequests(options);

  async function get(path: string): Promise<Answer> {
    const answer = await requests.ask('GET', path);
    if (answer.status !== 200) throw failureOf(answer);
    return answer;
  }

  /** Answers to a batch in which each request stands for itself; what makes a batch uncertain fails it as a whole. */
  async function together(asked: { method: string; path: string; body?: unknown }[]): Promise<{ status: number; body?: unknown }[]> {
    const all: { status: number; body?: unknown }[] = [];
    for (const part of parts(asked, perBatch)) {
      const answer = await requests.ask('POST', '/batch', { text: JSON.stringify({ requests: part }) });
      if (answer.status !== 200) throw failureOf(answer);
      const { responses } = parsed(batch, answer.body);
      if (responses.length !== part.length) throw new EngineFailure('notStorage', 'batch');
      if (responses.some((r) => r.status === 401)) throw answer.refuse('401');
      const broken = responses.find((r) => r.status === 409 || r.status >= 500);
      if (broken) throw new EngineFailure('busy', `${broken.status} ${broken.path}`);
      all.push(...responses);
    }
    return all;
  }

  return {
    async server() {
      const answer = await get('/');
      const said = parsed(root, answer.body);
      return {
        version: said.project_version,
        user: said.user?.id ?? null,
        principals: said.user?.principals ?? [],
        capabilities: said.capabilities,
        settings: {
          explicitPermissions: said.settings.explicit_permissions ?? null,
          readonly: said.settings.readonly ?? null,
          batchMaxRequests: said.settings.batch_max_requests ?? null,
        },
        serverNow: answer.serverNow,
      };
    },

    async heartbeat() {
      const answer = await requests.ask('GET', '/__heartbeat__');
      if (answer.status !== 200 && answer.status !== 503) throw failureOf(answer);
      const said = z.record(z.string(), z.boolean()).safeParse(answer.body);
      return said.success ? said.data : {};
    },

    async read(paths) {
      const answers = await together(paths.map((path) => ({ method: 'GET', path })));
      return answers.map(({ status, body }) => {
        if (status === 403 || status === 404) return null;
        if (status !== 200) throw new EngineFailure('busy', String(status));
        return objectOf(body);
      });
    },

    async ids(path) {
      const all: string[] = [];
      for (let since = 0, more = true; more;) {
        const answer = await requests.ask('GET', `${path}?_sort=last_modified&_since=${since}&_limit=${pageLength}`);
        if (answer.status === 403 || answer.status === 404) return null;
        if (answer.status !== 200) throw failureOf(answer);
        const { data: page } = parsed(list, answer.body);
        all.push(...page.filter((o) => o.deleted !== true).map((o) => o.id));
        more = page.length > 0 && (answer.header('Next-Page') !== null || page.length >= pageLength);
        since = page.at(-1)?.last_modified ?? since;
      }
      return all;
    },

    async put(path, { data: content, grants: permissions }, base) {
      const answer = await requests.ask('PUT', path, {
        headers: base === null ? { 'If-None-Match': '*' } : { 'If-Match': `"${base}"` },
        text: JSON.stringify({ data: content, ...(permissions && { permissions }) }),
      });
      if (answer.status === 200 || answer.status === 201) return { outcome: 'done', object: objectOf(answer.body) };
      if (answer.status === 412) return { outcome: 'met' };
      if (answer.status === 409 || answer.status >= 500) throw failureOf(answer);
      return { outcome: 'refused', status: answer.status, message: messageOf(answer.body) };
    },

    async setGrants(paths, permissions) {
      const answers = await together(paths.map((path) => ({ method: 'PATCH', path, body: { permissions } })));
      const refused = answers.find(({ status }) => status !== 200 && status !== 404);
      if (refused) throw new EngineFailure(refused.status === 403 ? 'forbidden' : 'busy', `${refused.status} ${messageOf(refused.body)}`);
      return answers.filter(({ status }) => status === 200).length;
    },

    async history(bucket, { collection, record, user, since = 0, limit }) {
      const text = (value: string): string => encodeURIComponent(`"${value}"`);
      const query = [
        `_sort=last_modified&_since=${since}&_limit=${limit}`,
        ...(collection === undefined ? [] : [`collection_id=${text(collection)}`]),
        ...(record === undefined ? [] : [`record_id=${text(record)}`]),
        ...(user === undefined ? [] : [`user_id=${text(user)}`]),
      ];
      return parsed(raw, (await get(`/buckets/${bucket}/history?${query.join('&')}`)).body).data;
    },

    async newest(path, limit, { erased, before }) {
      const query = `_sort=-last_modified&_limit=${limit}${erased ? '&_since=0&deleted=true' : ''}${before === undefined ? '' : `&_before=${before}`}`;
      const answer = await get(`${path}?${query}`);
      return parsed(list, answer.body).data.map((o) => ({ id: o.id, at: o.last_modified }));
    },

    async account(name, password, replace) {
      const answer = await requests.ask('PUT', `/accounts/${encodeURIComponent(name)}`, {
        headers: replace ? {} : { 'If-None-Match': '*' },
        text: JSON.stringify({ data: { password } }),
      });
      if (answer.status === 200 || answer.status === 201) return 'done';
      if (answer.status === 412) return 'taken';
      if (answer.status === 409 || answer.status >= 500) throw failureOf(answer);
      return 'refused';
    },

    async statusFor(method, path, body, signedIn) {
      const authorization = signedIn ? await options.authorization() : null;
      const signal = (options.limit ?? (() => AbortSignal.timeout(30_000)))();
      try {
        const response = await options.fetch(`${options.address}${path}`, {
          method,
          headers: {
            Accept: 'application/json',
            ...(authorization !== null && { Authorization: authorization }),
            ...(body !== undefined && { 'Content-Type': 'application/json' }),
          },
          ...(body !== undefined && { body }),
          credentials: 'omit',
          redirect: 'error',
          cache: 'no-store',
          ...(signal && { signal }),
        });
        return response.status;
      } catch (error) {
        throw new EngineFailure('offline', error instanceof Error ? error.name : '', null, { cause: error });
      }
    },
  };
}
