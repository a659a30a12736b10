import { openWorkspace, type Workspace } from '@/lib/store/workspace';
import { changed } from './changed';

let open: Promise<Workspace> | undefined;

/** The one workspace of this background, opened at the first call. One that failed to open is tried again at the next. */
export function workspace(): Promise<Workspace> {
  if (!open) {
    const opening = openWorkspace();
    open = opening;
    opening.then(
      (ws) => ws.onWritten(changed),
      () => (open = undefined),
    );
  }
  return open;
}
