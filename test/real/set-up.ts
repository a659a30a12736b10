// Starts the real products once for all files of the project "real" and hands them to the tests: `inject('real')`.
import { readFileSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { startProducts } from './start.mjs';

export type RealUser = { username: string; password: string };
export type RealSuperset = {
  product: 'superset';
  version: string;
  address: string;
  host: string;
  users: Record<'admin' | 'viewer', RealUser>;
  ids: {
    datasets: Record<string, number>;
    charts: Record<string, { id: number; name: string; viz: string; dataset: string; saved: 'editor' | 'plain' | null }>;
    dashboards: Record<'field' | 'tabs' | 'awkward', { id: number; slug: string; title: string }>;
  };
  /** ISO date of the (invented) launch after which complaints go down. */
  launch: string;
  postgres: { port: number };
  log: string;
};
export type RealKolibri = {
  product: 'kolibri';
  version: string;
  address: string;
  host: string;
  users: Record<'admin' | 'coach' | 'learner', RealUser>;
  ids: {
    facility: string;
    users: Record<'coach' | 'learner', string>;
    classes: Record<'parcels' | 'complaints', { id: string; name: string; lesson: { id: string; title: string } }>;
  };
  log: string;
};
export type RealKintoServer = {
  /** One per head, `http://127.0.0.1:18821/v1`. */
  urls: string[];
  admin: { user: string; password: string };
  /** Null: PostgreSQL's own, or none. */
  isolation: 'REPEATABLE READ' | null;
  postgres: { port: number } | null;
  log: string;
};
/** One head in memory; two heads on one PostgreSQL. Shared by all tests: each makes a bucket of its own, and breaks nothing. */
export type RealKinto = { product: 'kinto'; version: string; memory: RealKintoServer; postgres: RealKintoServer };
export type Real = { superset: RealSuperset; kolibri: RealKolibri; kinto: RealKinto };

declare module 'vitest' {
  export interface ProvidedContext {
    real: Real;
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const running = process.env.THROUGHLINE_REAL;
  if (running) {
    project.provide('real', JSON.parse(readFileSync(running, 'utf8')) as Real);
    return async () => {};
  }
  const { state, stop } = await startProducts({ say: (text: string) => console.log(`[real] ${text}`) });
  project.provide('real', state as Real);
  return stop;
}
