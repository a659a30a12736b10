import type { Client } from '@/lib/messaging/client';
import type { Push } from '@/lib/messaging/names';
import { earlyView, type EarlyView } from './early';

export type Claimed = {
  client: Client;
  port: MessagePort;
  as: Extract<Push, { push: 'claimed' }>['as'];
  theme: 'light' | 'dark';
  early: EarlyView;
};

/** A page may offer as many ports as it likes; after this many refused nonces the frame stays blank. */
const mostTries = 5;

/**
 * Waits for the port that the script in the host page hands over, and claims its nonce in the background. A message counts
 * only if its source is the parent window and its origin that of the document around us; the first port whose nonce the
 * background accepts wins, all others are closed. Nothing is ever sent to the parent by `postMessage`. `asked`: a claim is out.
 */
export function awaitClaim(here: Window, connect: (kind: 'frame', nonce: string) => Client, asked?: () => void): Promise<Claimed> {
  return new Promise((resolve) => {
    let tries = 0;
    const hear = (event: MessageEvent<unknown>) => {
      const offered = event.ports[0];
      const around = (here.location as { ancestorOrigins?: DOMStringList }).ancestorOrigins?.[0];
      if (event.source !== here.parent || around === undefined || event.origin !== around) return;
      const nonce = nonceOf(event.data);
      if (nonce === null || offered === undefined) return;
      if ((tries += 1) > mostTries) return stop();
      const client = connect('frame', nonce);
      const early = earlyView(client); // right behind the claim
      asked?.();
      client.onPush((push) => {
        if (push.push !== 'claimed') return;
        stop();
        resolve({ client, port: offered, as: push.as, theme: push.theme, early });
      });
      void client.closed.then(() => offered.close());
    };
    const stop = () => here.removeEventListener('message', hear);
    here.addEventListener('message', hear);
  });
}

/** `{type: 'port', nonce}` and nothing else. */
function nonceOf(data: unknown): string | null {
  if (typeof data !== 'object' || data === null || !('type' in data) || data.type !== 'port' || !('nonce' in data)) return null;
  return typeof data.nonce === 'string' && data.nonce !== '' && data.nonce.length <= 200 ? data.nonce : null;
}
