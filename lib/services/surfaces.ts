import browser from 'webextension-polyfill';
import type { In, Out } from '@/lib/messaging/names';
import { ownOrigin } from '@/lib/messaging/sender';
import type { Workspace } from '@/lib/store/workspace';
import { inTurn } from './in-turn';
import { baseUrlOf } from './kept';
import { permissionPattern, rootOf } from './site-match';
import { order, purposeOf, visitOf, changeVisit } from './visit-store';

/** Our pages by their static address: the one that getURL gives for the panel is dynamic in Chromium and opens an error page (facts: frame §2). */
const pageUrl = (path: string): string => `${ownOrigin()}/${path}`;

/** Opens one of our windows, or brings the one that is open for the same thing to the front. */
const window = (key: string, path: string, size: { width: number; height: number }): Promise<void> =>
  inTurn(key, async () => {
    const id = ((await browser.storage.session.get(key)) as Record<string, number | undefined>)[key];
    if (id !== undefined && (await browser.windows.update(id, { focused: true }).catch(() => undefined))) return;
    const opened = await browser.windows.create({ type: 'popup', url: pageUrl(path), ...size });
    if (opened.id !== undefined) await browser.storage.session.set({ [key]: opened.id });
  });

/**
 * Shows a tab's panel in our window: the surface that both browsers open without a click in our own page. Side panel and sidebar
 * open from the popup, inside its click (facts: frame §10).
 */
export const showBeside = (tabId: number): Promise<void> =>
  window(`window:beside:${tabId}`, `panel.html?surface=window&tab=${tabId}`, { width: 460, height: 760 });

export async function permissionWindow(_ws: Workspace, { site }: In<'panel/permissionWindow'>): Promise<Record<string, never>> {
  const origin = new URL(await baseUrlOf(site)).origin;
  const ask = new URLSearchParams({ site, host: rootOf(site), pattern: permissionPattern(origin) });
  await window(`window:allow:${site}`, `welcome.html?allow&${ask}`, { width: 480, height: 420 });
  return {};
}

export async function openAdmin(_ws: Workspace, { hash }: In<'panel/openAdmin'>): Promise<Record<string, never>> {
  await browser.tabs.create({ url: pageUrl(`admin.html#${encodeURIComponent(hash.replace(/^#/, '')).replaceAll('%2F', '/')}`) });
  return {};
}

/** Opens a chart's panel from the popup's list: in its page, or beside it where no frame can live. */
export async function openMark(_ws: Workspace, { tabId, tile }: In<'own/openMark'>): Promise<Record<string, never>> {
  const visit = await visitOf(tabId);
  if (visit && !visit.silent && (await order(tabId, { order: 'background/openMark', tile }))) return {};
  if (!visit || visit.facts.kind !== 'dashboard') return {};
  await changeVisit(tabId, (now) => now && { ...now, chart: { tile, theme: now.facts.theme } });
  await showBeside(tabId);
  return {};
}

export async function surfaceOf(_ws: Workspace, { tabId }: In<'own/surfaceOf'>): Promise<Out<'own/surfaceOf'>> {
  const visit = await visitOf(tabId);
  return (visit && purposeOf(visit)) ?? { kind: 'none' };
}
