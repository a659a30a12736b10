import type { PageFacts, PageOrder } from '@/lib/messaging/names';
import { api, extensionGone, onOrder, tell } from '@/lib/messaging/page-client';
import type { Adapter, Anchor, CoursePage, DashboardPage, Page } from '@/lib/sites/contract';
import { watchAddress } from './address';
import { chartPanel } from './chartpanel';
import { openFrame, type PanelFrame } from './frame';
import { budget, guard } from './guard';
import { showMarks, tileFacts, word } from './marks';
import { found, quiet } from './settle';

/** How long the page may take to say what it is, and an inline place to appear before the docked one is taken; ms. */
const slowPage = 20_000;
const slowAnchor = 3000;

const identity = (page: Page): string => (page.kind === 'none' ? '' : `${page.kind} ${page.at.key} ${page.nativeId}`);
const isInline = ({ kind }: Anchor): boolean => kind === 'inline';
const important = (css: string): string => css.replaceAll(';', '!important;');

/** Width in px that a panel at this place gets. */
const widthAt = ({ kind, where, element, inset = 0 }: Anchor): number =>
  kind === 'docked' ? 400 : Math.max(0, ((where.endsWith('pend') ? element : element.parentElement)?.clientWidth ?? 0) - 2 * inset);

const hostCss = ({ kind, where, inset = 0 }: Anchor): string =>
  important(
    kind === 'docked'
      ? 'position:fixed;inset:72px 16px auto auto;width:400px;max-width:calc(100vw - 32px);max-height:calc(100vh - 152px);overflow:hidden;z-index:1020;border-radius:6px;box-shadow:0 1px 2px #1018241a,0 8px 24px #10182433;'
      : `grid-column:1/-1;flex:none;margin:${/^a/.test(where) ? `16px ${inset}px 0` : `0 ${inset}px 16px`};`,
  );

/**
 * All visits to pages in one document: each begins when a page is recognised and ends, with everything it left in the page,
 * by one AbortSignal. Gives a function that looks again if nothing is shown.
 */
export function visits(adapter: Adapter, life: AbortController): () => void {
  let visit = new AbortController();
  let at = '';
  let follow: Partial<{ [K in PageOrder['order']]: (order: Extract<PageOrder, { order: K }>) => void }> = {};
  let frameNow: () => PanelFrame | undefined = () => undefined;
  const mayReturn = budget(8, 10_000);
  const chromium = !api.runtime.getURL('').startsWith('moz');
  visit.abort();
  life.signal.addEventListener('abort', () => visit.abort());

  const see = (): Page => {
    const url = new URL(location.href);
    return adapter.detect(document, url) ? adapter.page(document, url) : { kind: 'none', because: 'otherProduct' };
  };
  const recognised = (): Page | undefined => {
    const page = see();
    return page.kind === 'none' && page.because === 'notReady' ? undefined : page;
  };
  const theme = () => adapter.theme(document);
  const gone = (): void => life.abort();
  const fail = (because: 'noHello' | 'hijacked' | 'fought'): void => {
    visit.abort();
    void tell('page/frameSilent', { because });
  };
  /** The browser keeps no page with one of our frames in it for going back (facts: frame §7). */
  const yieldToCache = (signal: AbortSignal): void => {
    if (!chromium) return;
    addEventListener(
      'beforeunload',
      () => {
        visit.abort();
        const timer = setTimeout(again, 1000); // the page may stay: mailto:, a download
        addEventListener('pagehide', () => clearTimeout(timer), { once: true });
      },
      { signal },
    );
  };

  const coursePanel = (page: CoursePage, nonce: string, height: number, signal: AbortSignal): void => {
    const [anchor] = adapter.anchors(document, page);
    if (!anchor) return fail('noHello');
    const frame = openFrame(
      {
        nonce,
        theme: theme(),
        title: word('frame_course'),
        css: hostCss(anchor),
        height,
        put: (host) => anchor.element[anchor.where](host),
        grown: (px) => void tell('page/heightUsed', { site: page.at.key, nativeId: page.nativeId, width: widthAt(anchor), height: px }),
        failed: fail,
      },
      signal,
    );
    frameNow = () => frame;
    guard(frame.host, frame.isLost, () => (mayReturn() ? void arrive() : fail('fought')), signal);
    yieldToCache(signal);
  };

  const dashboard = async (page: DashboardPage, signal: AbortSignal): Promise<void> => {
    let told = '';
    const panel = chartPanel(page, { theme, gone, shown: (id) => marks.expand(id), back: (id) => marks.focus(id) }, signal);
    const marks = showMarks((tile) => void panel.open(tile), signal);
    frameNow = panel.frame;
    follow = {
      'background/marks': (order) => marks.update(order.marks),
      'background/openMark': (order) => {
        const tile = marks.tile(order.tile);
        tile?.mount.scrollIntoView({ block: 'nearest' });
        if (tile) void panel.open(tile);
      },
    };
    yieldToCache(signal);

    const draw = (): void => {
      const now = see();
      if (now.kind !== 'dashboard') return void (now.kind === 'none' && now.because === 'notReady' ? marks.draw([], theme()) : arrive(true));
      if (identity(now) !== at) return void arrive(true);
      const tiles = now.editing ? [] : (adapter.tiles?.(document) ?? []);
      marks.draw(tiles, theme());
      const facts = tiles.map(tileFacts);
      const news = JSON.stringify(facts);
      if (now.editing || told === news) return;
      told = news;
      void tell('page/tilesSeen', { site: page.at.key, dashboard: page.nativeId, tiles: facts }).then((answer) => {
        if (!answer) gone();
        else if (answer.ok && !signal.aborted) marks.update(answer.value.marks);
      });
    };
    while (!signal.aborted) {
      const area = await found(() => adapter.tileArea?.(document), slowPage, signal);
      if (signal.aborted) return;
      draw();
      if (!area) return;
      await new Promise<void>((resolve) => {
        let due = 0;
        const observer = new MutationObserver(() => {
          due ||= setTimeout(() => {
            due = 0;
            draw();
            observer.takeRecords(); // our own marks
          }, 200) as unknown as number;
        });
        observer.observe(area, { childList: true, subtree: true });
        const end = (): void => {
          observer.disconnect();
          clearTimeout(due);
          resolve();
        };
        guard(area, () => !area.isConnected, end, signal);
        signal.addEventListener('abort', end, { once: true });
      });
    }
  };

  /** Looks at the page and shows what belongs there; ends what was shown before. `moved`: the address changed, the page is still changing. */
  const arrive = async (moved = false): Promise<void> => {
    visit.abort();
    const { signal } = (visit = new AbortController());
    follow = {};
    at = '';
    listen();
    if (moved) await quiet(signal);
    const page = await found(recognised, slowPage, signal);
    if (signal.aborted) return;
    if (!page || page.kind === 'none') return visit.abort();
    at = identity(page);
    matchMedia('(prefers-color-scheme:dark)').addEventListener('change', looked, { signal });
    const anchors = () => adapter.anchors(document, page);
    if (page.kind === 'course') await found(() => anchors().find(isInline), slowAnchor, signal);
    if (signal.aborted) return;
    const [anchor] = anchors();
    const { kind, nativeId, title, url, editing } = page;
    const facts: PageFacts = {
      product: adapter.id, site: page.at.key, kind, nativeId, title, url, editing,
      ...(page.kind === 'course' ? { role: page.role, viewer: page.viewer, launchHint: page.launchHint } : { role: 'unknown' as const }),
      theme: theme(), width: anchor ? widthAt(anchor) : 0,
    };
    const answer = await tell('page/arrived', { facts });
    if (!answer) return gone();
    if (signal.aborted) return;
    const value = answer.ok ? answer.value : undefined;
    if (value?.show === 'panel' && page.kind === 'course') coursePanel(page, value.nonce, value.height, signal);
    else if (value?.show === 'marks' && page.kind === 'dashboard') await dashboard(page, signal);
    else return visit.abort();
  };
  const again = (): void => {
    if (visit.signal.aborted && !life.signal.aborted) void arrive();
  };
  const returned = (event: PageTransitionEvent): void => void (event.persisted && arrive()); // the old ports are dead without a word
  const looked = (): void => {
    if (extensionGone()) gone();
    else frameNow()?.theme(theme());
  };
  /** The same functions each time: adding them again changes nothing, unless document.open took them away. */
  const listen = (): void => {
    addEventListener('pageshow', returned, life);
    document.addEventListener('visibilitychange', looked, life);
  };

  watchAddress(() => {
    const now = see();
    if (!at || identity(now) !== at) void arrive(true);
  }, life.signal);
  onOrder((order) => {
    if (order.order === 'background/leave') visit.abort();
    else if (order.order === 'background/lookAgain') again();
    else if (order.order === 'background/hello') frameNow()?.hello();
    else (follow[order.order] as ((order: PageOrder) => void) | undefined)?.(order);
  }, life.signal);
  void arrive();
  return again;
}
