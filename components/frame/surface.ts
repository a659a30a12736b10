import browser from 'webextension-polyfill';

export type SurfaceAsk = { kind: 'side' | 'window'; tab: number | null };

/** Is this page a surface of its own (side panel, sidebar, window), and of which tab? Null: a frame in a host page. */
export function surfaceAsk(search: string): SurfaceAsk | null {
  const asked = new URLSearchParams(search);
  const kind = asked.get('surface');
  if (kind !== 'side' && kind !== 'window') return null;
  const tab = asked.get('tab');
  return { kind, tab: tab !== null && /^\d+$/.test(tab) ? Number(tab) : null };
}

/** The tab that a surface stands beside: the named one, else the one in front in this window. */
export async function tabBeside(ask: SurfaceAsk): Promise<number | null> {
  if (ask.tab !== null) return ask.tab;
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  return tab?.id ?? null;
}

/** Calls when another tab comes to the front; only a side panel follows it. */
export function onTabChange(ask: SurfaceAsk, changed: () => void): void {
  if (ask.tab === null) browser.tabs.onActivated.addListener(changed);
}
