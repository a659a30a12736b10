import browser from 'webextension-polyfill';
import type { Held } from '@/lib/store/replica';
import type { OutRow } from '@/lib/store/rows';
import { openWorkspace, type Change, type Workspace, type WorkspaceOptions } from '@/lib/store/workspace';

/** A workspace of its own for one test: another profile, with an empty database. */
export async function freshWorkspace(options: WorkspaceOptions = {}): Promise<Workspace> {
  await browser.storage.local.remove(['workspace', 'device']);
  return openWorkspace(options);
}

export const metricSet = {
  name: 'Damage complaints',
  definition: 'damage complaints ÷ parcels delivered × 1,000',
  kind: 'rate',
  unit: 'per 1,000 parcels',
  cadence: 'week',
  calendar: 'iso',
  maturityDays: 7,
  aggregation: 'ratio',
  betterWhen: 'lower',
  source: { kind: 'typed' },
  shared: false,
  definitionChanges: [],
} as const;
export const outcomeSet = { direction: 'reduce', metricId: 'm1', status: 'draft' } as const;
export const courseSet = {
  site: 'moodle:lms.example.org',
  nativeId: '7',
  title: 'Pack it right',
  url: 'https://lms.example.org/course/view.php?id=7',
} as const;
export const alignmentSet = {
  courseId: 'c1',
  outcomeId: 'o1',
  rationale: 'Packing check scanned before loading',
  influences: [],
  shape: 'levelAndSlope',
  lagPeriods: 4,
  contribution: 'medium',
  proposedBy: 'a1',
  proposedAt: '2026-05-20T08:00:00.000Z',
} as const;

export const add = (type: Exclude<Change['type'], 'signOff' | 'review'>, id: string, set: Record<string, unknown>): Change => ({
  type,
  id,
  set,
});

/** What stands of a record in the store and its outbox. */
export const heldOf = async (ws: Workspace, type: string, id: string): Promise<Held> => (await ws.replica.read([{ type, id }]))[0]!;

/** Lets a record be as if a pull had found it in a collection, with nothing left to share. */
export const shareAs = (ws: Workspace, type: string, id: string, home: string, base = 1_795_562_478_857): Promise<void> =>
  ws.replica.change([{ type, id }], ([now]) => ({ rows: [{ key: now!.key, rec: { ...now!.rec!, home, base, seen: 'hash' }, out: null }] }));

/** Changes the outbox row of a record, as a replicator would. */
export const setOut = (ws: Workspace, type: string, id: string, more: Partial<OutRow>): Promise<void> =>
  ws.replica.change([{ type, id }], ([now]) => ({
    rows: [
      {
        key: now!.key,
        out: {
          ...(now!.out ?? { type: type as OutRow['type'], id, since: '2026-11-25T08:00:00.000Z', tries: 0, next: 0, state: 'waiting' }),
          ...more,
        },
      },
    ],
  }));

let made = 0;
/** A write id that was not used before. */
export const newWrite = (): string => `w-${(made += 1)}-${crypto.randomUUID()}`;

/** The name of the current workspace's database, to look behind the store. */
export const databaseName = async (): Promise<string> => String((await browser.storage.local.get('workspace')).workspace);
