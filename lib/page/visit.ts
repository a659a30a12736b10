import type { PageAnswer, PageOrder } from '@/lib/messaging/names';
import { api, extensionGone, onOrder, tell } from '@/lib/messaging/page-client';
import type { Adapter, Anchor, CoursePage, DashboardPage, Page } from '@/lib/sites/contract';
import { watchAddress } from './address';
import type { PanelFrame, Theme } from './frame';
import { budget } from './guard';
import { found, until } from './settle';

/** One page that was recognised, from its first node to its last. */
export type Visit = {
  adapter: Adapter;
  page: CoursePage | DashboardPage;
  /** Ends everything that the visit put into the page. */
  signal: AbortSignal;
  theme(): Theme;
  /** The frame that waits for the background's hello. */
  frame?: PanelFrame;
  /** Hears the background's orders that are not for every page. */
  order?(order: PageOrder): void;
  /** The page that is there now, and whether it is still this one. */
  see(): { now: Page; same: boolean };
  /** The address or the content changed to another page: ends this visit and begins the next once the document is still. */
  moved(): void;
  /** The page took a node of ours away: shown again within the budget, else given up. */
  lost(): void;
  /** Ends the visit; the background offers the fallback. */
  fail(because: 'noHello' | 'hijacked' | 'fought'): void;
  /** The extension is gone: everything leaves the page. */
  gone(): void;
};

/** What a script shows in a page of its kind. False: nothing. */
export type Part = (visit: Visit, answer: PageAnswer) => false | void;

/** How long a page may take to say what it is, and an inline place to appear before the docked one is taken; ms. */
export const slowPage = 20_000;
const slowAnchor = 3000;

const identity = (page: Page): string => (page.kind === 'none' ? '' : page.kind + page.at.key + page.nativeId);

/** Width in px that a panel at this place gets. */
export const widthAt = ({ kind, where, element, inset = 0 }: Anchor): number =>
  kind === 'docked' ? 400 : Math.max(0, ((where.endsWith('pend') ? element : element.parentElement)?.clientWidth ?? 0) - 2 * inset);

/** All visits to pages in one document, one at a time. Gives a function that looks again if nothing is shown. */
export function visits(adapter: Adapter, show: Part, life: AbortController): () => void {
  let end: AbortController | undefined;
  let visit: Visit | undefined;
  let at = '';
  let listening = false;
  const mayReturn = budget(8);
  const leave = (): void => end?.abort();
  const gone = (): void => life.abort();
  const see = (): Page => {
    const url = new URL(location.href);
    return adapter.detect(document, url) ? adapter.page(document, url) : { kind: 'none', because: 'otherProduct' };
  };
  const fail: Visit['fail'] = (because) => {
    leave();
    void tell('page/frameSilent', { because });
  };

  const recognised = (): Page | undefined => {
    const seen = see();
    return seen.kind === 'none' && seen.because === 'notReady' ? undefined : seen;
  };
  /** `moved`: the address or the content changed, and the document may be changing still. */
  const arrive = (moved?: boolean): void => {
    leave();
    visit = undefined;
    at = '';
    // most pages of an enabled site end here: nothing was made, nothing of the extension was touched
    const page = moved ? undefined : recognised();
    if (page?.kind !== 'none') void begin(page, moved);
  };
  const begin = async (page: Page | undefined, moved?: boolean): Promise<void> => {
    const { signal } = (end = new AbortController());
    if (moved) await until(() => true, { pause: 150, still: true, most: 2000, signal });
    page ??= await found(recognised, slowPage, signal);
    if (signal.aborted) return;
    if (!page || page.kind === 'none') return leave();
    listen();
    at = identity(page);
    const anchors = () => adapter.anchors(document, page);
    const isCourse = page.kind === 'course';
    if (isCourse) await found(() => anchors().find(({ kind }) => kind === 'inline'), slowAnchor, signal);
    if (signal.aborted) return;
    const [anchor] = anchors();
    const theme = () => adapter.theme(document);
    // the parser of the background takes what it knows of the page
    const facts = {
      role: 'unknown' as const,
      ...page,
      product: adapter.id,
      site: page.at.key,
      theme: theme(),
      width: anchor ? widthAt(anchor) : 0,
    };
    const answer = await tell('page/arrived', { facts });
    if (!answer) return gone();
    if (signal.aborted) return;
    visit = {
      adapter,
      page,
      signal,
      theme,
      fail,
      gone,
      see: () => {
        const now = see();
        return { now, same: identity(now) === at };
      },
      moved: () => arrive(true),
      lost: () => (mayReturn() ? arrive() : fail('fought')),
    };
    if (!answer.ok || show(visit, answer.value) === false) return leave();
    matchMedia('(prefers-color-scheme:dark)').addEventListener('change', looked, { signal });
    addEventListener('beforeunload', unload, { signal });
  };

  const again = (): void => {
    if ((!end || end.signal.aborted) && !life.signal.aborted) arrive();
  };
  /** Chromium keeps no page with one of our frames in it for going back (facts: frame §7). The page may stay all the same: mailto:, a download. */
  const unload = (): void => {
    if (!visit?.frame || api.runtime.getURL('').startsWith('moz')) return;
    leave();
    const timer = setTimeout(again, 1000);
    addEventListener('pagehide', () => clearTimeout(timer), { once: true });
  };
  const returned = ({ persisted }: PageTransitionEvent): void => {
    if (persisted) arrive(); // the old ports are dead without a word
  };
  const looked = (): void => {
    if (extensionGone()) gone();
    else visit?.frame?.look();
  };
  const follow = (order: PageOrder): void => {
    if (order.order === 'background/leave') leave();
    else if (order.order === 'background/lookAgain') again();
    else if (order.order === 'background/hello') visit?.frame?.hello();
    else if (!end?.signal.aborted) visit?.order?.(order); // new marks may come just after the order to leave
  };
  /** From the first page that is recognised. The same functions each time: adding them again changes nothing, unless document.open took them away. */
  const listen = (): void => {
    addEventListener('pageshow', returned, life);
    document.addEventListener('visibilitychange', looked, life);
    if (!listening) onOrder(follow, life.signal);
    listening = true;
  };

  life.signal.addEventListener('abort', leave);
  watchAddress(() => {
    if (!at || identity(see()) !== at) arrive(true);
  }, life.signal);
  arrive();
  return again;
}
