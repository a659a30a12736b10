import browser from 'webextension-polyfill';
import type { Client } from '@/lib/messaging/client';

/** What the browser is asked for: one site. `key` is `moodle:lms.example.org/moodle`, `pattern` the match pattern of its host. */
export type SiteAsk = { key: string; product: string; kind: 'lms' | 'bi'; origin: string; pattern: string };

/** `declined` by the person; `policy` by the organisation; `failed`: the browser or the background refused for another reason. */
export type Turned = 'on' | 'declined' | 'policy' | 'failed';

/**
 * Turns a site on. To be called inside the click, without an await before it: the intent goes out first, since the popup may be
 * gone when the person answers (the background then finishes), and the browser only asks while the click lasts.
 */
export function turnOn(line: Pick<Client, 'ask'>, site: SiteAsk, tabId?: number): Promise<Turned> {
  const intent = { site: site.key, product: site.product, kind: site.kind, origin: site.origin, tabId };
  const told = line.ask('own/enableIntent', intent).then(
    () => true,
    () => false,
  );
  const asked = ask(site.pattern);
  return Promise.all([told, asked]).then(async ([known, answer]) => {
    if (answer !== 'on' || known) return answer;
    // Granted, but the intent was lost with the worker: said again, the background finishes at once.
    return line.ask('own/enableIntent', intent).then(
      () => 'on' as const,
      () => 'failed' as const,
    );
  });
}

/** Chromium rejects with "Permissions are blocked by enterprise policy."; any other rejection is not the person's doing either. */
function ask(pattern: string): Promise<Turned> {
  try {
    return browser.permissions.request({ origins: [pattern] }).then(
      (granted) => (granted ? 'on' : 'declined'),
      (error: unknown) => (/policy/i.test(String(error)) ? 'policy' : 'failed'),
    );
  } catch {
    return Promise.resolve('failed');
  }
}
