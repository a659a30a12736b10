import type { Engine } from '@/lib/sync/contract';
import { kintoEngine } from '@/lib/sync/kinto';
import type { Fetch } from '@/lib/sync/kinto-request';

/** A Kinto to hold to the contract: the model of it, or a real one. */
export type EngineStand = {
  /** One per head. */
  addresses: string[];
  fetch: Fetch;
  /** Authorization of the administrator, who alone may make buckets. */
  admin: string;
  /** Makes a person `account:<name>`; gives her authorization. */
  user(name: string): Promise<string>;
  /** False: one head that keeps everything in memory, which has no transactions. */
  transactions: 'REPEATABLE READ' | 'default' | false;
  /** Starts a request that writes this row, keeps it standing in the middle of its transaction, and lets it end when `during` is over. */
  inTheMiddle?<T>(
    start: () => Promise<T>,
    row: { list: string; id: string },
    during: (waiting: (requests: number) => Promise<void>) => Promise<void>,
  ): Promise<T>;
};

export type Json = Record<string, unknown>;
export type Answer = {
  status: number;
  body: Json;
  /** Of the object, where there is one. */
  data: Json & { id: string; last_modified: number };
  /** Ids of a list. */
  ids: string[];
  etag: string | null;
  header(name: string): string | null;
};
type How = { as?: string; head?: number; headers?: Record<string, string>; text?: string };

/** A bucket of its own on a stand, with requests by hand. */
export class Room {
  readonly bucket: string;
  readonly path: string;

  private constructor(
    readonly stand: EngineStand,
    name: string,
  ) {
    this.bucket = name;
    this.path = `/buckets/${name}`;
  }

  static async open(stand: EngineStand, permissions: Record<string, string[]> = { read: ['system.Authenticated'] }): Promise<Room> {
    const room = new Room(stand, `room-${crypto.randomUUID()}`);
    await room.made('PUT', room.path, { permissions });
    return room;
  }

  /** A new collection; gives the path of its records. */
  async collection(permissions: Record<string, string[]> = {}, data: Json = {}): Promise<string> {
    const path = `${this.path}/collections/c-${crypto.randomUUID()}`;
    await this.made('PUT', path, { data, permissions });
    return `${path}/records`;
  }

  async ask(
    method: string,
    path: string,
    body?: unknown,
    { as = this.stand.admin, head = 0, headers = {}, text }: How = {},
  ): Promise<Answer> {
    const sent = text ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await this.stand.fetch(`${this.stand.addresses[head]}${path}`, {
      method,
      headers: {
        Accept: 'application/json',
        ...(as !== '' && { Authorization: as }),
        ...(sent !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(sent !== undefined && { body: sent }),
      credentials: 'omit',
      redirect: 'error',
      cache: 'no-store',
    });
    const read = method === 'HEAD' || response.status === 304 ? {} : ((await response.json()) as Json);
    const { data } = read;
    return {
      status: response.status,
      body: read,
      data: data as Answer['data'],
      ids: Array.isArray(data) ? data.map((o: { id: string }) => o.id) : [],
      etag: response.headers.get('ETag'),
      header: (name) => response.headers.get(name),
    };
  }

  /** As `ask`, for what has to go well. */
  async made(...asked: Parameters<Room['ask']>): Promise<Answer> {
    const answer = await this.ask(...asked);
    if (answer.status >= 300) throw new Error(`${asked[0]} ${asked[1]}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer;
  }

  /** PUTs a record's data. */
  put(list: string, id: string, data: Json = {}, how: How = {}): Promise<Answer> {
    return this.ask('PUT', `${list}/${id}`, { data }, how);
  }

  /** Status by status; a number where the batch failed as a whole. */
  async batch(requests: { method: string; path: string; body?: unknown; headers?: Record<string, string> }[], how: How = {}) {
    const answer = await this.ask('POST', '/batch', { requests }, how);
    const responses = answer.body.responses as { status: number; body: Json }[] | undefined;
    return { ...answer, statuses: responses?.map((r) => r.status) ?? answer.status, responses: responses ?? [] };
  }

  engine(authorization: string, head = 0): Engine {
    return kintoEngine({
      address: this.stand.addresses[head]!,
      bucket: this.bucket,
      fetch: this.stand.fetch,
      authorization: () => authorization,
    });
  }
}

/** Name of a collection, of the path of its records. */
export const nameOf = (list: string): string => list.split('/')[4]!;

export const ifMatch = (answer: Answer): { headers: Record<string, string> } => ({ headers: { 'If-Match': answer.etag! } });
export const ifNone = { headers: { 'If-None-Match': '*' } };
