import type { RecordType } from '@/lib/model/schema/records';
import { toWire } from './wire-ids';

/*
 * The permission layout as data: which collections a storage has, what stands in them, and who may do what there (facts: sync §4.6).
 * Set-up writes it to the storage (arrange.ts), rights are read from it (layout.ts). In a storage, `record:create` lets somebody make
 * records and change their own; `write` lets them change all, and the collection itself.
 */

/** Number of this layout, kept with the bucket: another one is not touched. */
export const layoutVersion = 1;

/** Who is meant: a group, all groups of owners, or the owners of the unit that the collection belongs to. */
type Audience = 'designers' | 'publishers' | 'owners' | 'unitOwners';

type Plan = {
  types: readonly RecordType[];
  /** Beside the administrators, who may do everything. */
  create: readonly Audience[];
  write: readonly Audience[];
  /** What stands here yields to what stands under the same id in a collection of another rank. */
  rank: 'adopted' | 'draft' | 'only';
  audited: boolean;
};

const plan = (
  types: RecordType[],
  create: Audience[],
  write: Audience[],
  { rank = 'only', audited = true }: { rank?: Plan['rank']; audited?: boolean } = {},
): Plan => ({ types, create, write, rank, audited });

/** In the order of pulling: what others depend on or yield to comes first. A name that ends in `-` takes a unit or a year. */
const plans = {
  people: plan(['actor', 'unit', 'goal'], ['designers', 'publishers', 'owners'], []),
  sites: plan(['site'], [], []),
  recipes: plan(['recipe'], [], []),
  courses: plan(['course'], [], ['designers']),
  'outcomes-': plan(['outcome', 'valueCase'], [], ['unitOwners'], { rank: 'adopted' }),
  metrics: plan(['metric'], ['owners'], ['publishers'], { rank: 'adopted' }),
  'drafts-': plan(['outcome', 'metric'], ['designers', 'owners'], ['unitOwners'], { rank: 'draft' }),
  drafts: plan(['outcome', 'metric'], ['designers', 'owners'], [], { rank: 'draft' }),
  alignments: plan(['alignment'], ['designers'], []),
  'decisions-': plan(['signOff', 'review'], ['unitOwners'], []),
  chartlinks: plan(['chartLink'], ['owners'], ['publishers']),
  'obs-': plan(['chunk'], [], ['publishers'], { audited: false }),
  /** The storage's own: which life of it this is. */
  meta: plan([], [], []),
} as const satisfies Record<string, Plan>;

export type CollectionKind = keyof typeof plans;
const kinds = Object.keys(plans) as CollectionKind[];

/** A collection's name taken apart; `part`: the unit's id as it is written in Kinto, or the year. */
export type Named = Plan & { kind: CollectionKind; part: string; order: number };

/** What a collection of this name is for; null: none of ours. */
export function named(collection: string): Named | null {
  const dash = collection.indexOf('-');
  const kind = dash < 0 ? collection : collection.slice(0, dash + 1);
  const part = dash < 0 ? '' : collection.slice(dash + 1);
  if (!Object.hasOwn(plans, kind) || dash >= 0 !== (part !== '') || (kind === 'obs-' && !/^\d{4}$/.test(part))) return null;
  return { ...plans[kind as CollectionKind], kind: kind as CollectionKind, part, order: kinds.indexOf(kind as CollectionKind) };
}

const ownersPrefix = 'owners-';
/** The group of those who own the outcomes of a unit. */
export const ownersOf = (unit: string): string => ownersPrefix + toWire(unit);
/** The unit's id as written in Kinto; null: no group of owners. */
export const unitOfGroup = (group: string): string | null =>
  group.startsWith(ownersPrefix) && group.length > ownersPrefix.length ? group.slice(ownersPrefix.length) : null;

export const adminsGroup = 'admins';
/** Groups that every storage has. Members of `readers` may read, where not everybody who can sign in may. */
export const fixedGroups = [adminsGroup, 'designers', 'publishers', 'readers'] as const;

function includes(audience: Audience, group: string, { part }: Named): boolean {
  if (audience === 'owners') return unitOfGroup(group) !== null;
  if (audience === 'unitOwners') return unitOfGroup(group) === part;
  return audience === group;
}

/** May members of a group do this in a collection? `create`: make records, and change their own; `write`: change all. */
export function groupMay(what: 'create' | 'write', group: string, collection: Named): boolean {
  if (group === adminsGroup) return true;
  return (what === 'create' ? [...collection.create, ...collection.write] : collection.write).some((a) => includes(a, group, collection));
}

/** Grants of one object, as Kinto has them: permission → principals. */
export type Grants = Readonly<Record<string, readonly string[]>>;

export type WantedCollection = { id: string; grants: Grants };
/** Everything that a storage should hold. */
export type Wanted = { bucket: { grants: Grants }; groups: string[]; collections: WantedCollection[] };

export type Extent = {
  bucket: string;
  /** Ids of business units. */
  units: readonly string[];
  /** Years of observations. */
  years: readonly number[];
  /** `signedIn`: whoever the storage lets sign in; `members`: those in a group. */
  readers: 'signedIn' | 'members';
};

/** What a storage of this extent should hold. */
export function wantedOf({ bucket, units, years, readers }: Extent): Wanted {
  const groups = [...fixedGroups, ...units.map(ownersOf)];
  const principal = (group: string): string => `/buckets/${bucket}/groups/${group}`;
  const names = kinds.flatMap((kind) => {
    if (kind === 'obs-') return years.map((year) => `${kind}${year}`);
    return kind.endsWith('-') ? units.map((unit) => kind + toWire(unit)) : [kind];
  });
  return {
    bucket: {
      grants: {
        read: readers === 'signedIn' ? ['system.Authenticated'] : groups.filter((g) => g !== adminsGroup).map(principal),
        write: [principal(adminsGroup)],
      },
    },
    groups,
    collections: names.map((id) => {
      const collection = named(id)!;
      const creating = groups.filter((g) => groupMay('create', g, collection) && !groupMay('write', g, collection));
      return {
        id,
        grants: {
          // Administrators have it from the bucket already. Written here too: Kinto shows an object's grants only to those whom it names itself.
          write: groups.filter((g) => groupMay('write', g, collection)).map(principal),
          ...(creating.length > 0 && { 'record:create': creating.map(principal) }),
        },
      };
    }),
  };
}
