import { describe, expect, it } from 'vitest';
import { recordSchemas } from '@/lib/model/schema/records';
import * as made from '@/test/unit/model/made';
import { about, alignment, chunk, collections, layout, metric, outcome, record, signOff } from './records';

const site = record('site', 's1', { product: 'moodle', host: 'lms.example.org', kind: 'lms', enabledAt: '2026-01-01T00:00:00Z' });
const unitRecord = record('unit', 'field', { name: 'Field operations', calendar: 'iso' });
const course = record('course', 'c1', {
  site: 'moodle:x',
  nativeId: '4',
  title: 'Packing',
  url: 'https://x.org/',
  aliases: [],
  launches: [],
});
const valueCase = (ms = 1) => record('valueCase', 'v1', { outcomeId: 'o1', costs: [] }, ms);

describe('where a new record goes', () => {
  it('an outcome: into its unit for those who own there, else it is a draft of the unit', () => {
    expect(layout.homeFor(outcome('field'), null, about(['owners-field']))).toEqual({ in: 'outcomes-field' });
    expect(layout.homeFor(outcome('field'), null, about(['owners-hub']))).toEqual({ in: 'drafts-field' });
    expect(layout.homeFor(outcome('field'), null, about(['designers']))).toEqual({ in: 'drafts-field' });
    expect(layout.homeFor(outcome('field'), null, about(['admins']))).toEqual({ in: 'outcomes-field' });
    expect(layout.homeFor(outcome('field'), null, about(['publishers']))).toEqual({ kept: 'notYours' });
  });

  it('an outcome without a unit, or of a unit that has no collections, is a draft of no unit', () => {
    for (const groups of [['designers'], ['owners-field'], ['admins']]) {
      expect(layout.homeFor(outcome(), null, about(groups))).toEqual({ in: 'drafts' });
      expect(layout.homeFor(outcome('newly'), null, about(groups))).toEqual({ in: 'drafts' });
    }
  });

  it('a unit is written as the storage takes names', () => {
    const knows = { ...about(['owners-a_3ab']), there: new Set([...collections, 'outcomes-a_3ab']) };
    expect(layout.homeFor(outcome('a:b'), null, knows)).toEqual({ in: 'outcomes-a_3ab' });
    expect(layout.isFit('outcomes-a_3ab', outcome('a:b'))).toBe(true);
  });

  it('a metric: among the metrics for owners and publishers, else a draft', () => {
    expect(layout.homeFor(metric(), null, about(['publishers']))).toEqual({ in: 'metrics' });
    expect(layout.homeFor(metric('hub'), null, about(['owners-field']))).toEqual({ in: 'metrics' });
    expect(layout.homeFor(metric('hub'), null, about(['designers']))).toEqual({ in: 'drafts-hub' });
    expect(layout.homeFor(metric(), null, about(['designers']))).toEqual({ in: 'drafts' });
    expect(layout.homeFor(metric(), null, about([]))).toEqual({ kept: 'notYours' });
  });

  it('sites are the administrators’; positions can be named by everybody who does something', () => {
    expect(layout.homeFor(site, null, about(['designers', 'publishers', 'owners-hub']))).toEqual({ kept: 'notYours' });
    expect(layout.homeFor(site, null, about(['admins']))).toEqual({ in: 'sites' });
    for (const group of ['designers', 'publishers', 'owners-hub', 'admins'])
      expect(layout.homeFor(unitRecord, null, about([group]))).toEqual({ in: 'people' });
    expect(layout.homeFor(unitRecord, null, about(['readers']))).toEqual({ kept: 'notYours' });
    expect(layout.homeFor(course, null, about(['designers']))).toEqual({ in: 'courses' });
  });

  it('a decision: with the unit of its outcome, found by its alignment', () => {
    expect(layout.needs(signOff, about([]).look)).toEqual([{ type: 'alignment', id: 'al1' }]);
    const knows = [alignment, outcome('field')];
    expect(layout.needs(signOff, about([], knows).look)).toEqual([
      { type: 'alignment', id: 'al1' },
      { type: 'outcome', id: 'o1' },
    ]);
    expect(layout.homeFor(signOff, null, about(['owners-field'], knows))).toEqual({ in: 'decisions-field' });
    expect(layout.homeFor(signOff, null, about(['owners-hub', 'designers'], knows))).toEqual({ kept: 'notYours' });
    expect(layout.homeFor(signOff, null, about(['owners-field'], [alignment, outcome()]))).toEqual({ waits: 'noUnit' });
    expect(layout.homeFor(signOff, null, about(['owners-field'], [alignment]))).toEqual({ waits: 'incomplete' });
    expect(layout.homeFor(signOff, null, about(['owners-field']))).toEqual({ waits: 'incomplete' });
  });

  it('readings: only of a shared metric, and only by the person who read them', () => {
    const shared = [metric('field', { shared: true })];
    expect(layout.needs(chunk('user-a'), about([]).look)).toEqual([{ type: 'metric', id: 'm1' }]);
    expect(layout.homeFor(chunk('user-a'), null, about(['publishers'], shared))).toEqual({ in: 'obs-2026' });
    expect(layout.homeFor(chunk('user-a', '2019-02'), null, about(['publishers'], shared))).toEqual({ in: 'obs-2019' });
    expect(layout.homeFor(chunk('user-b'), null, about(['publishers', 'admins'], shared))).toEqual({ kept: 'otherReader' });
    expect(layout.homeFor(chunk('user-a'), null, about(['publishers'], [metric('field')]))).toEqual({ kept: 'metricNotShared' });
    expect(layout.homeFor(chunk('user-a'), null, about(['designers'], shared))).toEqual({ kept: 'notYours' });
    expect(layout.homeFor(chunk('user-a'), null, about(['publishers']))).toEqual({ waits: 'incomplete' });
  });

  it('nobody in any group writes anything, and groups of another bucket say nothing here', () => {
    const other = layout.rightsOf(['account:ann', '/buckets/other/groups/admins', '/buckets/throughline/groups/admins/x']);
    for (const name of collections) expect([other.create(name), other.write(name)]).toEqual([false, false]);
    const all = layout.rightsOf(['/buckets/throughline/groups/admins']);
    expect([all.create('elsewhere'), all.write('elsewhere')]).toEqual([false, false]);
  });
});

describe('what a storage lost', () => {
  const [me, other] = ['user-aaaaaaaaaaaaaaaaaaaaaaaaaa', 'user-bbbbbbbbbbbbbbbbbbbbbbbbbb'];
  const knows = [alignment, outcome('field')];
  const decided = (by: string) => ({ ...signOff, by });
  const tagged = (by: string) => record('alignment', 'al9', { ...made.alignment, proposedBy: by });
  const person = (id: string) => record('actor', id, { name: 'Somebody', kind: 'person', roles: [], aliases: [] });

  it('a decision and a person’s own record are made again by that person alone, so that the history names them', () => {
    for (const groups of [['owners-field', 'designers'], ['admins']]) {
      const as = about(groups, knows, me);
      expect(layout.homeFor(decided(other), null, as)).toEqual({ kept: 'notYours' });
      expect(layout.homeFor(person(other), null, as)).toEqual({ kept: 'notYours' });
      expect(layout.homeFor(decided(me), null, as)).toEqual({ in: 'decisions-field' });
      expect(layout.homeFor(person(me), null, as)).toEqual({ in: 'people' });
      expect(layout.homeFor(decided('local:ab'), null, as)).toEqual({ in: 'decisions-field' });
      expect(layout.homeFor(person('manager'), null, as)).toEqual({ in: 'people' });
    }
  });

  it('an alignment by whoever proposed it, or by an administrator; one that stands is tried', () => {
    expect(layout.homeFor(tagged(other), null, about(['designers'], [], me))).toEqual({ kept: 'notYours' });
    expect(layout.homeFor(tagged(me), null, about(['designers'], [], me))).toEqual({ in: 'alignments' });
    expect(layout.homeFor(tagged(other), null, about(['admins'], [], me))).toEqual({ in: 'alignments' });
    expect(layout.homeFor(tagged(other), 'alignments', about(['designers'], [], me))).toEqual({ in: 'alignments' });
  });
});

describe('where a record goes that stands somewhere', () => {
  it('who owns in the unit and changes a draft adopts it; a designer leaves it a draft', () => {
    expect(layout.homeFor(outcome('field'), 'drafts-field', about(['owners-field']))).toEqual({ in: 'outcomes-field' });
    expect(layout.homeFor(outcome('field'), 'drafts-field', about(['designers']))).toEqual({ in: 'drafts-field' });
    expect(layout.homeFor(metric(), 'drafts', about(['publishers']))).toEqual({ in: 'metrics' });
  });

  it('an adopted record never becomes a draft again', () => {
    expect(layout.homeFor(outcome('field'), 'outcomes-field', about(['designers']))).toEqual({ kept: 'notYours' });
    expect(layout.homeFor(outcome(), 'outcomes-field', about(['owners-field']))).toEqual({ waits: 'noUnit' });
    expect(layout.homeFor(metric(), 'metrics', about(['designers']))).toEqual({ kept: 'notYours' });
  });

  it('an outcome that changes its unit goes along, if the person owns in both', () => {
    expect(layout.homeFor(outcome('hub'), 'outcomes-field', about(['owners-field', 'owners-hub']))).toEqual({ in: 'outcomes-hub' });
    expect(layout.homeFor(outcome('hub'), 'outcomes-field', about(['owners-field']))).toEqual({ kept: 'notYours' });
  });

  it('a draft follows its unit, and leaves the drafts without a unit once the unit has collections', () => {
    expect(layout.homeFor(outcome('hub'), 'drafts-field', about(['designers']))).toEqual({ in: 'drafts-hub' });
    expect(layout.homeFor(outcome('hub'), 'drafts', about(['designers']))).toEqual({ in: 'drafts-hub' });
  });

  it('a decision and a value case stay where they stand while the person may write there', () => {
    const knows = [alignment, outcome('hub')];
    expect(layout.homeFor(signOff, 'decisions-field', about(['owners-field'], knows))).toEqual({ in: 'decisions-field' });
    expect(layout.homeFor(valueCase(), 'outcomes-field', about(['owners-hub'], knows))).toEqual({ in: 'outcomes-hub' });
  });
});

describe('which of two places counts', () => {
  const counts = (...places: [string, ReturnType<typeof outcome>][]) =>
    places.map(([name, r]) => ({ name, text: layout.precedence(name, r) })).sort((a, b) => (a.text > b.text ? -1 : 1))[0]!.name;

  it('adopted before drafts, however new the draft', () => {
    expect(counts(['drafts-field', outcome('field', 900)], ['outcomes-field', outcome('field', 1)])).toBe('outcomes-field');
    expect(counts(['drafts', outcome(undefined, 900)], ['outcomes-field', outcome('field', 1)])).toBe('outcomes-field');
    expect(counts(['drafts-field', metric('field')], ['metrics', metric()])).toBe('metrics');
  });

  it('of two units the one that was said last', () => {
    expect(counts(['outcomes-hub', outcome('hub', 2)], ['outcomes-field', outcome('field', 3)])).toBe('outcomes-field');
    expect(counts(['drafts-hub', outcome('hub', 4)], ['drafts-field', outcome('field', 3)])).toBe('drafts-hub');
  });

  it('a draft that got a unit beats the same draft without one', () => {
    expect(counts(['drafts', outcome('hub', 4)], ['drafts-hub', outcome('hub', 4)])).toBe('drafts-hub');
  });

  it('of two value cases the one that was changed last', () => {
    expect(counts(['outcomes-hub', valueCase(2)], ['outcomes-field', valueCase(3)])).toBe('outcomes-field');
  });

  it('two places never have the same text', () => {
    const texts = ['outcomes-field', 'outcomes-hub', 'drafts', 'drafts-field'].map((name) => layout.precedence(name, outcome('field')));
    expect(new Set(texts).size).toBe(4);
  });
});

describe('what may stand where', () => {
  it('every type has a place, and every place its types', () => {
    const placed = new Set(collections.flatMap((name) => [...layout.typesOf(name)]));
    expect([...placed].sort()).toEqual(Object.keys(recordSchemas).sort());
    expect(layout.typesOf('elsewhere')).toEqual([]);
    for (const name of ['obs-', 'obs-26', 'outcomes-', 'people-x', 'toString', 'metrics-']) expect(layout.typesOf(name)).toEqual([]);
  });

  it('an outcome in another unit’s collection does not fit, nor a reading in another year’s', () => {
    expect(layout.isFit('outcomes-field', outcome('field'))).toBe(true);
    expect(layout.isFit('outcomes-hub', outcome('field'))).toBe(false);
    expect(layout.isFit('outcomes-hub', outcome())).toBe(false);
    expect(layout.isFit('drafts', outcome('field'))).toBe(true);
    expect(layout.isFit('metrics', outcome('field'))).toBe(false);
    expect(layout.isFit('obs-2026', chunk('a'))).toBe(true);
    expect(layout.isFit('obs-2025', chunk('a'))).toBe(false);
    expect(layout.isFit('decisions-hub', signOff)).toBe(true);
    expect(layout.isFit('outcomes-hub', valueCase())).toBe(true);
    expect(layout.isFit('meta', site)).toBe(false);
  });

  it('what others yield to is pulled first, and what is not ours never', () => {
    const order = layout.collections([
      'obs-2026',
      'drafts',
      'meta',
      'somebody-elses',
      'decisions-hub',
      'outcomes-hub',
      'drafts-hub',
      'metrics',
      'people',
    ]);
    expect(order).toEqual(['people', 'outcomes-hub', 'metrics', 'drafts-hub', 'drafts', 'decisions-hub', 'obs-2026']);
  });

  it('only observations are left out of the history', () => {
    expect(collections.filter((name) => !layout.isAudited(name))).toEqual(['obs-2026']);
  });
});
