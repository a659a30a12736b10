// Long on purpose: the twelve templates of the starter catalogue stand in one table (facts: domain §2.4; lags are judgements).
import type { Cadence, Metric } from '../schema/metric';
import type { Direction } from '../schema/outcome';

/** A metric that many organisations steer by, from which a draft outcome can be made. Its texts stand in the catalogue under `template_<id>_…`. */
export type Template = {
  id: TemplateId;
  direction: Direction;
  kind: Metric['kind'];
  betterWhen: Metric['betterWhen'];
  cadence: Cadence;
  aggregation: Metric['aggregation'];
  /** Days until a period's value is final: a repeat window, a complaint that comes later. */
  maturityDays: number;
  possible: NonNullable<Metric['possible']>;
  /** Periods of the cadence between launch and the first in which the number could move. */
  lagPeriods: number;
  behaviours: 1 | 2 | 3;
  traps: 1 | 2 | 3 | 4 | 5;
};

const ids = [
  'damagedPackageComplaints',
  'firstContactResolution',
  'salesRampTime',
  'recordableIncidentRate',
  'attachRate',
  'scrapRate',
  'timeToProductivity',
  'auditFindings',
  'netRevenueRetention',
  'customerSatisfaction',
  'supportContactRate',
  'voluntaryTurnover',
] as const;
export type TemplateId = (typeof ids)[number];

const share = { low: 0, high: 100 };
const fromZero = { low: 0 };

const table: Record<TemplateId, Omit<Template, 'id'>> = {
  damagedPackageComplaints: {
    direction: 'reduce',
    kind: 'rate',
    betterWhen: 'lower',
    cadence: 'week',
    aggregation: 'ratio',
    maturityDays: 7,
    possible: fromZero,
    lagPeriods: 4,
    behaviours: 3,
    traps: 5,
  },
  firstContactResolution: {
    direction: 'increase',
    kind: 'share',
    betterWhen: 'higher',
    cadence: 'week',
    aggregation: 'ratio',
    maturityDays: 7,
    possible: share,
    lagPeriods: 3,
    behaviours: 3,
    traps: 3,
  },
  salesRampTime: {
    direction: 'reduce',
    kind: 'duration',
    betterWhen: 'lower',
    cadence: 'quarter',
    aggregation: 'mean',
    maturityDays: 0,
    possible: fromZero,
    lagPeriods: 2,
    behaviours: 3,
    traps: 4,
  },
  recordableIncidentRate: {
    direction: 'reduce',
    kind: 'rate',
    betterWhen: 'lower',
    cadence: 'month',
    aggregation: 'ratio',
    maturityDays: 0,
    possible: fromZero,
    lagPeriods: 4,
    behaviours: 3,
    traps: 5,
  },
  attachRate: {
    direction: 'increase',
    kind: 'share',
    betterWhen: 'higher',
    cadence: 'week',
    aggregation: 'ratio',
    maturityDays: 0,
    possible: share,
    lagPeriods: 3,
    behaviours: 2,
    traps: 4,
  },
  scrapRate: {
    direction: 'reduce',
    kind: 'share',
    betterWhen: 'lower',
    cadence: 'week',
    aggregation: 'ratio',
    maturityDays: 0,
    possible: share,
    lagPeriods: 2,
    behaviours: 3,
    traps: 5,
  },
  timeToProductivity: {
    direction: 'reduce',
    kind: 'duration',
    betterWhen: 'lower',
    cadence: 'month',
    aggregation: 'mean',
    maturityDays: 0,
    possible: fromZero,
    lagPeriods: 3,
    behaviours: 2,
    traps: 4,
  },
  auditFindings: {
    direction: 'reduce',
    kind: 'rate',
    betterWhen: 'lower',
    cadence: 'quarter',
    aggregation: 'ratio',
    maturityDays: 0,
    possible: fromZero,
    lagPeriods: 2,
    behaviours: 2,
    traps: 4,
  },
  netRevenueRetention: {
    direction: 'increase',
    kind: 'rate',
    betterWhen: 'higher',
    cadence: 'quarter',
    aggregation: 'ratio',
    maturityDays: 0,
    possible: fromZero,
    lagPeriods: 3,
    behaviours: 3,
    traps: 5,
  },
  customerSatisfaction: {
    direction: 'increase',
    kind: 'share',
    betterWhen: 'higher',
    cadence: 'month',
    aggregation: 'ratio',
    maturityDays: 0,
    possible: share,
    lagPeriods: 2,
    behaviours: 3,
    traps: 3,
  },
  supportContactRate: {
    direction: 'reduce',
    kind: 'rate',
    betterWhen: 'lower',
    cadence: 'week',
    aggregation: 'ratio',
    maturityDays: 0,
    possible: fromZero,
    lagPeriods: 4,
    behaviours: 2,
    traps: 4,
  },
  voluntaryTurnover: {
    direction: 'reduce',
    kind: 'rate',
    betterWhen: 'lower',
    cadence: 'month',
    aggregation: 'ratio',
    maturityDays: 0,
    possible: fromZero,
    lagPeriods: 9,
    behaviours: 3,
    traps: 5,
  },
};

/** The starter catalogue, in its order. */
export const templates: readonly Template[] = ids.map((id) => ({ id, ...table[id] }));

/** The template of an id; undefined for an id that is none. */
export const template = (id: string): Template | undefined => templates.find((each) => each.id === id);

/** Catalogue keys of a template's texts. `unit` is how the value reads (`per 1,000 parcels`), `businessUnit` the part of an organisation it usually belongs to. */
export const templateKeys = (id: TemplateId) =>
  ({
    name: `template_${id}_name`,
    definition: `template_${id}_definition`,
    unit: `template_${id}_unit`,
    businessUnit: `template_${id}_businessUnit`,
    source: `template_${id}_source`,
  }) as const;

const numbers = [1, 2, 3, 4, 5] as const;

/** Keys of the behaviours that usually move first. */
export const behaviourKeys = ({ id, behaviours }: Template): string[] =>
  numbers.slice(0, behaviours).map((n) => `template_${id}_behaviour${n}`);

/** Keys of what most often misleads in this number; shown beside its chart. */
export const trapKeys = ({ id, traps }: Template): string[] => numbers.slice(0, traps).map((n) => `template_${id}_trap${n}`);
