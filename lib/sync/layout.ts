import { isMutable, type StoredRecord } from '@/lib/model/rules/fields';
import { isPersonId } from '@/lib/model/rules/identity';
import type { RecordType } from '@/lib/model/schema/records';
import type { Key } from '@/lib/store/replica';
import type { About, Layout, LookUp, Place, Rights } from './layout-contract';
import { groupMay, named } from './layout-plan';
import { toWire } from './wire-ids';

/* Which record goes where in a bucket of ours (facts: sync §4.6), and who may write it there. */

const valueOf = (record: StoredRecord | undefined, field: string): unknown => {
  if (record === undefined) return undefined;
  return isMutable(record) ? record.f[field]?.v : record[field];
};
const textOf = (record: StoredRecord | undefined, field: string): string | null => {
  const value = valueOf(record, field);
  return typeof value === 'string' && value !== '' ? value : null;
};
const stampOf = (record: StoredRecord, field: string): string => (isMutable(record) ? (record.f[field]?.s ?? '') : '');
const lastStamp = (record: StoredRecord): string =>
  isMutable(record) ? Object.values(record.f).reduce((last, { s }) => (s > last ? s : last), '') : record.s;

const keyOf = (type: RecordType, id: string | null): Key[] => (id === null ? [] : [{ type, id }]);
const found = (look: LookUp, type: RecordType, id: string | null): StoredRecord | undefined =>
  id === null ? undefined : look({ type, id });

const yearOf = (chunk: StoredRecord): string => (textOf(chunk, 'month') ?? '').slice(0, 4);

/** The outcome that says the unit of a decision or a value case. */
function outcomeOf(record: StoredRecord, look: LookUp): StoredRecord | undefined {
  if (record.t === 'valueCase') return found(look, 'outcome', textOf(record, 'outcomeId'));
  return found(look, 'outcome', textOf(found(look, 'alignment', textOf(record, 'alignmentId')), 'outcomeId'));
}

const notYours: Place = { kept: 'notYours' };
const may = (rights: Rights, collection: string): boolean => rights.create(collection) || rights.write(collection);
const ifMay = (collection: string, rights: Rights): Place => (may(rights, collection) ? { in: collection } : notYours);

/** Draft of an outcome or a metric: with its unit, where that has collections, else with those that have none. */
function draftPlace(record: StoredRecord, { rights, there }: About): Place {
  const unit = textOf(record, 'businessUnit');
  const ofUnit = unit === null ? null : `drafts-${toWire(unit)}`;
  return ifMay(ofUnit !== null && there.has(ofUnit) ? ofUnit : 'drafts', rights);
}

function outcomePlace(record: StoredRecord, home: string | null, about: About): Place {
  const { rights, there } = about;
  const unit = textOf(record, 'businessUnit');
  const adopted = home !== null && named(home)?.rank === 'adopted';
  if (unit === null) return adopted ? { waits: 'noUnit' } : draftPlace(record, about);
  const ofUnit = `outcomes-${toWire(unit)}`;
  // An adopted outcome never goes back to a draft, where nobody would look for it.
  if (adopted) return ifMay(ofUnit, rights);
  return there.has(ofUnit) && may(rights, ofUnit) ? { in: ofUnit } : draftPlace(record, about);
}

function metricPlace(record: StoredRecord, home: string | null, about: About): Place {
  if (home === 'metrics' || may(about.rights, 'metrics')) return ifMay('metrics', about.rights);
  return draftPlace(record, about);
}

/** Value cases and decisions: with the unit of their outcome. */
function withOutcome(kind: 'outcomes-' | 'decisions-', record: StoredRecord, home: string | null, { rights, look }: About): Place {
  if (home !== null && may(rights, home)) return { in: home };
  const outcome = outcomeOf(record, look);
  if (outcome === undefined) return { waits: 'incomplete' };
  const unit = textOf(outcome, 'businessUnit');
  return unit === null ? { waits: 'noUnit' } : ifMay(kind + toWire(unit), rights);
}

function chunkPlace(chunk: StoredRecord, { rights, me, look }: About): Place {
  if (textOf(chunk, 'reader') !== me) return { kept: 'otherReader' };
  const metric = found(look, 'metric', textOf(chunk, 'metricId'));
  if (metric === undefined) return { waits: 'incomplete' };
  return valueOf(metric, 'shared') === true ? ifMay(`obs-${yearOf(chunk)}`, rights) : { kept: 'metricNotShared' };
}

/**
 * Whoever makes a record owns it in the storage and is who the history names. So what stands nowhere (a storage lost it) is made again by
 * the person whose it is: a decision and a person's own record by nobody else, an alignment by an administrator too, or it might never be.
 */
function ownersFirst(record: StoredRecord, home: string | null, { rights, me }: About): boolean {
  const whose = record.t === 'actor' ? record.id : textOf(record, record.t === 'alignment' ? 'proposedBy' : 'by');
  if (home !== null || whose === null || whose === me || !isPersonId(whose)) return true;
  return record.t === 'alignment' && rights.write('alignments');
}

type Router = (record: StoredRecord, home: string | null, about: About) => Place;
const always =
  (collection: string): Router =>
  (_, __, { rights }) =>
    ifMay(collection, rights);

const byAuthor =
  (router: Router): Router =>
  (record, home, about) =>
    ownersFirst(record, home, about) ? router(record, home, about) : notYours;

const routes: Readonly<Record<RecordType, Router>> = {
  actor: byAuthor(always('people')),
  unit: always('people'),
  goal: always('people'),
  site: always('sites'),
  recipe: always('recipes'),
  course: always('courses'),
  alignment: byAuthor(always('alignments')),
  chartLink: always('chartlinks'),
  outcome: outcomePlace,
  metric: metricPlace,
  valueCase: (record, home, about) => withOutcome('outcomes-', record, home, about),
  signOff: byAuthor((record, home, about) => withOutcome('decisions-', record, home, about)),
  review: byAuthor((record, home, about) => withOutcome('decisions-', record, home, about)),
  chunk: (record, _, about) => chunkPlace(record, about),
};

/** The layout of a bucket. Rights are those of its groups alone: groups of other buckets in the same storage say nothing here. */
export function layoutOf(bucket: string): Layout {
  const prefix = `/buckets/${bucket}/groups/`;
  return {
    collections: (names) =>
      names
        .flatMap((name) => {
          const collection = named(name);
          return collection && collection.types.length > 0 ? [{ name, order: collection.order }] : [];
        })
        .sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1))
        .map(({ name }) => name),

    typesOf: (collection) => named(collection)?.types ?? [],
    isAudited: (collection) => named(collection)?.audited ?? true,

    rightsOf(principals) {
      const groups = principals.filter((p) => p.startsWith(prefix)).map((p) => p.slice(prefix.length));
      const mayDo = (what: 'create' | 'write') => (name: string) => {
        const collection = named(name);
        return collection !== null && groups.some((group) => groupMay(what, group, collection));
      };
      return { create: mayDo('create'), write: mayDo('write') };
    },

    needs(record, look) {
      if (record.t === 'chunk') return keyOf('metric', textOf(record, 'metricId'));
      if (record.t === 'valueCase') return keyOf('outcome', textOf(record, 'outcomeId'));
      if (record.t !== 'signOff' && record.t !== 'review') return [];
      const alignment = textOf(record, 'alignmentId');
      return [...keyOf('alignment', alignment), ...keyOf('outcome', textOf(found(look, 'alignment', alignment), 'outcomeId'))];
    },

    homeFor: (record, home, about) => (Object.hasOwn(routes, record.t) ? routes[record.t as RecordType](record, home, about) : notYours),

    isFit(name, record) {
      const collection = named(name);
      if (collection === null || !collection.types.some((type) => type === record.t)) return false;
      if (record.t === 'chunk') return yearOf(record) === collection.part;
      // A decision and a value case have their unit from elsewhere; a draft without a unit's collection may have any.
      if ((record.t !== 'outcome' && record.t !== 'metric') || collection.part === '') return true;
      const unit = textOf(record, 'businessUnit');
      return unit !== null && toWire(unit) === collection.part;
    },

    precedence(name, record) {
      const rank = named(name)?.rank === 'adopted' ? 1 : 0;
      // Who changes a value case after its outcome went to another unit writes it there: the place of the last change counts.
      const since = record.t === 'valueCase' ? lastStamp(record) : stampOf(record, 'businessUnit');
      return `${rank}${since}/${name}`;
    },
  };
}
