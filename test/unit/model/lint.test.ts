// Long on purpose: one table shows for each code what raises it and what must not.
import { describe, expect, it } from 'vitest';
import { blanks, lint, lintCodes, lintKey, type LintCode, type LintContext } from '@/lib/model/rules/lint';
import messages from '@/public/_locales/en/messages.json';
import type { Metric } from '@/lib/model/schema/metric';
import type { Outcome } from '@/lib/model/schema/outcome';
import { metric, outcome } from './made';

type Case = { o?: Partial<Outcome>; m?: Partial<Metric>; c?: Partial<LintContext> };
const context: LintContext = { today: '2026-05-20', firstLaunch: '2026-06-03', lagPeriods: 4 };
const findings = ({ o, m, c }: Case) => lint({ ...outcome, ...o }, { ...metric, ...m }, { ...context, ...c });
const codes = (of: Case): string[] => findings(of).map((f) => f.code);
const base = outcome.baseline!;
const percent: Partial<Metric> = { kind: 'share', unit: '%', name: 'First-contact resolution', betterWhen: 'higher' };
const named = (name: string, more: Partial<Metric> = {}): Case => ({ m: { name, ...more } });

it('finds nothing in the worked example', () => {
  expect(findings({})).toEqual([]);
  expect(blanks(outcome)).toEqual([]);
});

/** For each code: what must raise it, and what looks alike and must not. */
const table: Record<LintCode, { raises: Record<string, Case>; passes: Record<string, Case> }> = {
  'direction-conflict': {
    raises: {
      'reduce what is better higher': { m: { betterWhen: 'higher' } },
      'increase what is better lower': { o: { direction: 'increase' } },
      'reduce below the range': { m: { betterWhen: 'inRange', range: { low: 5, high: 8 } } },
      'increase above the range': { o: { direction: 'increase' }, m: { betterWhen: 'inRange', range: { low: 1, high: 3 } } },
    },
    passes: {
      'reduce towards the range': { m: { betterWhen: 'inRange', range: { low: 1, high: 3 } } },
      'a range that is not known yet': { m: { betterWhen: 'inRange' } },
      'maintain, whatever is better': { o: { direction: 'maintain' }, m: { betterWhen: 'higher' } },
    },
  },
  'two-outcomes': {
    raises: {
      and: named('Complaints and returns'),
      slash: named('Complaints / returns'),
      'slash without spaces': named('Complaints/returns'),
      ampersand: named('Churn & upsell'),
    },
    passes: {
      'a pair that is one thing': named('Health and safety incidents'),
      'another such pair': named('Pick & pack errors'),
      'and inside a word': named('Brand recall'),
      'a rate per hour': named('Speed in km/h'),
      'a fraction of numbers': named('24/7 availability incidents'),
    },
  },
  'ambiguous-percent': {
    raises: {
      'a bare amount on a percentage': {
        o: { direction: 'increase', change: { kind: 'absolute', amount: 4 }, baseline: { ...base, value: 71 } },
        m: percent,
      },
    },
    passes: {
      points: { o: { direction: 'increase', change: { kind: 'points', amount: 4 }, baseline: { ...base, value: 71 } }, m: percent },
      relative: { o: { direction: 'increase', change: { kind: 'relative', amount: 4 }, baseline: { ...base, value: 71 } }, m: percent },
      'a level': { o: { direction: 'increase', change: { kind: 'level', amount: 75 }, baseline: { ...base, value: 71 } }, m: percent },
      'an amount in another unit': { o: { change: { kind: 'absolute', amount: 0.4 } } },
    },
  },
  'short-baseline': {
    raises: {
      'six days of a week': { o: { baseline: { ...base, from: '2026-05-25', to: '2026-05-30' } } },
      'seven days over two weeks': { o: { baseline: { ...base, from: '2026-05-20', to: '2026-05-26' } } },
      'end before start': { o: { baseline: { ...base, from: '2026-05-31', to: '2026-05-01' } } },
      'a month without its first day': { o: { baseline: { ...base, from: '2026-04-02', to: '2026-04-30' } }, m: { cadence: 'month' } },
    },
    passes: {
      'one whole week': { o: { baseline: { ...base, from: '2026-05-25', to: '2026-05-31' } } },
      'one whole week inside': { o: { baseline: { ...base, from: '2026-05-20', to: '2026-05-31' } } },
      'one day of a daily number': { o: { baseline: { ...base, from: '2026-05-20', to: '2026-05-20' } }, m: { cadence: 'day' } },
    },
  },
  'stale-baseline': {
    raises: {
      'a day more than a year before the launch': { o: { baseline: { ...base, from: '2025-03-03', to: '2025-06-02' } } },
      'no launch: before today': { o: { baseline: { ...base, from: '2024-03-04', to: '2025-05-19' } }, c: { firstLaunch: undefined } },
    },
    passes: {
      'a year before the launch to the day': { o: { baseline: { ...base, from: '2025-03-03', to: '2025-06-03' } } },
      'old by now, fresh at the launch': { c: { today: '2028-01-01' } },
    },
  },
  'contaminated-baseline': {
    raises: {
      'into the week of the launch': { o: { baseline: { ...base, to: '2026-06-01' } } },
      'past the launch': { o: { baseline: { ...base, to: '2026-07-31' } } },
    },
    passes: {
      'to the day before that week': { o: { baseline: { ...base, to: '2026-05-31' } } },
      'no launch known': { o: { baseline: { ...base, to: '2026-05-20' } }, c: { firstLaunch: undefined } },
    },
  },
  'no-change': {
    raises: {
      'by nothing': { o: { change: { kind: 'relative', amount: 0 } } },
      'to the baseline': { o: { change: { kind: 'level', amount: 4 } } },
      'to a worse level': { o: { change: { kind: 'level', amount: 4.5 } } },
      'by less than nothing': { o: { change: { kind: 'absolute', amount: -1 } } },
      'increase to a lower level': {
        o: { direction: 'increase', change: { kind: 'level', amount: 70 }, baseline: { ...base, value: 71 } },
        m: percent,
      },
    },
    passes: {
      'maintain at the baseline': { o: { direction: 'maintain', change: undefined } },
      'no change chosen yet': { o: { change: undefined } },
      'no baseline yet': { o: { baseline: undefined } },
    },
  },
  impossible: {
    raises: {
      'a share above 100 %': {
        o: { direction: 'increase', change: { kind: 'level', amount: 101 }, baseline: { ...base, value: 71 } },
        m: percent,
      },
      'a share below 0 %': {
        o: { change: { kind: 'points', amount: 10 }, baseline: { ...base, value: 4 } },
        m: { ...percent, betterWhen: 'lower', name: 'Scrap rate' },
      },
      'a share of 1 above 1': {
        o: { direction: 'increase', change: { kind: 'level', amount: 1.2 }, baseline: { ...base, value: 0.7 } },
        m: { ...percent, unit: 'of contacts' },
      },
      'a rate below zero': { o: { change: { kind: 'absolute', amount: 5 } } },
      'outside what the metric says': { o: { change: { kind: 'level', amount: 1 } }, m: { possible: { low: 2 } } },
    },
    passes: {
      'retention above 100 %': {
        o: { direction: 'increase', change: { kind: 'level', amount: 108 }, baseline: { ...base, value: 101 } },
        m: { name: 'Net revenue retention', kind: 'rate', unit: '%', betterWhen: 'higher', possible: { low: 0 } },
      },
      'money below zero': {
        o: { change: { kind: 'level', amount: -5 }, baseline: { ...base, value: 3 } },
        m: { kind: 'money', unit: 'EUR' },
      },
      'a negative score': {
        o: { direction: 'increase', change: { kind: 'level', amount: -5 }, baseline: { ...base, value: -20 } },
        m: { kind: 'score', unit: 'points', betterWhen: 'higher', possible: { low: -100, high: 100 } },
      },
    },
  },
  'no-owner': {
    raises: { 'no owner': { o: { owner: undefined } }, 'no unit': { o: { businessUnit: undefined } } },
    passes: { 'a position as owner': { o: { owner: 'field-operations-manager' } } },
  },
  'too-soon': {
    raises: {
      'on the day one period after the lag': { o: { dueDate: '2026-07-08' } },
      'before the launch': { o: { dueDate: '2026-05-01' } },
    },
    passes: {
      'a day later': { o: { dueDate: '2026-07-09' } },
      'no launch known': { o: { dueDate: '2026-06-01' }, c: { firstLaunch: undefined } },
      'no due date yet': { o: { dueDate: undefined } },
    },
  },
  'learning-not-business': {
    raises: {
      understand: named('Staff understand the returns policy'),
      know: named('Agents know the new tool'),
      aware: named('Managers being aware of bias'),
      awareness: named('Security awareness'),
    },
    passes: {
      'a brand': named('Brand awareness'),
      'a bank': named('Know-your-customer backlog'),
      'a source of answers': named('Knowledge base searches without an answer'),
    },
  },
  'activity-not-result': {
    raises: {
      completions: named('Course completions'),
      'a rate of completion': named('Completion rate'),
      hours: named('Training hours per employee'),
      satisfaction: named('Satisfaction with the course'),
      attendance: named('Workshop attendance'),
      scores: named('Average quiz scores'),
    },
    passes: {
      'orders completed': named('Order completion rate'),
      'customers satisfied': named('Customer satisfaction (CSAT)'),
      'hours worked': named('Incidents per 200,000 hours'),
      'courses of antibiotics': named('Antibiotic courses prescribed'),
    },
  },
  'no-currency': {
    raises: {
      'money without one': named('Handling', { kind: 'money', unit: 'thousand' }),
      'a money word without a unit': named('Cost per complaint', { unit: '' }),
      'three letters that are none': named('Handling', { kind: 'money', unit: 'ABC' }),
    },
    passes: {
      'a code': named('Cost per complaint', { kind: 'money', unit: 'EUR' }),
      'a sign': named('Cost per complaint', { kind: 'money', unit: '€ per case' }),
      'a share of money': named('Net revenue retention', { unit: '%' }),
    },
  },
  'absolute-target': {
    raises: {
      zero: { o: { change: { kind: 'level', amount: 0 } } },
      'all of it': { o: { direction: 'increase', change: { kind: 'level', amount: 100 }, baseline: { ...base, value: 96 } }, m: percent },
    },
    passes: {
      'zero with a reason': { o: { change: { kind: 'level', amount: 0 }, absoluteReason: 'One case is too many' } },
      '100 in another unit': {
        o: { direction: 'increase', change: { kind: 'level', amount: 100 } },
        m: { unit: 'orders a day', betterWhen: 'higher' },
      },
    },
  },
};

describe.each(lintCodes)('%s', (code) => {
  it.each(Object.entries(table[code].raises))('raised: %s', (_, of) => {
    expect(codes(of)).toContain(code);
  });
  it.each(Object.entries(table[code].passes))('not raised: %s', (_, of) => {
    expect(codes(of)).not.toContain(code);
  });
  it('has a sentence, and names all that the sentence asks for', () => {
    const sentence = messages[lintKey(code)]?.message;
    expect(sentence).toBeTruthy();
    const asked = new Set(sentence.match(/\$\d/g) ?? []).size;
    for (const of of Object.values(table[code].raises))
      for (const { code: found, dates = [], values = [] } of findings(of))
        if (found === code) expect([...dates, ...values].length).toBeGreaterThanOrEqual(asked);
  });
});

describe('findings', () => {
  it('name the dates that mend a contaminated baseline', () => {
    expect(findings({ o: { baseline: { ...base, to: '2026-07-31' } } })).toContainEqual({
      code: 'contaminated-baseline',
      level: 'error',
      field: 'baseline',
      dates: ['2026-06-03', '2026-05-31'],
    });
  });
  it('name owner and unit each at its field', () => {
    expect(findings({ o: { owner: undefined, businessUnit: undefined } })).toEqual([
      { code: 'no-owner', level: 'error', field: 'owner' },
      { code: 'no-owner', level: 'error', field: 'businessUnit' },
    ]);
  });
  it('only warn of what may have its reason', () => {
    const levels = Object.fromEntries(
      lintCodes.map((code) => [code, findings(Object.values(table[code].raises)[0]!).find((f) => f.code === code)?.level]),
    );
    expect(lintCodes.filter((code) => levels[code] === 'warning')).toEqual(['two-outcomes', 'stale-baseline', 'absolute-target']);
  });
  it('do not speak of what is blank, which `blanks` lists', () => {
    const draft = { change: undefined, baseline: undefined, dueDate: undefined };
    expect(findings({ o: draft })).toEqual([]);
    expect(blanks({ ...outcome, ...draft })).toEqual(['change', 'baseline', 'dueDate']);
    expect(blanks({ ...outcome, direction: 'maintain', change: undefined })).toEqual([]);
  });
});
