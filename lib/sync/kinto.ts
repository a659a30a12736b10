import { EngineFailure, type Engine, type EngineTime, type PushAnswer, type PushEntry, type PushResult } from './contract';
import { batchOf, blames, concerns, helloOf, lifeOf, movedIn, namesOf, pageOf, recordsOf, timeOf } from './kinto-answers';
import { failureOf, kintoRequests, type Answer, type KintoOptions } from './kinto-request';
import { fromWire, toWire } from './wire-ids';

/** Where a storage keeps the random id of its life; the record's content is `{ generation, purgedBefore? }` (ms). */
export const lifePlace = { collection: 'meta', record: 'generation' } as const;

/** A batch is one transaction, and its length is what the overlap of pulls is measured by: never more, whatever the server allows. */
const mostEntries = 25;
const mostBytes = 500_000;
/** Of one record. */
const largestRecord = 200_000;
/** Of the part of an address that names records: proxies take 8 kB of it. */
const longestQuery = 4_000;
const pageLength = 1000;
/** A hint names what moved since a little earlier: a history entry may become visible after a later one (facts: sync §0.3). */
const overlap = 60_000;

const bytes = new TextEncoder();

/** One request of a batch, as text. */
type Act = { path: string; text: string; size: number };

const each = (results: PushResult[], serverNow: number | null): PushAnswer => ({ kind: 'each', results, serverNow });

/** In parts of at most `most` entries and about half a megabyte. */
function parted(acts: readonly Act[], most: number): Act[][] {
  const parts: Act[][] = [];
  let size = 0;
  for (const act of acts) {
    const last = parts.at(-1);
    if (last && last.length < most && size + act.size <= mostBytes) last.push(act);
    else {
      parts.push([act]);
      size = 0;
    }
    size += act.size;
  }
  return parts;
}

/** Ids as a filter takes them, in parts that fit in an address; in quotes, or one of digits only would be taken for a number. */
function filters(ids: readonly string[]): string[][] {
  const parts: string[][] = [];
  let length = longestQuery;
  for (const id of ids) {
    const name = `%22${toWire(id)}%22`;
    length += name.length + 1;
    if (length > longestQuery) {
      parts.push([]);
      length = name.length + 1;
    }
    parts.at(-1)!.push(name);
  }
  return parts;
}

/** Sync's engine on a Kinto: one bucket, one person. */
export function kintoEngine(options: KintoOptions & { bucket: string }): Engine {
  const requests = kintoRequests(options);
  const bucket = `/buckets/${options.bucket}`;
  const recordsIn = (collection: string): string => `${bucket}/collections/${collection}/records`;
  let perBatch = mostEntries;

  async function get(path: string, headers?: Record<string, string>): Promise<Answer> {
    const answer = await requests.ask('GET', path, headers && { headers });
    if (answer.status === 200 || answer.status === 304) return answer;
    if (answer.status === 400 && path.includes('_since=') && blames(answer, '_since')) throw new EngineFailure('sinceRefused');
    throw failureOf(answer);
  }

  /** After a time, also what was erased. From 0 on means all: a time that somebody made up may lie before it, where `_since` finds nothing. */
  const after = (time: EngineTime): string => (time > 0 ? `_since=${time}` : 'not_last_modified=1');

  /** Everything of a list, also what was erased, by its time: needs no token, and can be gone on with anywhere. */
  async function eachOf(path: string): Promise<ReturnType<typeof namesOf>> {
    const all: ReturnType<typeof namesOf> = [];
    for (let since = 0, more = true; more;) {
      const answer = await get(`${path}?_fields=last_modified,deleted,t&_sort=last_modified&${after(since)}&_limit=${pageLength}`);
      const names = namesOf(answer);
      for (const name of names) all.push(name);
      more = names.length > 0 && (answer.header('Next-Page') !== null || names.length >= pageLength);
      since = names.at(-1)?.at ?? since;
    }
    return all;
  }

  function actOf(collection: string, { id, content, base }: PushEntry): Act {
    const path = `${recordsIn(collection)}/${toWire(id)}`;
    if (content === null) return { path, text: JSON.stringify({ method: 'DELETE', path }), size: 0 };
    // Without a condition a second try after a lost answer would be refused, or would overwrite (facts: sync §1).
    const headers = base === null ? { 'If-None-Match': '*' } : { 'If-Match': `"${base}"` };
    const data = JSON.stringify({ ...content, id: undefined });
    return {
      path,
      text: `{"method":"PUT","path":${JSON.stringify(path)},"headers":${JSON.stringify(headers)},"body":{"data":${data}}}`,
      size: bytes.encode(data).length,
    };
  }

  async function send(acts: readonly Act[]): Promise<PushAnswer> {
    let answer: Answer;
    try {
      answer = await requests.ask('POST', '/batch', { text: `{"requests":[${acts.map((act) => act.text).join(',')}]}` });
    } catch (error) {
      if (!(error instanceof EngineFailure) || error.code === 'signedOut' || error.code === 'ended') throw error;
      return { kind: 'unknown', because: 'failed', message: error.message, retryAfter: error.retryAfter };
    }
    if (answer.status === 200) {
      const paths = acts.map((act) => act.path);
      const read = batchOf(answer, paths);
      if (read === 'signedOut') throw answer.refuse('401');
      return read;
    }
    // Of a batch that was refused as a whole nothing was done: in halves it may pass, and one that does not pass alone is the reason.
    if (answer.status === 400 || answer.status === 413) {
      if (acts.length > 1) return inTurn([acts.slice(0, acts.length >> 1), acts.slice(acts.length >> 1)]);
      const { message } = failureOf(answer);
      return each([{ outcome: 'refused', code: answer.status === 413 ? 'tooLarge' : 'invalid', message }], answer.serverNow);
    }
    const { message, retryAfter } = failureOf(answer);
    return { kind: 'unknown', because: answer.status === 409 ? 'busy' : 'failed', message, retryAfter };
  }

  /** One after the other; the first of which nothing is known ends it, and makes all of it unknown. */
  async function inTurn(parts: readonly (readonly Act[])[]): Promise<PushAnswer> {
    const results: PushResult[] = [];
    let serverNow: number | null = null;
    for (const part of parts) {
      const answer = await send(part);
      if (answer.kind === 'unknown') return answer;
      results.push(...answer.results);
      serverNow = answer.serverNow;
    }
    return each(results, serverNow);
  }

  return {
    get maxEntries() {
      return perBatch;
    },
    notices: () => requests.notices(),

    async hello() {
      requests.forgetNotices();
      const answer = await requests.ask('GET', '/');
      if (answer.status !== 200) throw failureOf(answer);
      const said = helloOf(answer);
      if (!said) throw answer.refuse('nobody');
      perBatch = Math.max(1, Math.min(mostEntries, said.perBatch ?? mostEntries));
      return { ...said.hello, alerts: requests.notices().alerts };
    },

    async generation() {
      const answer = await requests.ask('GET', `${recordsIn(lifePlace.collection)}/${lifePlace.record}`);
      if (answer.status === 404 && concerns(answer.body) === 'record') return { id: null, purgedBefore: null };
      if (answer.status !== 200) throw failureOf(answer);
      const life = lifeOf(answer);
      return { id: life?.generation ?? null, purgedBefore: life?.purgedBefore ?? null };
    },

    async collections() {
      return (await eachOf(`${bucket}/collections`)).filter((name) => !name.erased).map((name) => name.wire);
    },

    async push(collection, entries) {
      const results: (PushResult | undefined)[] = [];
      const fit: { act: Act; at: number }[] = [];
      entries.forEach((entry, at) => {
        const act = actOf(collection, entry);
        if (act.size > largestRecord) results[at] = { outcome: 'refused', code: 'tooLarge', message: `${act.size} bytes` };
        else fit.push({ act, at });
      });
      const answer = await inTurn(
        parted(
          fit.map((f) => f.act),
          perBatch,
        ),
      );
      if (answer.kind === 'unknown') return answer;
      fit.forEach(({ at }, i) => (results[at] = answer.results[i]!));
      return each(results as PushResult[], answer.serverNow);
    },

    async pull(collection, since, limit) {
      return pageOf(await get(`${recordsIn(collection)}?_sort=last_modified&${after(since)}&_limit=${limit}`), limit);
    },

    async hint(mark, late = false) {
      const from = timeOf(mark);
      const path = `${bucket}/history?_fields=collection_id&`;
      // A proxy that compresses makes the mark a weak one (`W/"1"`), which Kinto refuses as a question.
      const asked = { 'If-None-Match': `"${from}"` };
      const answer =
        mark === null || from === null
          ? await get(`${path}_limit=1`)
          : await get(`${path}_since=${Math.max(0, from - overlap)}&_limit=${pageLength}`, late ? undefined : asked);
      const now = answer.header('ETag');
      if (answer.status === 304) return { moved: false, at: timeOf(now) ?? from };
      const all = from === null || answer.header('Next-Page') !== null;
      return { moved: true, mark: now, at: timeOf(now), collections: all ? null : movedIn(answer) };
    },

    async list(collection) {
      const names = await eachOf(recordsIn(collection));
      return names.map(({ wire, at, erased }) => ({ id: fromWire(wire), at, ...(erased && { erased }) }));
    },

    async fetch(collection, ids) {
      const found = [];
      for (const names of filters(ids))
        found.push(...recordsOf(await get(`${recordsIn(collection)}?_limit=${names.length}&in_id=${names.join(',')}`)));
      return found;
    },

    async count(collection) {
      const answer = await requests.ask('HEAD', recordsIn(collection));
      if (answer.status !== 200) throw failureOf(answer);
      const total = answer.header('Total-Objects');
      return total !== null && /^\d+$/.test(total) ? Number(total) : null;
    },
  };
}
