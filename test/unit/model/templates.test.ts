import { describe, expect, it } from 'vitest';
import { lint } from '@/lib/model/rules/lint';
import { behaviourKeys, template, templateKeys, templates, trapKeys } from '@/lib/model/rules/templates';
import { metric as metricSchema } from '@/lib/model/schema/metric';
import messages from '@/public/_locales/en/messages.json';

const texts = messages as Record<string, { message: string }>;
const all = templates.map((each) => ({ each, name: each.id }));

it('are twelve, found by id', () => {
  expect(templates).toHaveLength(12);
  expect(new Set(templates.map((t) => t.id)).size).toBe(12);
  for (const each of templates) expect(template(each.id)).toBe(each);
  expect(template('toString')).toBeUndefined();
});

describe.each(all)('$name', ({ each }) => {
  const keys = [...Object.values(templateKeys(each.id)), ...behaviourKeys(each), ...trapKeys(each)];
  it('has all its texts, and no text of it is left over', () => {
    for (const key of keys) expect([key, texts[key]?.message]).toEqual([key, expect.stringMatching(/\S/)]);
    expect(
      Object.keys(texts)
        .filter((key) => key.startsWith(`template_${each.id}_`))
        .toSorted(),
    ).toEqual(keys.toSorted());
  });
  it('makes a valid metric, and an outcome whose only gaps are owner and unit', () => {
    const { name, definition, unit } = templateKeys(each.id);
    const metric = {
      id: 'm1',
      name: texts[name]!.message,
      definition: texts[definition]!.message,
      unit: texts[unit]!.message,
      kind: each.kind,
      cadence: each.cadence,
      calendar: 'iso' as const,
      maturityDays: each.maturityDays,
      aggregation: each.aggregation,
      betterWhen: each.betterWhen,
      possible: each.possible,
      definitionChanges: [],
      source: { kind: 'typed' as const },
      shared: false,
      templateId: each.id,
    };
    expect(metricSchema.safeParse(metric).error).toBeUndefined();
    const outcome = {
      direction: each.direction,
      change: { kind: 'relative' as const, amount: 10 },
      baseline: { value: 50, from: '2025-01-01', to: '2026-03-31' },
      dueDate: '2030-01-01',
    };
    expect(
      lint(outcome, metric, { today: '2026-05-20', firstLaunch: '2026-06-03', lagPeriods: each.lagPeriods }).map((f) => f.code),
    ).toEqual(['no-owner', 'no-owner']);
  });
});
