import { canonicalJson, type Json } from '@/lib/model/rules/canonical';
import { EngineFailure } from './contract';
import { arrangementIn, isPerson, look, membersOf, ownMark, type Seen } from './arrange-look';
import { lifePlace } from './kinto';
import type { KintoAdmin, KintoObject } from './kinto-admin';
import { adminsGroup, unitOfGroup, wantedOf, type Extent, type Grants } from './layout-plan';
import { groupSchema, schemaOf } from './layout-schemas';
import { fromWire } from './wire-ids';

/*
 * Sets a storage up: reads what is there, says what differs from the layout, object by object, and does it. Nothing is remembered between
 * the steps, so that one who is cut off begins again and finds less to do.
 */

/** One difference; words for it are the page's. `schema`: what may stand there. `mark`: it says that it is ours. */
export type Line =
  | { code: 'make' }
  | { code: 'mark' | 'schema' }
  | { code: 'grant' | 'revoke'; permission: string; who: string }
  | { code: 'member' | 'notMember'; who: string };

type Shown = { data: Record<string, unknown>; grants?: Grants };

/** One object that is not as it should be. */
export type Step = {
  kind: 'bucket' | 'group' | 'collection' | 'life';
  name: string;
  /** As Kinto names it; steps are told apart by it. */
  path: string;
  lines: Line[];
  before: Shown | null;
  after: Shown;
  /** When it was last changed; null: it is not there. */
  base: number | null;
};

/**
 * `otherLayout`: the bucket holds somebody else's data. `newerLayout`: a newer version of Throughline arranged it. `notAdmin`: this person
 * may not see who may do what there.
 */
export type Plan = { refused: 'otherLayout' | 'newerLayout' | 'notAdmin' } | { steps: Step[]; extent: Extent; others: string[] };

/** What the person asks for; units and years that are there already stay. `readers`: absent: as it is, in a new storage `members`. */
export type Wish = { bucket: string; units?: readonly string[]; years?: readonly number[]; readers?: Extent['readers'] };

/** Units and years of a wish and of what is there, in a fixed order, so that two who look see the same. */
function extentOf(wish: Wish, seen: Seen): Extent {
  const thereUnits = [...seen.groups.keys()].map(unitOfGroup).filter((unit) => unit !== null);
  const thereYears = [...seen.collections.keys()].flatMap((id) => (id.startsWith('obs-') ? [Number(id.slice(4))] : []));
  const open = seen.bucket?.grants?.read?.includes('system.Authenticated');
  return {
    bucket: wish.bucket,
    units: [...new Set([...thereUnits.map(fromWire), ...(wish.units ?? [])])].sort(),
    years: [...new Set([...thereYears, ...(wish.years ?? [])])].sort((a, b) => a - b),
    readers: wish.readers ?? (open ? 'signedIn' : 'members'),
  };
}

/**
 * Grants as they should become. Kinto adds whoever changes an object to its `write`, so administrators stay there unsaid; anybody else
 * who is not wanted goes, one who was an administrator too.
 */
function grantsOf(wanted: Grants, there: Grants | undefined, administrators: ReadonlySet<string>): { grants: Grants; lines: Line[] } {
  const lines: Line[] = [];
  const grants: Record<string, string[]> = {};
  for (const permission of [...new Set([...Object.keys(wanted), ...Object.keys(there ?? {})])].sort()) {
    const [should, has] = [wanted[permission] ?? [], there?.[permission] ?? []];
    const unsaid = permission === 'write' ? has.filter((who) => administrators.has(who) && !should.includes(who)) : [];
    grants[permission] = [...should, ...unsaid].sort();
    for (const who of should) if (!has.includes(who)) lines.push({ code: 'grant', permission, who });
    for (const who of has) if (!grants[permission].includes(who)) lines.push({ code: 'revoke', permission, who });
  }
  return { grants, lines };
}

const same = (a: unknown, b: unknown): boolean => canonicalJson((a ?? null) as Json) === canonicalJson((b ?? null) as Json);

type Goal = Pick<Step, 'kind' | 'name' | 'path'> & { data: Record<string, unknown>; grants: Grants; dataLines: Line[] };

function stepTo({ kind, name, path, data, grants, dataLines }: Goal, there: KintoObject | null, administrators: Set<string>): Step[] {
  const become = grantsOf(grants, there?.grants ?? undefined, administrators);
  const lines: Line[] = [...(there ? [] : [{ code: 'make' } as const]), ...dataLines, ...become.lines];
  if (lines.length === 0) return [];
  const before = there && { data: there.data, ...(there.grants && { grants: there.grants }) };
  return [{ kind, name, path, lines, before, after: { data, grants: become.grants }, base: there?.at ?? null }];
}

function stepsOf(seen: Seen, extent: Extent, newLife: () => string): Step[] {
  const wanted = wantedOf(extent);
  const path = `/buckets/${extent.bucket}`;
  const admins = new Set([seen.user, ...membersOf(seen.groups.get(adminsGroup))]);

  const own = seen.bucket?.data ?? {};
  const mark = { ...ownMark, 'group:schema': groupSchema };
  const bucket: Goal = {
    kind: 'bucket',
    name: extent.bucket,
    path,
    data: { ...own, ...mark },
    grants: wanted.bucket.grants,
    dataLines: Object.entries(mark).every(([name, value]) => same(own[name], value)) ? [] : [{ code: 'mark' }],
  };

  const groups = wanted.groups.map((name): Goal & { there: KintoObject | null } => {
    const there = seen.groups.get(name) ?? null;
    const has = membersOf(there ?? undefined);
    const people = has.filter((who) => isPerson(who));
    const members = name === adminsGroup && !people.includes(seen.user) ? [...people, seen.user] : people;
    const dataLines: Line[] = [
      ...members.filter((who) => !has.includes(who)).map((who) => ({ code: 'member', who }) as const),
      ...has.filter((who) => !members.includes(who)).map((who) => ({ code: 'notMember', who }) as const),
    ];
    const grants = { write: [`${path}/groups/${adminsGroup}`] };
    return { kind: 'group', name, path: `${path}/groups/${name}`, data: { ...there?.data, members }, grants, dataLines, there };
  });

  const collections = wanted.collections.map(({ id, grants }): Goal & { there: KintoObject | null } => {
    const there = seen.collections.get(id) ?? null;
    const schema = schemaOf(id);
    const dataLines: Line[] = same(there?.data.schema, schema) ? [] : [{ code: 'schema' }];
    return { kind: 'collection', name: id, path: `${path}/collections/${id}`, data: { ...there?.data, schema }, grants, dataLines, there };
  });

  const life: Step[] = seen.life
    ? []
    : [
        {
          kind: 'life',
          name: lifePlace.record,
          path: `${path}/collections/${lifePlace.collection}/records/${lifePlace.record}`,
          lines: [{ code: 'make' }],
          before: null,
          after: { data: { generation: newLife() } },
          base: null,
        },
      ];
  return [
    ...stepTo(bucket, seen.bucket, admins),
    ...[...groups, ...collections].flatMap(({ there, ...goal }) => stepTo(goal, there, admins)),
    ...life,
  ];
}

/** What is to be done so that the storage is as the layout says; reads only. `newLife` makes a random id. Throws EngineFailure. */
export async function planOf(admin: KintoAdmin, wish: Wish, newLife: () => string = () => crypto.randomUUID()): Promise<Plan> {
  const seen = await look(admin, wish.bucket);
  if (seen.bucket && seen.bucket.grants === null) return { refused: 'notAdmin' };
  const arrangement = arrangementIn(seen);
  if (arrangement === 'other') return { refused: 'otherLayout' };
  if (arrangement === 'newer') return { refused: 'newerLayout' };
  const extent = extentOf(wish, seen);
  const others = [...seen.others, ...[...seen.groups.keys()].filter((id) => !wantedOf(extent).groups.includes(id))];
  return { steps: stepsOf(seen, extent, newLife), extent, others };
}

export type Arranged =
  | { outcome: 'done' }
  /** What is to be done now is not what was confirmed. */
  | { outcome: 'changed'; plan: Plan }
  | { outcome: 'refused'; step: Step; status: number; message: string };

const isPartOf = (step: Step, confirmed: readonly Step[]): boolean => {
  const lines = confirmed.find((c) => c.path === step.path)?.lines.map((line) => canonicalJson(line));
  return lines !== undefined && step.lines.every((line) => lines.includes(canonicalJson(line)));
};

const rounds = 5;

/**
 * Does what was confirmed, and nothing else: where other steps have become needed it stops and gives them. Repeating it does no harm.
 * `pause` waits so many ms before something that met a busy storage is tried again. Throws EngineFailure where that does not help.
 */
export async function arrange(
  admin: KintoAdmin,
  wish: Wish,
  confirmed: readonly Step[],
  pause: (ms: number) => Promise<void>,
): Promise<Arranged> {
  for (let round = 1; ; round++) {
    try {
      const plan = await planOf(admin, wish);
      if ('refused' in plan) return { outcome: 'changed', plan };
      if (plan.steps.length === 0) return { outcome: 'done' };
      if (!plan.steps.every((step) => isPartOf(step, confirmed)) || round > rounds) return { outcome: 'changed', plan };
      for (const step of plan.steps) {
        const written = await admin.put(step.path, step.after, step.base);
        if (written.outcome === 'met') break; // somebody was here meanwhile: look again
        if (written.outcome === 'refused') return { outcome: 'refused', step, status: written.status, message: written.message };
      }
    } catch (error) {
      if (!(error instanceof EngineFailure) || (error.code !== 'busy' && error.code !== 'offline') || round >= rounds) throw error;
      await pause(error.retryAfter ?? 1000 * round);
    }
  }
}
