// People of a Kinto under test, and what each of them can do there by hand.
import { kintoAdmin, type KintoAdmin } from '@/lib/sync/kinto-admin';

export type Reply = {
  status: number;
  body: { data: Record<string, unknown>; permissions?: Record<string, string[]>; errno?: number } & Record<string, unknown>;
};

/** One person at the storage; without a name: nobody is signed in. */
export class Person {
  readonly admin: KintoAdmin;

  constructor(
    readonly address: string,
    readonly name: string | null,
    readonly password = '',
  ) {
    this.admin = kintoAdmin({ address, fetch: (url, ask) => fetch(url, ask), authorization: () => this.authorization });
  }

  /** As the storage names them. */
  get user(): string {
    return `account:${this.name}`;
  }

  get authorization(): string | null {
    return this.name === null ? null : `Basic ${btoa(`${this.name}:${this.password}`)}`;
  }

  /** A request by hand, as any program can make it. */
  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    const response = await fetch(this.address + path, {
      method,
      headers: {
        Accept: 'application/json',
        ...(this.authorization && { Authorization: this.authorization }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json().catch(() => ({}))) as Reply['body'] };
  }
}
