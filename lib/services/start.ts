import browser from 'webextension-polyfill';
import { ownOrigin } from '@/lib/messaging/sender';
import { serve } from '@/lib/messaging/server';
import { handle } from './calls';
import { changed, onChanged } from './changed';
import { renewMarks } from './marks';
import { claim, endClaims } from './nonces';
import { wake } from './site-scripts';
import { finishIntents, permissionsWithdrawn, putScriptsRight, siteAt, sitesGranted } from './sites';
import { forgetVisit, onVisit, order } from './visit-store';
import { workspace } from './workspace';

/** Work that an event began: it has no caller to tell, so a failure is written to the log. */
const inBackground = (work: Promise<unknown>): void => void work.catch((error: unknown) => console.error('Throughline:', error));

/** Several changes in one turn are said once. */
function together(tell: () => void): () => void {
  let due = false;
  return () => {
    if (due) return;
    due = true;
    setTimeout(() => {
      due = false;
      tell();
    }, 0);
  };
}

/** Starts the background. All listeners are added in this very turn: the event that woke the worker is waiting for them. */
export function start(): void {
  const server = serve({
    enabled: async (url) => !!(await siteAt(await workspace(), url)),
    claim: async (frame, nonce) => (await claim(frame, nonce))?.purpose,
    claimed: ({ tabId }) => inBackground(order(tabId, { order: 'background/hello' })),
    handle,
  });

  onChanged(
    together(() => {
      server.push({ push: 'changed' });
      inBackground(workspace().then(renewMarks));
    }),
  );

  onVisit(together(() => server.push({ push: 'changed' }, 'own')));

  // by our asking, or given back in the browser's own settings
  browser.permissions.onAdded.addListener(() => inBackground(putRight().then(wakeOpenPages).then(changed)));
  browser.permissions.onRemoved.addListener(() => inBackground(workspace().then(permissionsWithdrawn)));
  browser.runtime.onStartup.addListener(() => inBackground(putRight()));
  browser.runtime.onInstalled.addListener(({ reason }) => {
    inBackground(putRight().then(wakeOpenPages));
    if (reason === 'install') inBackground(browser.tabs.create({ url: `${ownOrigin()}/welcome.html` }));
  });
  browser.tabs.onRemoved.addListener((tabId) => inBackground(Promise.all([forgetVisit(tabId), endClaims(tabId)])));

  inBackground(guardStorage());
}

/** Pages that were open during an update hold a script and a panel that nobody answers: they get new ones, which take the old ones out. */
async function wakeOpenPages(): Promise<void> {
  for (const { product, host } of await sitesGranted(await workspace())) await wake(product, host);
}

/** Registered scripts do not outlive an update, and permissions may have changed while we were not running. */
async function putRight(): Promise<void> {
  const ws = await workspace();
  await finishIntents(ws);
  await putScriptsRight(ws);
}

type Guarded = { setAccessLevel?(level: { accessLevel: 'TRUSTED_CONTEXTS' }): Promise<void> };

/** Scripts in host pages have no business in our storage; Firefox has no such switch. */
async function guardStorage(): Promise<void> {
  await (browser.storage.local as Guarded).setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });
}
