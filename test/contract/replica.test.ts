import { openWorkspace } from '@/lib/store/workspace';
import { replicaContract } from './replica';

replicaContract('over IndexedDB', async () => {
  const place = { address: 'https://kinto.example.org/v1', bucket: 'throughline', user: `account:${crypto.randomUUID()}` };
  const ws = await openWorkspace({ place, me: 'user-a' });
  return { replica: ws.replica, close: () => ws.close() };
});
