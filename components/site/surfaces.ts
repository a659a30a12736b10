import browser from 'webextension-polyfill';

/** Where the same panel can stand when a page has no place for it: Chromium's side panel, Firefox's sidebar, else a window. */
export type Surface = 'side' | 'sidebar' | 'window';

type SidePanel = {
  setOptions: (options: { tabId: number; path: string; enabled: boolean }) => Promise<void>;
  open: (options: { tabId: number }) => Promise<void>;
};
type Sidebar = { setPanel: (details: { tabId: number; panel: string }) => Promise<void>; open: () => Promise<void> };

const sidePanel = (): SidePanel | undefined => (globalThis as { chrome?: { sidePanel?: SidePanel } }).chrome?.sidePanel;
const sidebar = (): Sidebar | undefined => (globalThis as { browser?: { sidebarAction?: Sidebar } }).browser?.sidebarAction;

export const surfaceHere = (): Surface => (sidePanel() ? 'side' : sidebar() ? 'sidebar' : 'window');

const path = (surface: 'side' | 'window', tabId: number) => `panel.html?surface=${surface}&tab=${tabId}`;
/** By our static address: the one that getURL gives for the panel is dynamic in Chromium and opens an error page (facts: frame §2). */
const address = (surface: 'side' | 'window', tabId: number) => `${location.origin}/${path(surface, tabId)}`;

/**
 * Opens the panel of a tab beside its page. To be called inside the click and not awaited before: both browsers refuse
 * otherwise (facts: frame §10). When they refuse all the same, the window takes its place.
 */
export function openBeside(tabId: number): Promise<void> {
  const [side, bar] = [sidePanel(), sidebar()];
  if (side) {
    const set = side.setOptions({ tabId, path: path('side', tabId), enabled: true });
    const opened = side.open({ tabId });
    return Promise.all([set, opened]).then(
      () => undefined,
      () => openWindow(tabId),
    );
  }
  if (bar) {
    const set = bar.setPanel({ tabId, panel: address('side', tabId) });
    const opened = bar.open();
    return Promise.all([set, opened]).then(
      () => undefined,
      () => openWindow(tabId),
    );
  }
  return openWindow(tabId);
}

export async function openWindow(tabId: number): Promise<void> {
  await browser.windows.create({ type: 'popup', url: address('window', tabId), width: 460, height: 760 });
}
