import { useEffect, useState } from 'react';
import type { Client } from '@/lib/messaging/client';
import type { Out } from '@/lib/messaging/names';
import { Shown } from './Shown';
import { onTabChange, tabBeside, type SurfaceAsk } from './surface';
import { dress } from './theme';
import { Words } from './Words';

type Found = Out<'own/surfaceOf'>;

/** The same panels beside the page, for hosts in which no frame can live. Follows the tab's page, and in a side panel the tab in front. */
export function Surface({ client, ask }: { client: Client; ask: SurfaceAsk }) {
  const [found, setFound] = useState<Found | null>(null);
  const [lost, setLost] = useState(false);
  useEffect(() => {
    const look = async () => {
      const tabId = await tabBeside(ask);
      const now: Found = tabId === null ? { kind: 'none' } : await client.ask('own/surfaceOf', { tabId });
      if ('theme' in now) dress(now.theme);
      setFound((before) => (JSON.stringify(before) === JSON.stringify(now) ? before : now));
    };
    const lookAgain = () => void look().catch(() => setLost(true));
    lookAgain();
    onTabChange(ask, lookAgain);
    return client.onPush((push) => push.push === 'changed' && lookAgain());
  }, [client, ask]);
  if (lost) return <Words of="gone" />;
  if (found === null) return null;
  return found.kind === 'none' ? (
    <Words of="nothing" />
  ) : (
    <Shown key={JSON.stringify(found)} client={client} as={found} onClose={() => window.close()} />
  );
}
