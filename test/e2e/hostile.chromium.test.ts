import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { courseIdOf } from '@/lib/model/rules/identity';
import { deeds, hostileAt, policies } from '@/test/fixtures/hostile/pages';
import { type Chromium, extensionId, openChromium } from '@/test/support/chromium';
import { type Host, serve } from '@/test/support/host';
import { ask } from '@/test/support/own-page';

/** Hostile pages against the real build: what each learned is searched for the values, the names and the frame's addresses. */
let kit: Chromium;
let host: Host;
let dynamic: string;
const patient = { timeout: 30_000 };

const canary = { outcome: 'Canary damage complaints', unit: 'canaries per 1,000', behaviour: 'Zeisig', value: '7.31731' };
const address = (name: string) => `http://hostile.test:${host.port}/course/view.php?id=7&page=${name}`;
type Spy = { count: Record<string, number>; harvest(): string; windows(): number; internals: { shadowRoot: unknown }[] };
const spyOn = <T>(page: Page, look: (spy: Spy) => T): Promise<T> => page.evaluate(`(${look.toString()})(window.spy)`);

const open = async (name: string): Promise<Page> => {
  const page = await kit.context.newPage();
  await page.goto(address(name));
  return page;
};
const live = async (page: Page) => {
  const frame = await kit.panelFrame(page);
  await frame.getByText(canary.outcome).first().waitFor();
  return frame;
};
/** Asked from outside: in a page without scripts nothing waits. */
const gone = (page: Page) => expect.poll(() => page.locator('throughline-root').count(), patient).toBe(0);
const whyNot = async (page: Page) => {
  const tabId = await kit.tabIdOf(page);
  return (await ask(kit, 'own/popup', { tabId })).recognised?.why;
};
/** Nothing of ours but the host's existence and its size. */
const expectNothingIn = (text: string) => {
  const reached = [...Object.values(canary), 'panel.html', 'chrome-extension', extensionId, new URL(dynamic).host, 'reached '].filter(
    (secret) => text.includes(secret),
  );
  expect(reached).toEqual([]);
};

beforeAll(async () => {
  host = await serve([(_request, url) => hostileAt(url)]);
  kit = await openChromium();
  const page = await open('plain');
  await kit.turnOn(page);
  const course = await courseIdOf(`moodle:hostile.test:${host.port}`, '7');
  await page.reload();
  await kit.panelFrame(page);
  const { outcomeId } = await ask(kit, 'panel/outcomeAdd', {
    write: crypto.randomUUID(),
    course,
    ownerName: 'Field operations manager',
    unitName: 'Field operations',
    outcome: {
      direction: 'reduce',
      metricId: 'new',
      change: { kind: 'relative', amount: 20 },
      businessUnit: 'field-operations',
      dueDate: '2027-03-31',
      baseline: { value: Number(canary.value), from: '2026-01-05', to: '2026-06-28' },
      owner: 'new',
      status: 'active',
    },
    metric: {
      name: canary.outcome,
      definition: canary.behaviour,
      kind: 'rate',
      unit: canary.unit,
      cadence: 'week',
      calendar: 'iso',
      maturityDays: 7,
      aggregation: 'ratio',
      betterWhen: 'lower',
      source: { kind: 'typed' },
      businessUnit: 'field-operations',
      owner: 'new',
    },
  });
  expect(outcomeId).not.toBe('');
  const own = await kit.context.newPage();
  await own.goto(kit.own('admin.html'));
  dynamic = await own.evaluate(() =>
    (globalThis as unknown as { chrome: { runtime: { getURL(path: string): string } } }).chrome.runtime.getURL('panel.html'),
  );
  await own.close();
  await page.reload();
  const frame = await kit.panelFrame(page);
  await frame.getByRole('button', { name: 'Open', exact: true }).click(); // unfolds the line: from now on the panel shows the outcome, at the height it then got
  await live(page);
  await page.close();
});
afterAll(async () => {
  await kit?.close();
  await host?.close();
});

describe('what a page may send', () => {
  test.each(policies.map((page) => [page.name, page] as const))('%s', async (name, { expect: wanted }) => {
    const page = await open(name);
    if (wanted === 'panel') await live(page);
    else {
      await page.waitForSelector('throughline-root', { state: 'attached' });
      await gone(page);
      expect(await whyNot(page)).toBe('noHello');
    }
    expect(await page.evaluate(() => window.length)).toBe(0);
    await page.close();
  });

  test('a policy’s reports do not tell of us', () => {
    expect(host.seen.filter(({ path }) => path === '/report')).toEqual([]);
  });
});

describe('what a page may try', () => {
  test('the traps work: they catch what the page itself does', async () => {
    const page = await open('spies');
    await page.evaluate(() => {
      document.body.appendChild(document.createElement('iframe')).src = 'about:blank?caught';
      window.postMessage('caught', '*');
      document.body.append(document.createElement('throughline-mark')); // as a script would make it that does not know the trap
    });
    await page.waitForFunction(() => (window as unknown as { spy: Spy }).spy.count['event:message']);
    expect(await spyOn(page, ({ count }) => count)).toMatchObject({ createElement: 2, appendChild: 1, 'iframe.src': 1, postMessage: 1 });
    expect(await spyOn(page, (spy) => spy.harvest())).toMatch(
      /about:blank\?caught[\s\S]*THROUGHLINE-ROOT[\s\S]*reached a root that the page itself made/,
    );
    await page.close();
  });

  test('it learns that something is there, and neither value nor name nor address', async () => {
    const page = await open('spies');
    const frame = await live(page);
    const box = await page.locator('throughline-root').boundingBox();
    await frame.getByRole('button').first().click(); // focus, clicks and keys inside the frame
    await page.keyboard.press('Tab');
    await page.keyboard.press('Shift+Tab');
    const counts = await spyOn(page, ({ count }) => count);
    for (const trap of [
      'postMessage',
      'attachShadow',
      'createElement',
      'MessageChannel',
      'CSSStyleSheet',
      'iframe.src',
      'append',
      'prepend',
      'appendChild',
      'adoptNode',
      'event:message',
      'event:keydown',
      'event:click',
      'event:error',
      'event:wxt:content-script-started',
    ])
      expect([trap, counts[trap] ?? 0]).toEqual([trap, 0]);
    // the page's class is the element's class, and still no root for it
    expect(await spyOn(page, (spy) => [spy.windows(), spy.internals.length, ...spy.internals.map((own) => own.shadowRoot)])).toEqual([
      0,
      1,
      null,
    ]);
    const text = await spyOn(page, (spy) => spy.harvest());
    expectNothingIn(text);
    expect(text).toContain('<throughline-root></throughline-root>');
    expect(box?.width).toBeGreaterThan(400);
    await live(page); // host.click(), host.focus() and made-up events did nothing
    await page.close();
  });

  test('styles that hide everything do not reach the panel', async () => {
    const page = await open('styles');
    const frame = await live(page);
    expect(await frame.getByText(canary.outcome).first().isVisible()).toBe(true);
    const box = await page.locator('throughline-root').boundingBox();
    expect(box?.width).toBeGreaterThan(400);
    expect(box?.height).toBeGreaterThanOrEqual(40);
    await page.close();
  });

  test('taken out once, the panel returns; patched prototypes are not ours', async () => {
    for (const name of ['removes-once', 'throws']) {
      const page = await open(name);
      await live(page);
      await page.close();
    }
  });

  test('taken out again and again, it gives up and says why', async () => {
    const page = await open('removes-always');
    const tabId = await kit.tabIdOf(page);
    await expect.poll(async () => (await ask(kit, 'own/popup', { tabId })).recognised?.why, patient).toBe('fought');
    expect(await page.locator('throughline-root').count()).toBe(0);
    await page.close();
  });

  test('a frame that the page navigates is not ours any more: the box goes', async () => {
    const page = await open('plain');
    const frame = await live(page);
    await frame.evaluate(() => location.replace('about:blank'));
    await gone(page);
    expect(await whyNot(page)).toBe('hijacked');
    await page.close();
  });

  test('a copy of the frame, its address betrayed and its port offered by the page, gets nothing', async () => {
    const page = await open('plain');
    await live(page);
    const before = page.frames().length;
    await page.evaluate((src) => {
      const copy = document.createElement('iframe');
      copy.onload = () => {
        for (const nonce of ['guess', crypto.randomUUID?.() ?? '1', ''])
          copy.contentWindow?.postMessage({ type: 'port', nonce }, '*', [new MessageChannel().port2]);
        document.title = 'offered';
      };
      document.body.append(Object.assign(copy, { src }));
    }, dynamic);
    await page.waitForFunction(() => document.title === 'offered');
    const copy = page.frames()[before];
    expect(copy?.url()).toContain('panel.html');
    // the true frame still answers after the copy was refused, so the background has decided
    await ask(kit, 'own/catalogue', {});
    expect(await copy?.evaluate(() => document.documentElement.innerText)).not.toContain(canary.outcome);
    await live(page);
    await page.close();
  });

  test('every deed has its test', () => {
    expect(deeds.map(({ name }) => name).toSorted()).toEqual(['removes-always', 'removes-once', 'spies', 'styles', 'throws']);
  });
});
