import browser from 'webextension-polyfill';
import type { In } from '@/lib/messaging/names';
import { RefusalError } from '@/lib/messaging/refused';
import type { PopupView, Probe } from '@/lib/messaging/views';
import { ix } from '@/lib/store/index-strings';
import type { Workspace } from '@/lib/store/workspace';
import { shownAlignments } from './alignments';
import { keep, recall } from './kept';
import { probeTab } from './probe';
import { isUnder, permissionPattern, rootOf } from './site-match';
import { granted, keyOf, sitesOn } from './sites';
import { wake } from './site-scripts';
import { order, visitOf, type Visit } from './visit-store';

const tabOf = async (tabId: number | undefined) =>
  tabId === undefined
    ? (await browser.tabs.query({ active: true, lastFocusedWindow: true }))[0]
    : browser.tabs.get(tabId).catch(() => undefined);

type PopupSite = NonNullable<PopupView['site']>;

function siteIn(url: string, { product, root, kind }: Probe): PopupSite | undefined {
  if (!product || !root || !kind || !isUnder(url, root)) return undefined;
  const { origin } = new URL(url);
  return { key: `${product}:${root}`, product, kind, origin, pattern: permissionPattern(origin) };
}

/** What the popup says of a tab: what is there, whether Throughline is on, and if nothing is shown, why. */
export async function popup(ws: Workspace, input: In<'own/popup'>): Promise<PopupView> {
  const tab = await tabOf(input.tabId);
  const store = { waiting: await ws.waiting(), shared: false };
  const nothing = { checks: [], tiles: [], store, canShowHere: false };
  const url = tab?.url;
  if (tab?.id === undefined || !url || !/^https?:/.test(url)) return { host: '', state: 'restricted', ...nothing };
  const { host } = new URL(url);
  const probed = await probeTab(tab.id);
  if (!probed) return { host, state: 'restricted', ...nothing };
  if (probed === 'policy') return { host, state: 'restricted', ...nothing, checks: [{ code: 'policy', ok: false }] };
  const site = siteIn(url, probed);
  if (!site) return { host, state: 'unknownProduct', ...nothing, checks: probed.checks };

  const on = (await sitesOn(ws)).some((known) => keyOf(known) === site.key) && (await granted(site.key));
  const paused = on && !!(await recall(`paused:${site.key}`));
  const told = await visitOf(tab.id);
  const visit = told?.facts.site === site.key && told.facts.nativeId === probed.page?.nativeId ? told : undefined;
  // Turned on while the tab was open elsewhere, or after an update: the page gets its script now.
  if (on && !paused && !visit && probed.page) await wake(site.product, rootOf(site.key), tab.id);
  return {
    host,
    state: paused ? 'paused' : on ? 'on' : 'off',
    product: probed.checks.find(({ code }) => code === 'product')?.detail ?? site.product,
    site,
    recognised: probed.page && (await recognised(ws, probed.page, on ? visit : undefined)),
    checks: on && visit ? joined(probed.checks, checksOf(visit)) : probed.checks,
    tiles: on && visit ? tilesOf(visit) : [],
    store,
    canShowHere: on && !paused && visit?.why === 'unknownRole',
  };
}

async function recognised(
  ws: Workspace,
  { kind, title }: NonNullable<Probe['page']>,
  visit: Visit | undefined,
): Promise<NonNullable<PopupView['recognised']>> {
  const shown = !!visit && visit.shown !== 'nothing' && !visit.silent && !(kind === 'dashboard' && visit.facts.editing);
  const why = visit?.silent ?? visit?.why ?? (visit && kind === 'dashboard' && visit.facts.editing ? 'editing' : undefined);
  const tags = visit?.course ? shownAlignments(await ws.find('alignment', ix.alignmentsOfCourse(visit.course))).length : undefined;
  return {
    kind,
    title: visit?.facts.title || title,
    shown,
    ...(why ? { why } : {}),
    ...(tags === undefined ? {} : { tags }),
    ...(visit && kind === 'dashboard' ? { tiles: visit.tiles.length } : {}),
  };
}

/** What the visit adds to the adapters' own checks, in order: may this person see it, and could the panel stand in the page. */
const checksOf = (visit: Visit): PopupView['checks'] => [
  ...(visit.course ? [{ code: 'role', ok: visit.shown === 'panel', ...(visit.why ? { detail: visit.why } : {}) }] : []),
  ...(visit.shown === 'nothing' ? [] : [{ code: 'frame', ok: !visit.silent, ...(visit.silent ? { detail: visit.silent } : {}) }]),
];

/** A visit knows more than the probe: its checks take the place of those with the same code. */
const joined = (first: PopupView['checks'], then: PopupView['checks']): PopupView['checks'] => [
  ...new Map([...first, ...then].map((check) => [check.code, check])).values(),
];

function tilesOf(visit: Visit): PopupView['tiles'] {
  const linked = new Set(visit.marks.flatMap(({ tile, state }) => (state === 'unlinked' ? [] : [tile])));
  return visit.tiles.map(({ id, title }) => ({ id, title, linked: linked.has(id) }));
}

/** The person says that this course is theirs to see, though the page does not tell their role. */
export async function showHere(_ws: Workspace, { tabId }: In<'own/showHere'>): Promise<Record<string, never>> {
  const visit = await visitOf(tabId);
  if (!visit?.course) throw new RefusalError('notFound');
  if (visit.why !== 'unknownRole') throw new RefusalError('conflict', visit.why ?? '');
  await keep(`showHere:${visit.course}`, true);
  await order(tabId, { order: 'background/lookAgain' });
  return {};
}
