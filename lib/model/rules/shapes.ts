import type { RecordType } from '../schema/records';
import type { Json } from './canonical';

/*
 * How the plain form of each record type maps to the fields of its envelope. Field names are those of the schemas; a list that
 * people add to independently is one field per entry (DESIGN §2). A test compares this table with the schemas.
 */

/** A list whose entries are fields of their own. */
export type ListShape = {
  owns: (field: string) => boolean;
  fieldOf: (item: Json) => string;
  valueOf: (item: Json) => Json;
  itemOf: (field: string, value: Json) => Json;
  /** A reading taken back is an entry with the value null; elsewhere null means that the entry is gone. */
  keepsNull?: true;
};

export type Shape = {
  required: readonly string[];
  optional: readonly string[];
  /** Arrays that are one decision: absent reads as empty. */
  arrays: readonly string[];
  lists: Readonly<Record<string, ListShape>>;
};

type Item = Record<string, Json>;

/** Keys and dates are texts in every valid record; anything else gives a field that the schema refuses. */
const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const keyed = (prefix: string): ListShape => ({
  owns: (field) => field.startsWith(`${prefix}:`),
  fieldOf: (item) => `${prefix}:${text((item as Item).key)}`,
  valueOf: (item) => Object.fromEntries(Object.entries(item as Item).filter(([name]) => name !== 'key')),
  itemOf: (field, value) => ({ ...(value as Item), key: field.slice(prefix.length + 1) }),
});

const members = (prefix: string): ListShape => ({
  owns: (field) => field.startsWith(`${prefix}:`),
  fieldOf: (item) => `${prefix}:${text(item)}`,
  valueOf: () => true,
  itemOf: (field) => field.slice(prefix.length + 1),
});

const readings: ListShape = {
  owns: (field) => /^\d{4}-\d{2}-\d{2}\|/.test(field),
  fieldOf: (item) => `${text((item as Item).period)}|${text((item as Item).via)}|${text((item as Item).at)}`,
  valueOf: (item) => (item as Item).value ?? null,
  itemOf: (field, value) => {
    const [period = '', via = '', at = ''] = field.split('|');
    return { period, via, at, value };
  },
  keepsNull: true,
};

export const shapes: Readonly<Record<RecordType, Shape>> = {
  outcome: {
    required: ['direction', 'metricId', 'status'],
    optional: [
      'change',
      'scope',
      'businessUnit',
      'dueDate',
      'baseline',
      'owner',
      'sponsor',
      'goalId',
      'priority',
      'margin',
      'risk',
      'notTraining',
      'absoluteReason',
      'templateId',
    ],
    arrays: [],
    lists: { delegates: members('delegate') },
  },
  metric: {
    required: [
      'name',
      'definition',
      'kind',
      'unit',
      'cadence',
      'calendar',
      'maturityDays',
      'aggregation',
      'betterWhen',
      'source',
      'shared',
    ],
    optional: ['per', 'range', 'possible', 'businessUnit', 'owner', 'valuePerUnit', 'templateId'],
    arrays: ['definitionChanges'],
    lists: {},
  },
  chunk: { required: ['metricId', 'month', 'reader', 'account'], optional: [], arrays: [], lists: { readings } },
  course: {
    required: ['site', 'nativeId', 'title', 'url'],
    optional: ['policy'],
    arrays: [],
    lists: { aliases: keyed('alias'), launches: keyed('launch') },
  },
  alignment: {
    required: ['courseId', 'outcomeId', 'rationale', 'shape', 'lagPeriods', 'contribution', 'proposedBy', 'proposedAt'],
    optional: ['leadingIndicator', 'comparison', 'launches', 'confidence', 'reviewDate', 'asked', 'retired'],
    arrays: ['influences'],
    lists: { exclusions: keyed('exclusion') },
  },
  signOff: { required: ['alignmentId', 'by', 'role', 'decision', 'at', 'covers'], optional: ['reason'], arrays: [], lists: {} },
  review: { required: ['alignmentId', 'by', 'verdict', 'words', 'at', 'covers'], optional: [], arrays: [], lists: {} },
  chartLink: { required: ['site', 'dashboard', 'tile', 'metricId'], optional: ['title'], arrays: [], lists: {} },
  site: { required: ['product', 'host', 'kind', 'enabledAt'], optional: ['name'], arrays: [], lists: {} },
  recipe: { required: ['product', 'version', 'body'], optional: [], arrays: [], lists: {} },
  actor: { required: ['name', 'kind'], optional: [], arrays: ['roles'], lists: { aliases: keyed('alias') } },
  unit: { required: ['name', 'calendar'], optional: [], arrays: [], lists: {} },
  goal: { required: ['text'], optional: ['rank'], arrays: [], lists: {} },
  valueCase: { required: ['outcomeId'], optional: ['volume', 'horizon', 'share', 'confidence', 'method'], arrays: ['costs'], lists: {} },
};

/** Records of these types are made once and never changed. */
export const isAppendOnly = (type: RecordType): type is 'signOff' | 'review' => type === 'signOff' || type === 'review';
