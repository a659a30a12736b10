import type { Caller } from '@/lib/messaging/caller';
import type { CallName, In, Out } from '@/lib/messaging/names';
import { RefusalError } from '@/lib/messaging/refused';
import { keep } from './kept';
import { courseView } from './courses';
import type { Handler, Handlers } from './handlers';
import { me, meRename } from './me';
import { popup, showHere } from './popup';
import { recordCalls } from './record-calls';
import { inScope } from './scope';
import { disable, enableIntent, pause } from './sites';
import { openAdmin, openMark, permissionWindow, surfaceOf } from './surfaces';
import { arrived, chartOpened, frameSilent, heightUsed, tilesSeen } from './visits';
import { workspace } from './workspace';

/** The one table: what each call does. Here those about visits, sites, windows and this device; the rest is about records. */
export const calls: Handlers = {
  ...recordCalls,
  'page/arrived': arrived,
  'page/tilesSeen': tilesSeen,
  'page/chartOpened': chartOpened,
  'page/frameSilent': frameSilent,
  'page/heightUsed': heightUsed,
  'panel/firstView': async (ws, _input, caller) => {
    const purpose = caller.from === 'frame' ? caller.purpose : undefined;
    return { view: purpose?.kind === 'course' ? await courseView(ws, purpose) : null };
  },
  'panel/viewState': async (_ws, { course, open, folded }) => {
    await keep(`view:${course}`, { open, folded });
    return {};
  },
  'panel/permissionWindow': permissionWindow,
  'panel/openAdmin': openAdmin,
  'own/popup': popup,
  'own/enableIntent': enableIntent,
  'own/disable': disable,
  'own/pause': pause,
  'own/showHere': showHere,
  'own/openMark': openMark,
  'own/surfaceOf': surfaceOf,
  'own/me': me,
  'own/meRename': meRename,
};

/** Answers a parsed call: a frame only within what it was let in for. Throws RefusalError, or what the store throws. */
export async function handle<N extends CallName>(call: N, input: In<N>, caller: Caller): Promise<Out<N>> {
  const ws = await workspace();
  if (caller.from === 'frame' && !(await inScope(ws, caller.purpose, call, input))) throw new RefusalError('notAllowed', 'scope');
  const handler: Handler<N> = calls[call];
  return handler(ws, input, caller);
}
