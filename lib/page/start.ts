import type { Adapter } from '@/lib/sites/contract';
import { type Part, visits } from './visit';

/**
 * Entry of each per-product script: `show` is coursePanel for an LMS, dashboard for a BI tool. Injected twice (registered, and by
 * the background into an open tab) it runs once; what an older version of the extension left in the page is taken out.
 */
export function start(adapter: Adapter, show: Part): void {
  const world = globalThis as unknown as { [slot: string]: (() => void) | undefined };
  const slot = `throughline:${adapter.id}`;
  if (world[slot]) return world[slot]();
  // Registered for the document's start, so that the browser makes this script's world while it still waits for the page.
  if (document.readyState === 'loading') return document.addEventListener('DOMContentLoaded', () => start(adapter, show), { once: true });
  for (const left of document.querySelectorAll('throughline-root,throughline-mark')) left.remove();
  const life = new AbortController();
  life.signal.addEventListener('abort', () => delete world[slot]);
  world[slot] = visits(adapter, show, life);
}
