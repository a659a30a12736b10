import browser from 'webextension-polyfill';
import type { Caller } from '@/lib/messaging/caller';
import type { In, Out, PageAnswer, PageFacts, TileFacts } from '@/lib/messaging/names';
import { RefusalError } from '@/lib/messaging/refused';
import { courseIdOf } from '@/lib/model/rules/identity';
import { ix } from '@/lib/store/index-strings';
import type { Workspace } from '@/lib/store/workspace';
import { badge } from './badge';
import { inTurn } from './in-turn';
import { keep, recall } from './kept';
import { marksOf, waitingIn } from './marks';
import { endClaims, mint } from './nonces';
import { notePerson, personAt } from './reading-state';
import { mayShow } from './role';
import { isUnder, rootOf } from './site-match';
import { bringChartPanel } from './site-scripts';
import { granted, siteOfPage } from './sites';
import { changeVisit, visitOf, type Visit } from './visit-store';
import { showBeside } from './surfaces';

type PageCaller = Extract<Caller, { from: 'page' }>;

/** Heights in px: the panel's line, its empty state beside and below 480 px of width as the view draws it, the end of its box (DESIGN §12 Size). */
const heights = { line: 40, empty: 180, emptyNarrow: 232, open: 420, openNarrow: 600, max: 640 };
const narrow = 480;
const tilesPerPage = 500;

/** Handlers of `page/*` are given page callers only; this tells the compiler. */
function page(caller: Caller): PageCaller {
  if (caller.from !== 'page') throw new RefusalError('notAllowed');
  return caller;
}

const widthBucket = (px: number): number => Math.min(20, Math.floor(px / 100));
const heightKey = (site: string, nativeId: string, width: number) => `height:${site}:${nativeId}:${widthBucket(width)}` as const;

/** A page was recognised. Says whether to show, how large, and gives the nonce; a learner and an unknown role get nothing. */
export async function arrived(ws: Workspace, { facts }: In<'page/arrived'>, caller: Caller): Promise<PageAnswer> {
  const from = page(caller);
  const course = facts.kind === 'course' ? await courseIdOf(facts.site, facts.nativeId) : undefined;
  // the person waits for the panel: what does not depend on each other runs together
  const [verdict] = await Promise.all([verdictOn(ws, facts, from, course), endClaims(from.tabId, from.documentId)]);
  const { viewer: _viewer, ...kept } = facts;
  const visit: Visit = {
    tabId: from.tabId,
    documentId: from.documentId,
    facts: kept,
    course,
    shown: verdict.show,
    ...(verdict.show === 'nothing' ? { why: verdict.why } : {}),
    tiles: [],
    marks: verdict.show === 'marks' ? verdict.marks : [],
  };
  const isOurs = !(verdict.show === 'nothing' && (verdict.why === 'mismatch' || verdict.why === 'notEnabled'));
  const [answer] = await Promise.all([
    verdict.show === 'panel' && course !== undefined
      ? mint(from, { kind: 'course', course, theme: facts.theme }).then((nonce): PageAnswer => ({
          ...verdict,
          nonce,
          title: browser.i18n.getMessage('frame_course'),
        }))
      : (verdict as PageAnswer),
    isOurs ? changeVisit(from.tabId, () => visit) : undefined,
  ]);
  if (isOurs && facts.kind === 'dashboard' && facts.viewer !== undefined)
    void personAt(facts.site, facts.viewer)
      .then((person) => notePerson(facts.site, person))
      .catch((error: unknown) => console.error('Throughline:', error));
  void badgeOf(ws, visit).catch((error: unknown) => console.error('Throughline:', error)); // the page need not wait for it
  return answer;
}

const badgeOf = (ws: Workspace, visit: Visit): Promise<void> =>
  inTurn(`badge:${visit.tabId}`, async () => badge(visit.tabId, visit.shown === 'nothing' ? 0 : await waitingIn(ws, visit)));

/** What to show, before the nonce. */
type Verdict = Exclude<PageAnswer, { show: 'panel' }> | { show: 'panel'; height: number };

async function verdictOn(ws: Workspace, facts: PageFacts, caller: PageCaller, course: string | undefined): Promise<Verdict> {
  const root = rootOf(facts.site);
  const claimed = facts.site === `${facts.product}:${root}` && isUnder(caller.url, root) && isUnder(facts.url, root);
  if (!claimed) return { show: 'nothing', why: 'mismatch' };
  const [site, isGranted, knownBase, paused] = await Promise.all([
    siteOfPage(ws, caller, facts.site).catch(() => undefined),
    granted(facts.site),
    recall(`base:${facts.site}`),
    recall(`paused:${facts.site}`),
  ]);
  // A script outlives the permission that brought it, until its page is loaded anew.
  if (!site || !isGranted) return { show: 'nothing', why: 'notEnabled' };
  const { origin, host } = new URL(caller.url);
  const base = origin + root.slice(host.length);
  if (knownBase !== base) await keep(`base:${facts.site}`, base);
  if (paused) return { show: 'nothing', why: 'paused' };
  if (course === undefined) return { show: 'marks', marks: await marksOf(ws, facts.site, facts.nativeId, []) };
  const [refused, size] = await Promise.all([mayShow(facts, course), sizeFor(ws, facts, course)]);
  if (refused) return { show: 'nothing', why: refused };
  if (size.beginsFolded) await keep(`view:${course}`, { open: [], folded: true });
  return { show: 'panel', height: size.height };
}

/**
 * The box appears once, at its final size: as last used, else the line or the empty state (DESIGN §12 Size). A tagged course that this
 * person never opened begins folded, so that the line is all there is and not the cut top of more.
 */
async function sizeFor(ws: Workspace, facts: PageFacts, course: string): Promise<{ height: number; beginsFolded?: true }> {
  const [view, used, tags] = await Promise.all([
    recall(`view:${course}`),
    recall(heightKey(facts.site, facts.nativeId, facts.width)),
    ws.find('alignment', ix.alignmentsOfCourse(course)),
  ]);
  if (view?.folded) return { height: heights.line };
  if (used !== undefined) return { height: used };
  const isNarrow = facts.width < narrow;
  if (!tags.some(({ hidden }) => !hidden)) return { height: isNarrow ? heights.emptyNarrow : heights.empty };
  if (view) return { height: isNarrow ? heights.openNarrow : heights.open };
  return { height: heights.line, beginsFolded: true };
}

/** The visit that a page's later calls speak of. Throws RefusalError('notAllowed') for another site, ('notFound') for another page. */
async function visitHere(ws: Workspace, caller: Caller, site: string, nativeId: string): Promise<Visit> {
  const { tabId, documentId } = page(caller);
  await siteOfPage(ws, caller, site);
  const visit = await visitOf(tabId);
  const same = visit?.facts.site === site && visit.facts.nativeId === nativeId && (!visit.documentId || visit.documentId === documentId);
  if (!same || !visit) throw new RefusalError('notFound');
  return visit;
}

export async function tilesSeen(
  ws: Workspace,
  { site, dashboard, tiles }: In<'page/tilesSeen'>,
  caller: Caller,
): Promise<Out<'page/tilesSeen'>> {
  const { tabId } = await visitHere(ws, caller, site, dashboard);
  const marks = await marksOf(ws, site, dashboard, tiles);
  const visit = await changeVisit(tabId, (now) => now && { ...now, tiles, marks });
  if (visit) await badge(tabId, await waitingIn(ws, visit));
  return { marks };
}

export async function chartOpened(ws: Workspace, input: In<'page/chartOpened'>, caller: Caller): Promise<Out<'page/chartOpened'>> {
  const { site, dashboard, tile, theme } = input;
  await visitHere(ws, caller, site, dashboard);
  const from = page(caller);
  await changeVisit(from.tabId, (now) => now && { ...now, tiles: withTile(now.tiles, tile), chart: { tile: tile.id, theme } });
  const [nonce] = await Promise.all([mint(from, { kind: 'chart', site, dashboard, tile: tile.id, theme }), bringChartPanel(from.tabId)]);
  return { nonce };
}

/** A tile that came since the last count is known from here on. */
const withTile = (tiles: TileFacts[], tile: TileFacts): TileFacts[] =>
  tiles.some(({ id }) => id === tile.id)
    ? tiles.map((known) => (known.id === tile.id ? tile : known))
    : [...tiles.slice(1 - tilesPerPage), tile];

/** No frame can live in this page. A chart was asked for, so it opens beside at once; a course panel waits for a click on the toolbar button. */
export async function frameSilent(_ws: Workspace, { because }: In<'page/frameSilent'>, caller: Caller): Promise<Record<string, never>> {
  const { tabId } = page(caller);
  const visit = await changeVisit(tabId, (now) => now && { ...now, silent: because });
  if (!visit) throw new RefusalError('notFound');
  await badge(tabId, 'cannotShow');
  if (visit.chart) await showBeside(tabId);
  return {};
}

export async function heightUsed(ws: Workspace, input: In<'page/heightUsed'>, caller: Caller): Promise<Record<string, never>> {
  await visitHere(ws, caller, input.site, input.nativeId);
  const height = Math.round(Math.min(heights.max, Math.max(heights.line, input.height)));
  await keep(heightKey(input.site, input.nativeId, input.width), height);
  // the panel was worked in: at another width it is not a first visit any more
  const view = `view:${await courseIdOf(input.site, input.nativeId)}` as const;
  if ((await recall(view)) === undefined) await keep(view, { open: [], folded: false });
  return {};
}
