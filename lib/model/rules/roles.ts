import type { Actor } from '../schema/places';

export type Role = Actor['roles'][number];

/** Who may decide about an outcome: its owner, and those the owner named. */
export type Deciders = { owner?: string; delegates: readonly string[] };

/** As what an actor decides about an outcome; undefined: their decision does not count. */
export function deciderRole({ owner, delegates }: Deciders, actor: string): 'owner' | 'delegate' | undefined {
  if (owner === actor) return 'owner';
  return delegates.includes(actor) ? 'delegate' : undefined;
}

/** What people do with records, and the roles that may. Readers look; deciding about an outcome is its owner's alone (deciderRole). */
const allowed = {
  tag: ['designer', 'admin'],
  proposeOutcome: ['designer', 'owner', 'admin'],
  linkChart: ['owner', 'publisher', 'admin'],
  shareValues: ['publisher', 'admin'],
  manageSites: ['admin'],
  importFile: ['admin'],
  erase: ['admin'],
} as const satisfies Record<string, readonly Role[]>;

export type Act = keyof typeof allowed;

/** May somebody with these roles do this? The storage enforces what it can; this is what views offer (DESIGN §8). */
export const may = (roles: readonly Role[], act: Act): boolean => roles.some((role) => (allowed[act] as readonly Role[]).includes(role));
