import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { extensionId } from '../support/chromium.ts';
import { findChromium } from '../support/installed.mjs';

/**
 * A Chromium in which no debugger is attached to the page, its frames or the worker while they start: an attached one holds each new
 * frame until it is let go, which a person's browser does not. What happened is read from the browser's own records afterwards.
 */
export type Untouched = {
  /** Opens the address in a new tab and gives the ms from its DOMContentLoaded to the paint in which the panel's content was presented. */
  visible(url: string): Promise<number>;
  /** Stops the extension's worker. */
  stopWorker(): Promise<void>;
  close(): Promise<void>;
};

type Target = { targetId: string; type: string; url: string };
type Send = (method: string, params?: object, sessionId?: string) => Promise<Record<string, unknown>>;

/** `profile`: a Chromium profile in which the extension is installed from `build` (a folder under .output) and knows its sites. */
export async function openUntouched(profile: string, build = 'chrome-mv3'): Promise<Untouched> {
  const extension = fileURLToPath(new URL(`../../.output/${build}`, import.meta.url));
  const browser = spawn(
    findChromium() ?? '',
    [
      `--user-data-dir=${profile}`,
      '--remote-debugging-port=0',
      '--headless=new',
      '--no-sandbox',
      '--no-first-run',
      '--disable-background-networking',
      '--window-size=1440,1000',
      '--host-resolver-rules=MAP *.test 127.0.0.1',
      `--disable-extensions-except=${extension}`,
      `--load-extension=${extension}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const socket = new WebSocket(await addressOf(browser));
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = reject;
  });
  const send = sender(socket);
  const targets = async () => (await send('Target.getTargets'))['targetInfos'] as Target[];
  const attach = async (targetId: string) => (await send('Target.attachToTarget', { targetId, flatten: true }))['sessionId'] as string;
  const read = async <T>(session: string, expression: string): Promise<T> => {
    const { result } = (await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true }, session)) as {
      result: { value: T };
    };
    return result.value;
  };
  // installed anew as the browser sees it: the page of welcome comes by itself, and would come over the first visit
  const welcome = await until(async () => (await targets()).find(({ url }) => url.endsWith('/welcome.html')));
  await send('Target.closeTarget', { targetId: welcome.targetId });
  const worker = async () => (await targets()).find(({ type, url }) => type === 'service_worker' && url.includes(extensionId));

  return {
    async visible(url) {
      const known = new Set((await targets()).map(({ targetId }) => targetId));
      const { targetId } = (await send('Target.createTarget', { url })) as { targetId: string };
      await send('Target.activateTarget', { targetId });
      const frame = await until(async () =>
        (await targets()).find((t) => t.type === 'iframe' && !known.has(t.targetId) && t.url.includes('/panel.html')),
      );
      await pause(700); // nobody looks meanwhile
      const inFrame = await attach(frame.targetId);
      const painted = await until(() => read<number | null>(inFrame, contentPaint));
      const loaded = await read<number>(await attach(targetId), pageLoaded);
      await send('Target.closeTarget', { targetId });
      return painted - loaded;
    },
    async stopWorker() {
      const { targetId } = (await send('Target.createTarget', { url: `chrome-extension://${extensionId}/manifest.json` })) as {
        targetId: string;
      };
      const page = await attach(targetId);
      await send('ServiceWorker.enable', {}, page);
      await send('ServiceWorker.stopAllWorkers', {}, page);
      await until(async () => !(await worker()) || null);
      await send('Target.closeTarget', { targetId });
    },
    async close() {
      await send('Browser.close').catch(() => undefined);
      if (browser.exitCode === null) await new Promise((gone) => browser.once('exit', gone));
    },
  };
}

/** When the words of a tag or of the empty state were presented; null: not yet. The entries keep what was painted and when. */
const contentPaint = `new Promise((done) => {
  const seen = (list) => list.getEntries().find(({ element }) => element?.closest('.panel-body'));
  new PerformanceObserver((list, observer) => {
    observer.disconnect();
    const entry = seen(list);
    done(entry ? performance.timeOrigin + entry.renderTime : null);
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  setTimeout(done, 200, null); // no entry yet: nobody would call
})`;

const pageLoaded = `performance.timeOrigin + performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd`;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The first value that is there, asked for every 20 ms; throws after 15 s. */
async function until<T>(look: () => Promise<T | null | undefined>): Promise<T> {
  for (const end = Date.now() + 15_000; Date.now() < end; await pause(20)) {
    const found = await look();
    if (found !== null && found !== undefined) return found;
  }
  throw new Error('the panel did not come within 15 s');
}

function addressOf(browser: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    browser.stderr?.on('data', (part: Buffer) => {
      said += part.toString();
      const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (address) resolve(address);
    });
    browser.once('exit', () => reject(new Error(`the browser did not start: ${said.slice(-500)}`)));
  });
}

function sender(socket: WebSocket): Send {
  let last = 0;
  const waiting = new Map<number, PromiseWithResolvers<Record<string, unknown>>>();
  socket.onmessage = ({ data }) => {
    const { id, result, error } = JSON.parse(String(data)) as {
      id?: number;
      result?: Record<string, unknown>;
      error?: { message: string };
    };
    const call = waiting.get(id ?? -1);
    if (error) call?.reject(new Error(error.message));
    else call?.resolve(result ?? {});
  };
  return (method, params = {}, sessionId) => {
    const id = ++last;
    const call = Promise.withResolvers<Record<string, unknown>>();
    waiting.set(id, call);
    socket.send(JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) }));
    return call.promise;
  };
}
