import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import puppeteer, { type Browser, type Frame, type Page } from 'puppeteer-core';
import { type Beside, closePopup, openPopup, sidebar, toolbarPopup } from './firefox-beside.ts';
import { contextOf, type Hand, makeHand } from './firefox-hand.ts';
import { findFirefox } from './installed.mjs';

const geckoId = 'throughline@throughline.example';
const uuid = '11111111-2222-4333-8444-555555555555';
const builds = fileURLToPath(new URL('../../.output', import.meta.url));

export type Firefox = {
  browser: Browser;
  own(path: string): string;
  /** The open page, in whichever window, whose address contains `part`; waits for it. */
  pageAt(part: string): Promise<Page>;
  /** Opens one of the extension's own pages in a new tab. */
  openOwn(path: string, ready: string): Promise<Page>;
  /** Clicks the toolbar button while `page` is in front: the real popup opens and the extension gets `activeTab`. Resolves when the popup is open. */
  clickToolbar(page: Page): Promise<Beside>;
  closeToolbar(): Promise<void>;
  /** What stands beside the pages. */
  sidebar: Beside;
  hand: Hand;
  /** Ends the event page, as the browser does when it idles. */
  killEventPage(): Promise<void>;
  tabIdOf(page: Page): Promise<number>;
  /** Opens the popup as a page of its own, about the tab that shows `page`. */
  popupFor(page: Page): Promise<Page>;
  /** Turns the site of an open page on through the toolbar's popup. */
  turnOn(page: Page): Promise<void>;
  /** The panel's frame in a host page, once it is there. */
  panelFrame(page: Page): Promise<Frame>;
  /** Runs an expression in the browser's own window (privileged). */
  inBrowser<T>(expression: string): Promise<T>;
  close(): Promise<void>;
};

type Sent = { result: Record<string, unknown> };
type Connection = { send(method: string, params: object): Promise<Sent> };

/** Starts Firefox with the built extension in a fresh profile. Optional permissions are granted on a real click without a prompt. */
export async function openFirefox(
  options: {
    /** Folder under .output; null: no extension. */ build?: string | null;
    prefs?: Record<string, unknown>;
    dark?: boolean;
    headless?: boolean;
  } = {},
): Promise<Firefox> {
  const executablePath = findFirefox();
  if (!executablePath) throw new Error('no Firefox found: npm run setup');
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: options.headless ?? true,
    defaultViewport: { width: 1440, height: 1000 },
    args: ['-remote-allow-system-access'], // needed to open moz-extension: pages and to click the toolbar button
    extraPrefsFirefox: {
      'network.dns.localDomains': 'lms.test,bi.test,hostile.test,lms.localhost,bi.localhost',
      'extensions.webextensions.uuids': JSON.stringify({ [geckoId]: uuid }),
      'extensions.webextOptionalPermissionPrompts': false,
      'ui.systemUsesDarkTheme': options.dark ? 1 : 0,
      ...options.prefs,
    },
  });
  if (options.build !== null) await browser.installExtension(join(builds, options.build ?? 'firefox-mv3'));
  const wire = (browser as unknown as { connection: Connection }).connection;
  const own = (path: string) => `moz-extension://${uuid}/${path}`;

  const chromeContext = async () => {
    const tree = await wire.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
    const contexts = tree.result.contexts as { context: string; url: string }[];
    const window = contexts.find((c) => c.url.includes('browser.xhtml'));
    if (!window) throw new Error('no browser window');
    return window.context;
  };

  const inBrowser = async <T>(expression: string): Promise<T> => {
    const answer = await wire.send('script.evaluate', {
      expression: `(async () => JSON.stringify(await (${expression})))()`,
      target: { context: await chromeContext() },
      awaitPromise: true,
    });
    const { type, result, exceptionDetails } = answer.result as {
      type: string;
      result?: { value?: string };
      exceptionDetails?: { text: string };
    };
    if (type !== 'success') throw new Error(exceptionDetails?.text ?? type);
    return result?.value === undefined ? (undefined as T) : (JSON.parse(result.value) as T);
  };

  const kit: Firefox = {
    browser,
    own,
    inBrowser,
    sidebar: sidebar(inBrowser),
    hand: makeHand(wire),
    async pageAt(part) {
      const from = Date.now();
      for (;;) {
        // the driver's own record of addresses misses moz-extension: pages
        for (const page of await browser.pages())
          if ((await page.evaluate(() => location.href).catch(() => '')).includes(part)) return page;
        if (Date.now() - from > 30_000) throw new Error(`no page at ${part}`);
      }
    },
    async openOwn(path, ready) {
      const page = await browser.newPage();
      // page.goto to a moz-extension: address navigates but never resolves
      await wire.send('browsingContext.navigate', { context: contextOf(page), url: own(path), wait: 'none' });
      await page.waitForSelector(ready);
      return page;
    },
    async clickToolbar(page) {
      await page.bringToFront();
      await inBrowser(openPopup(geckoId));
      return toolbarPopup(inBrowser, geckoId);
    },
    closeToolbar: () => inBrowser(closePopup(geckoId)),
    async killEventPage() {
      await inBrowser(`(async () => {
        const { extension } = WebExtensionPolicy.getByID('${geckoId}');
        await extension.terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true });
        if (extension.backgroundState !== 'stopped') throw new Error('the event page is ' + extension.backgroundState);
      })()`);
    },
    async tabIdOf(page) {
      await page.bringToFront();
      return inBrowser<number>(
        `(() => { const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs'); return ExtensionParent.apiManager.global.tabTracker.getId(gBrowser.selectedTab); })()`,
      );
    },
    async popupFor(page) {
      const id = await kit.tabIdOf(page);
      return kit.openOwn(`popup.html?tab=${id}`, 'main, button');
    },
    async turnOn(page) {
      const popup = await kit.clickToolbar(page);
      await popup.press('button', /Turn on/);
      await popup.reads(/Turn off/);
      await kit.closeToolbar();
    },
    async panelFrame(page) {
      const isPanel = async (frame: Frame) =>
        frame !== page.mainFrame() && (await frame.evaluate(() => location.protocol).catch(() => '')) === 'moz-extension:';
      for (;;) {
        for (const frame of page.frames()) if (await isPanel(frame)) return frame;
        await page.evaluate(() => new Promise(requestAnimationFrame)); // until the frame is there; the test's own limit ends it
      }
    },
    close: () => browser.close(),
  };
  return kit;
}
