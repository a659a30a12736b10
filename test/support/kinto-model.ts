/*
 * A model of Kinto on PostgreSQL at the level of HTTP, for tests that need many runs or faults at will: a `fetch` without a network, in
 * the time of the test and with the chance of the test. It answers as the real one does, faults included (facts: sync §0, §5);
 * test/contract/engine.ts holds it to that, and where the two differ the real one is right.
 */
import type { Fetch } from '@/lib/sync/kinto-request';
import { adminUser, Head, type Request, type Settings } from './kinto-engine';
import { error, type Reply } from './kinto-errors';
import { page, type Faults } from './kinto-faults';
import { Database, State, type Content, type Isolation } from './kinto-tables';
import { Transaction } from './kinto-transaction';

export type ModelOptions = {
  /** Ms since 1970, whole: the server's clock. */
  now: () => number;
  /** 0 to 1. */
  random: () => number;
  /** Lets that much of the test's time pass; without it nothing takes any. */
  sleep?: (ms: number) => Promise<void>;
  isolation?: Isolation;
  settings?: Partial<Settings>;
};

type Due = { at: number; act: () => void };

export class KintoModel {
  readonly address = 'http://kinto.test/v1';
  faults: Faults = {};
  /** Requests that came, by method and path without what is asked. */
  requests = 0;
  private readonly database: Database;
  private readonly head: Head;
  private readonly now: () => number;
  private readonly random: () => number;
  private readonly sleep: ModelOptions['sleep'];
  private due: Due[] = [];
  private copy: { state: State; at: number } | null = null;
  private date = { second: -1, text: '' };

  constructor({ now, random, sleep, isolation = 'REPEATABLE READ', settings = {} }: ModelOptions) {
    this.now = now;
    this.random = random;
    this.sleep = sleep;
    this.database = new Database(now, isolation);
    const all = { batchMaxRequests: 50, paginateBy: 1000, historyExcludes: [], ...settings };
    this.head = new Head(this.database, now, all, () => this.chance(this.faults.collided));
    this.user(adminUser.slice('account:'.length));
  }

  private chance(probability: number | undefined): boolean {
    return probability !== undefined && probability > 0 && this.random() < probability;
  }

  /** Makes a person, `alice`. Gives the value of the header with which she signs in. */
  user(name: string, password = `${name}-for-tests`): string {
    const header = `Basic ${btoa(`${name}:${password}`)}`;
    this.head.signIns.set(header, `account:${name}`);
    return header;
  }

  /** Whoever signs in with this is not known any more. */
  revoke(authorization: string): void {
    this.head.signIns.delete(authorization);
  }

  /** As its sender sees it: `fetch` of the platform, but that nothing is sent. */
  readonly fetch: Fetch = async (url, { method, headers, body, signal }) => {
    signal?.throwIfAborted();
    if (!url.startsWith(this.address)) throw new TypeError('nobody there');
    const request: Request = { method, path: url.slice(this.address.length), headers: lower(headers), ...(body !== undefined && { body }) };
    const { faults } = this;
    this.pass();
    this.requests++;
    if (this.chance(faults.lostRequest)) throw new TypeError('lost');
    if (this.chance(faults.lateRequest)) {
      this.due.push({ at: this.now() + this.upTo(faults.lateBy ?? 60_000), act: () => void this.act(request) });
      throw new TypeError('given up');
    }
    await this.travel(faults);
    if (this.chance(faults.portal)) return page(200);
    if (this.chance(faults.limited)) return page(429, { 'retry-after': '10' });
    if (this.chance(faults.unavailable)) return this.http(error(503));
    if (faults.largestBody !== undefined && (body?.length ?? 0) > faults.largestBody) return page(413);
    if (this.chance(faults.doubled)) this.act(request);
    const reply = await this.work(request, faults);
    await this.travel(faults);
    if (this.chance(faults.failedAfter)) return page(502);
    if (this.chance(faults.lostAnswer)) throw new TypeError('lost');
    const answer = this.http(reply);
    return this.chance(faults.cutAnswer) ? { ...answer, json: () => Promise.reject(new TypeError('cut')) } : answer;
  };

  private upTo(ms: number): number {
    return Math.floor(this.random() * ms);
  }

  private async travel({ delayed, delayBy = 1000 }: Faults): Promise<void> {
    if (this.sleep && this.chance(delayed)) await this.sleep(this.upTo(delayBy));
  }

  /** What came late arrives, what was open ends. */
  private pass(): void {
    if (this.due.length === 0) return;
    const now = this.now();
    const ready = this.due.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
    this.due = this.due.filter(({ at }) => at > now);
    for (const { act } of ready) act();
  }

  /** From beginning to end at once. */
  private act(request: Request): Reply {
    const { reply, transaction } = this.answer(request);
    transaction.end(reply.status < 400 ? 'commit' : 'rollback');
    return reply;
  }

  private answer(request: Request): { reply: Reply; transaction: Transaction } {
    const { stale, staleBy = 60_000 } = this.faults;
    if (stale) this.keepCopy(staleBy);
    const isRead = request.method === 'GET' && request.path.startsWith('/buckets');
    const replica = isRead && this.chance(stale) ? this.copy?.state : undefined;
    const answered = this.head.answer(request, replica);
    if (answered.reply.status < 400 && answered.transaction.writesAnything && this.chance(this.faults.historyCollided))
      return { ...answered, reply: error(409) };
    return answered;
  }

  private async work(request: Request, { heldOpen, openFor = 20_000, crashed }: Faults): Promise<Reply> {
    const { reply, transaction } = this.answer(request);
    if (reply.status >= 400) transaction.end('rollback');
    else if (!transaction.writesAnything) transaction.end();
    else {
      const fate = this.chance(crashed) ? 'rollback' : 'commit';
      if (this.chance(heldOpen)) {
        const ms = this.upTo(openFor);
        transaction.keepOpen(fate);
        this.due.push({ at: this.now() + ms, act: () => void transaction.end() });
        if (!this.sleep) throw new TypeError('given up');
        await this.sleep(ms);
      }
      transaction.end(fate);
      if (fate === 'rollback') throw new TypeError('cut');
    }
    return reply;
  }

  /** A copy that is between nothing and `staleBy` behind. */
  private keepCopy(staleBy: number): void {
    if (this.copy && this.now() - this.copy.at <= staleBy) return;
    this.copy = { state: new State(this.database.state), at: this.now() };
  }

  private http({ status, body, headers }: Reply): Awaited<ReturnType<Fetch>> {
    const { backoff, alert } = this.faults;
    const all: Record<string, string> = {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      date: this.dateNow(),
      ...(backoff !== undefined && { backoff: String(backoff) }),
      ...(alert && { alert: JSON.stringify(alert) }),
      ...headers,
    };
    return { status, headers: { get: (name) => all[name.toLowerCase()] ?? null }, json: () => Promise.resolve(body) };
  }

  private dateNow(): string {
    const second = Math.floor(this.now() / 1000);
    if (second !== this.date.second) this.date = { second, text: new Date(second * 1000).toUTCString() };
    return this.date.text;
  }

  // What an operator does.

  /** Everything that is under way comes to its end. */
  settle(): void {
    while (this.due.length > 0) for (const { act } of this.due.splice(0).sort((a, b) => a.at - b.at)) act();
    this.database.settle();
  }

  /** A backup as of now. */
  backup(): State {
    return new State(this.database.state);
  }

  /** The backup takes the place of what is there; what is under way is lost. */
  restore(backup: State): void {
    this.due = [];
    this.copy = null;
    this.database.replace(backup);
  }

  /** As `POST /__flush__`: nothing is left but the people. */
  wipe(): void {
    this.restore(new State());
  }

  /** `kinto purge-deleted record KEEP`. */
  purge(keep: number): void {
    this.database.state.purge(keep);
  }

  /** What stands in a list, ascending by time, tombstones left out: `/buckets/b/collections/c/records`. */
  dump(list: string): Content[] {
    return new Transaction(this.database).rows(list).flatMap((row) => (row.data ? [row.view] : []));
  }
}

const lower = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
