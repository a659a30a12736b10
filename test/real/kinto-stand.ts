// A Kinto of one's own with its administrator, for tests that set it up and change who may do what.
import { setTimeout as wait } from 'node:timers/promises';
import { startKinto } from '../support/kinto-server';
import { Person } from './kinto-people';

export type Stand = {
  /** May make buckets and accounts. */
  root: Person;
  /** Makes a person who can sign in; of two heads they use the second. */
  person(name: string): Promise<Person>;
  /** Waits, but not as long as a server asks people to. */
  pause(ms: number): Promise<void>;
  stop(): Promise<void>;
};

export async function openStand(backend: 'memory' | 'postgres'): Promise<Stand> {
  const kinto = await startKinto({ backend, heads: backend === 'postgres' ? 2 : 1 });
  return {
    root: new Person(kinto.urls[0]!, kinto.admin.user, kinto.admin.password),
    async person(name) {
      const { user, password } = await kinto.user(`p-${name.toLowerCase()}`);
      return new Person(kinto.urls.at(-1)!, user, password);
    },
    pause: (ms) => wait(Math.min(ms, 50)),
    stop: () => kinto.stop(),
  };
}
