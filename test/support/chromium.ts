import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium, type Frame, type Page, type Worker } from 'playwright-core';
import { findChrome, findChromium } from './installed.mjs';

export const extensionId = 'aigaonamnkgfobkgdfefmpdkjongepgg';
const builds = fileURLToPath(new URL('../../.output', import.meta.url));

export type Chromium = {
  context: BrowserContext;
  /** An address of one of the extension's own pages. */
  own(path: string): string;
  worker(): Promise<Worker>;
  /** Stops the service worker, as the browser does when it idles; resolves when it is gone. */
  killWorker(): Promise<void>;
  /** What the browser would do after the person accepts its prompt: allows `pattern`, so that a real request() is granted without a prompt. */
  preGrant(pattern: string): Promise<void>;
  /** What the browser does when the person takes a site's permission back in its settings. */
  withdraw(pattern: string): Promise<void>;
  /** Clicks the toolbar button on the tab that shows `page`: the real popup opens and the extension gets `activeTab`. */
  clickToolbar(page: Page): Promise<void>;
  /** Turns the site of an open page on through the popup, with a real click. */
  turnOn(page: Page): Promise<void>;
  tabIdOf(page: Page): Promise<number>;
  /** Opens the popup as a page of its own, about the tab that shows `page`. */
  popupFor(page: Page): Promise<Page>;
  /** The panel's frame in a host page, once it is there. */
  panelFrame(page: Page): Promise<Frame>;
  close(): Promise<void>;
};

export type ChromiumOptions = {
  /** Folder under .output. */
  build?: string;
  args?: string[];
  profile?: string;
  headless?: boolean;
  dark?: boolean;
  /** Keep left pages for going back, as browsers do. */
  pageCache?: boolean;
  /** Load the extension by a debugging command, as branded Chrome needs since 137. */
  byCommand?: boolean;
};

/** Starts Chromium, else Chrome, with the built extension in a fresh profile. Hosts ending in .test and .localhost are this machine. */
export async function openChromium(options: ChromiumOptions = {}): Promise<Chromium> {
  const executablePath = findChromium() ?? findChrome();
  if (!executablePath) throw new Error('no Chromium found: npm run setup');
  const byCommand = options.byCommand ?? !findChromium();
  const extension = join(builds, options.build ?? 'chrome-mv3');
  const profile = options.profile ?? mkdtempSync(join(tmpdir(), 'throughline-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: options.headless ?? true,
    viewport: { width: 1440, height: 1000 },
    colorScheme: options.dark ? 'dark' : 'light',
    ignoreDefaultArgs: [...(options.pageCache ? ['--disable-back-forward-cache'] : []), ...(byCommand ? ['--disable-extensions'] : [])],
    args: [
      '--no-sandbox',
      '--enable-unsafe-extension-debugging', // lets a test click the toolbar button
      '--disable-background-networking',
      '--host-resolver-rules=MAP *.test 127.0.0.1, MAP *.localhost 127.0.0.1',
      ...(byCommand ? [] : [`--disable-extensions-except=${extension}`, `--load-extension=${extension}`]),
      ...(options.args ?? []),
    ],
  });
  if (byCommand) {
    const browser = await context.browser()?.newBrowserCDPSession();
    if (!browser) throw new Error('no browser session');
    await (browser.send as (method: string, input: object) => Promise<unknown>)('Extensions.loadUnpacked', { path: extension });
  }
  const own = (path: string) => `chrome-extension://${extensionId}/${path}`;
  const worker = async () => context.serviceWorkers().at(-1) ?? (await context.waitForEvent('serviceworker'));
  await worker();

  const asOwnPage = async <T>(work: (page: Page) => Promise<T>): Promise<T> => {
    const page = await context.newPage();
    try {
      return await work(page);
    } finally {
      await page.close();
    }
  };

  /** The browser's own page about extensions, with what its switches call. */
  const inSettings = (act: 'addHostPermission' | 'removeHostPermission', pattern: string) =>
    asOwnPage(async (page) => {
      await page.goto('chrome://extensions/');
      await page.evaluate(
        ([name, id, host]) =>
          (
            globalThis as unknown as { chrome: { developerPrivate: Record<typeof name, (id: string, host: string) => Promise<void>> } }
          ).chrome.developerPrivate[name](id, host),
        [act, extensionId, pattern] as const,
      );
    });

  const kit: Chromium = {
    context,
    own,
    worker,
    killWorker: () =>
      asOwnPage(async (page) => {
        await page.goto(own('manifest.json'));
        const cdp = await context.newCDPSession(page);
        const targets = await context.browser()?.newBrowserCDPSession();
        await cdp.send('ServiceWorker.enable');
        await cdp.send('ServiceWorker.stopAllWorkers');
        const alive = async () =>
          targets
            ? (await targets.send('Target.getTargets')).targetInfos.some((t) => t.type === 'service_worker' && t.url.includes(extensionId))
            : false;
        for (let tries = 0; tries < 100 && (await alive()); tries += 1) await page.evaluate(() => new Promise(requestAnimationFrame));
      }),
    preGrant: (pattern) => inSettings('addHostPermission', pattern),
    withdraw: (pattern) => inSettings('removeHostPermission', pattern),
    tabIdOf: (page) =>
      asOwnPage(async (probe) => {
        await probe.goto(own('popup.html?tab=-1'));
        await page.bringToFront();
        return probe.evaluate(async () => {
          type Api = { tabs: { query(about: object): Promise<{ id?: number }[]> } };
          const [tab] = await (globalThis as unknown as { chrome: Api }).chrome.tabs.query({ active: true, lastFocusedWindow: true });
          return tab?.id ?? -1;
        });
      }),
    async clickToolbar(page) {
      await page.bringToFront();
      const browser = await context.browser()?.newBrowserCDPSession();
      if (!browser) throw new Error('no browser session');
      const { targetInfos } = await browser.send('Target.getTargets', { filter: [{ type: 'tab' }] });
      const tab = targetInfos.find((t) => t.url === page.url());
      if (!tab) throw new Error(`no tab shows ${page.url()}`);
      await (browser.send as (method: string, input: object) => Promise<unknown>)('Extensions.triggerAction', {
        id: extensionId,
        targetId: tab.targetId,
      });
    },
    async popupFor(page) {
      const id = await kit.tabIdOf(page);
      const popup = await context.newPage();
      // no viewport of its own: it resizes the window that all tabs share, and clicks then miss frames of other processes
      await popup.goto(own(`popup.html?tab=${id}`));
      return popup;
    },
    async turnOn(page) {
      await kit.preGrant(`${new URL(page.url()).origin.replace(/:\d+$/, '')}/*`);
      await kit.clickToolbar(page);
      const popup = await kit.popupFor(page);
      await popup.getByRole('button', { name: /turn on/i }).click();
      await popup.getByRole('button', { name: /turn off/i }).waitFor();
      await popup.close();
    },
    async panelFrame(page) {
      const isPanel = (frame: Frame) => frame.url().includes('/panel.html');
      return page.frames().find(isPanel) ?? (await page.waitForEvent('framenavigated', { predicate: isPanel }));
    },
    async close() {
      await context.close();
      if (!options.profile) rmSync(profile, { recursive: true, force: true });
    },
  };
  return kit;
}
