import type { Caller } from '@/lib/messaging/caller';
import type { CallName, In, Out } from '@/lib/messaging/names';
import type { Workspace } from '@/lib/store/workspace';

/** What answers one call: input is parsed, the caller is allowed and within its scope. Throws RefusalError for an expected refusal. */
export type Handler<N extends CallName> = (ws: Workspace, input: In<N>, caller: Caller) => Promise<Out<N>>;

/** One handler per call; lib/services/calls.ts joins the parts to the whole and fails to compile when one is missing. */
export type Handlers = { [N in CallName]: Handler<N> };
