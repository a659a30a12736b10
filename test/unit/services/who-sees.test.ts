import { beforeEach, expect, test, vi } from 'vitest';
import type { PageFacts } from '@/lib/messaging/names';
import { background, courseFacts, moodle, type Background } from '../../support/background';
import { senders, type FakeSender } from '../../support/extension';
import fakeBrowser from '../../support/fake-browser';

let bg: Background;
const designer = senders.page(moodle.page, 1);
const arrive = (facts: PageFacts = courseFacts(), from: FakeSender = designer) => bg.tell(from, 'page/arrived', { facts });

beforeEach(async () => {
  vi.restoreAllMocks();
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  bg?.ext.kill();
  bg = await background();
  await bg.enable(moodle.site, 'lms', moodle.origin);
});

test('staff see a panel: the page gets height, nonce and the frame’s title, and nothing else', async () => {
  const answer = await arrive();
  const nonce = expect.stringMatching(/^[0-9a-f-]{36}$/) as string;
  expect(answer).toEqual({ ok: true, value: { show: 'panel', nonce, height: 180, title: expect.any(String) as string } });
});

test.each<[string, Partial<PageFacts>, string]>([
  ['a learner', { role: 'learner' }, 'learner'],
  ['an unknown role', { role: 'unknown' }, 'unknownRole'],
  ['another host in the address', { url: 'https://elsewhere.example/moodle/course/view.php?id=7' }, 'mismatch'],
  ['an address outside the installation', { url: 'https://lms.example.org/moodle2/course/view.php?id=7' }, 'mismatch'],
  ['a site that the page is not on', { site: 'moodle:other.example.org/moodle' }, 'mismatch'],
  ['a root that only begins like its own', { site: 'moodle:lms.example.org/moo' }, 'mismatch'],
  ['a product that does not fit the key', { product: 'kolibri' }, 'mismatch'],
  [
    'the right host, but an installation that is not turned on',
    { site: 'moodle:lms.example.org', url: 'https://lms.example.org/moodle/x' },
    'notEnabled',
  ],
])('%s is shown nothing', async (_who, over, why) => {
  expect(await arrive(courseFacts(over))).toEqual({ ok: true, value: { show: 'nothing', why } });
});

test('staff once seen is remembered for that course alone, under a hash that says nobody’s id', async () => {
  await arrive(courseFacts({ viewer: 'person-4711' }));
  expect(await arrive(courseFacts({ viewer: 'person-4711', role: 'unknown' }))).toMatchObject({ value: { show: 'panel' } });
  expect(await arrive(courseFacts({ viewer: 'person-4712', role: 'unknown' }))).toMatchObject({ value: { show: 'nothing' } });
  expect(await arrive(courseFacts({ viewer: 'person-4711', role: 'unknown', nativeId: '8' }))).toMatchObject({
    value: { show: 'nothing' },
  });
  expect(await arrive(courseFacts({ viewer: 'person-4711', role: 'learner' }))).toMatchObject({
    value: { show: 'nothing', why: 'learner' },
  });
  const kept = await fakeBrowser.storage.local.get(null);
  expect(Object.keys(kept).filter((key) => key.startsWith('staff:'))).toHaveLength(1);
  expect(JSON.stringify(kept)).not.toContain('person-47');
});

test('nothing about a learner or an unknown person is kept', async () => {
  await arrive(courseFacts({ viewer: 'learner-9', role: 'learner' }));
  await arrive(courseFacts({ viewer: 'learner-9', role: 'unknown' }));
  const kept = await fakeBrowser.storage.local.get(null);
  expect(Object.keys(kept).filter((key) => key.startsWith('staff:'))).toEqual([]);
  expect(JSON.stringify(kept)).not.toContain('learner-9');
  expect(JSON.stringify(await fakeBrowser.storage.session.get(null))).not.toContain('learner-9');
});

test('“Show on this course” shows it from then on, on this course alone', async () => {
  bg.ext.listening.add(1);
  await arrive(courseFacts({ role: 'unknown' }));
  await bg.own('own/showHere', { tabId: 1 });
  expect(bg.ext.sent).toContainEqual({ tabId: 1, message: { order: 'background/lookAgain' } });
  expect(await arrive(courseFacts({ role: 'unknown' }))).toMatchObject({ value: { show: 'panel' } });
  expect(await arrive(courseFacts({ role: 'unknown', nativeId: '8' }))).toMatchObject({ value: { show: 'nothing', why: 'unknownRole' } });
});

test('a learner cannot be shown a panel by asking for it', async () => {
  await arrive(courseFacts({ role: 'learner' }));
  expect(await bg.tell(senders.own(), 'own/showHere', { tabId: 1 })).toMatchObject({ ok: false, error: { code: 'conflict' } });
});
