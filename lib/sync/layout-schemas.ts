import { named } from './layout-plan';
import { fromWire } from './wire-ids';

/*
 * JSON schemas (draft 7) by which the storage refuses what does not belong into a collection. They see neither who writes nor what stood
 * there before, so they hold the shape of the envelope, types, units, years and derived ids; fields that they do not name pass, as a newer
 * version of ours may have more. Only decisions are closed: every field of theirs is part of what is hashed into their id.
 */

export type JsonSchema = { readonly [member: string]: unknown };

const stamp = { type: 'string', pattern: '^[0-9a-f]{12}-[0-9a-f]{4}-[0-9a-f]{8}$' };
const cell = { type: 'object', required: ['v', 's'], properties: { s: stamp } };
const cellOf = (value: JsonSchema): JsonSchema => ({ allOf: [cell], properties: { v: value } });
const version = { type: 'integer', minimum: 1 };
const hash = '[a-z2-7]{52}$';
const instant = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,3})?)?Z$' };
/** As people and records are named in content: not escaped. */
const name = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9:._~-]{0,127}$' };
const text = (most: number): JsonSchema => ({ type: 'string', maxLength: most });

/** A record with a stamp per field; `fields` are required. */
const mutable = (types: readonly string[], fields: Record<string, JsonSchema> = {}, id?: JsonSchema): JsonSchema => ({
  type: 'object',
  required: ['t', 'n', 'f'],
  properties: {
    ...(id && { id }),
    t: { enum: types },
    n: version,
    f: {
      type: 'object',
      required: Object.keys(fields),
      additionalProperties: cell,
      properties: Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, cellOf(value)])),
    },
    // Kinto's mark of a tombstone: content must not look like one
    deleted: false,
  },
});

/** `schema` holds where the record's type is `type`. */
const where = (type: string, schema: JsonSchema): JsonSchema => ({
  if: { properties: { t: { const: type } } },
  // oxlint-disable-next-line unicorn/no-thenable -- JSON schema's word
  then: schema,
});
const inUnit = (unit: string): JsonSchema => ({
  properties: { f: { required: ['businessUnit'], properties: { businessUnit: { properties: { v: { const: unit } } } } } },
});

const decision = (own: Record<string, JsonSchema>): JsonSchema => ({
  properties: {
    id: true,
    t: true,
    n: version,
    s: stamp,
    alignmentId: name,
    by: name,
    at: instant,
    covers: { type: 'string', pattern: '^[0-9a-f]{64}$' },
    ...own,
  },
  additionalProperties: false,
});

const decisions: JsonSchema = {
  type: 'object',
  required: ['t', 'n', 's', 'alignmentId', 'by', 'at', 'covers'],
  properties: { id: { type: 'string' }, t: { enum: ['signOff', 'review'] } },
  allOf: [
    where('signOff', {
      required: ['role', 'decision'],
      ...decision({
        id: { pattern: `^signOff-${hash}` },
        role: { enum: ['owner', 'delegate'] },
        decision: { enum: ['agree', 'decline', 'withdraw'] },
        reason: text(2000),
      }),
    }),
    where('review', {
      required: ['verdict', 'words'],
      ...decision({ id: { pattern: `^review-${hash}` }, verdict: { enum: ['worked', 'didNot', 'cannotTell'] }, words: text(2000) }),
    }),
  ],
};

/** The schema of a collection of ours. */
export function schemaOf(collection: string): JsonSchema {
  const place = named(collection);
  if (place === null) throw new Error(`no collection of ours: ${collection}`);
  const { kind, part, types } = place;
  switch (kind) {
    case 'meta':
      return {
        type: 'object',
        required: ['generation'],
        properties: {
          id: { const: 'generation' },
          generation: { type: 'string', minLength: 16, maxLength: 100 },
          purgedBefore: { type: 'integer', minimum: 0 },
        },
      };
    case 'courses':
      return mutable(types, { site: text(300), nativeId: text(200) }, { type: 'string', pattern: `^course-${hash}` });
    case 'obs-':
      return mutable(types, { metricId: name, reader: name, month: { type: 'string', pattern: `^${part}-\\d{2}$` } });
    case 'decisions-':
      return decisions;
    case 'outcomes-':
    case 'drafts-': {
      const unit = inUnit(fromWire(part));
      const held = types.filter((type) => type !== 'valueCase');
      return { ...mutable(types), allOf: held.map((type) => where(type, unit)) };
    }
    default:
      return mutable(types);
  }
}

/** What the bucket asks of its groups: people by the storage's name for them, never everybody at once. */
export const groupSchema: JsonSchema = {
  type: 'object',
  properties: { members: { type: 'array', items: { type: 'string', pattern: '^[^/:]+:.+$' } } },
};
