import type { In, Out } from '@/lib/messaging/names';
import type { Workspace } from '@/lib/store/workspace';
import { keep, recall } from './kept';

/** Who works on this device, and whether the welcome page has asked for a name. */
export async function me(ws: Workspace): Promise<Out<'own/me'>> {
  const kept = await ws.read('actor', ws.me);
  return { id: ws.me, name: kept?.plain.name ?? '', welcomed: !!(await recall('welcomed')) };
}

export async function meRename(ws: Workspace, { write, name }: In<'own/meRename'>): Promise<Record<string, never>> {
  const done = await ws.write(write, [{ type: 'actor', id: ws.me, set: { name } }], {});
  await keep('welcomed', true);
  return done;
}
