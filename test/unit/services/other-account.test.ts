import { beforeEach, expect, test, vi } from 'vitest';
import type { PageFacts } from '@/lib/messaging/names';
import { background, courseFacts, dashboardFacts, moodle, superset, type Background } from '../../support/background';
import { senders } from '../../support/extension';
import fakeBrowser from '../../support/fake-browser';

let bg: Background;
const designer = senders.page(moodle.page, 1);
const leader = senders.page(superset.page, 2);
const arrive = (facts: PageFacts) => bg.tell(leader, 'page/arrived', { facts });

beforeEach(async () => {
  bg?.ext.kill();
  bg = await background();
  await bg.enable(moodle.site, 'lms', moodle.origin);
  await bg.enable(superset.site, 'bi', superset.origin);
});

test('a dashboard tells when somebody else signed in there; only a keyed hash is known, and only while the browser runs', async () => {
  const own = bg.ext.connect(senders.ownTab(), 'own');
  const pushes = () => own.heard.filter((one) => (one as { push?: string }).push === 'changed').length;
  const known = async () => (await fakeBrowser.storage.session.get(null))[`account:${superset.site}`];
  await arrive(dashboardFacts({ viewer: 'person-41' }));
  await vi.waitFor(async () => expect(await known()).toMatch(/^[0-9a-f]{32}$/));
  const first = await known();
  await arrive(dashboardFacts({ viewer: 'person-42' }));
  await vi.waitFor(async () => expect(await known()).not.toBe(first));
  await vi.waitFor(() => expect(pushes()).toBeGreaterThan(0));
  const second = await known();
  await arrive(dashboardFacts()); // a page that does not say
  await arrive(dashboardFacts({ viewer: 'person-43', url: 'https://other.example.org/superset/dashboard/12/' })); // not of this site
  await bg.tell(designer, 'page/arrived', { facts: courseFacts({ viewer: 'person-44' }) });
  expect(await known()).toBe(second);
  const kept = JSON.stringify([await fakeBrowser.storage.session.get(null), await fakeBrowser.storage.local.get(null)]);
  expect(kept).not.toMatch(/person-4\d/);
});
