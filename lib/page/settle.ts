/**
 * Calls `done` `pause` ms after children changed below `at` (with `still`: after the last of a run of changes, or without any),
 * until it gives something true, `most` ms are over, or the signal ends it. No polling.
 */
export const until = (
  done: () => unknown,
  { pause, still, most, at = document, signal }: { pause: number; still?: boolean; most?: number; at?: Node; signal: AbortSignal },
): Promise<void> =>
  new Promise((resolve) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = (): void => {
      observer.disconnect();
      clearTimeout(timer);
      clearTimeout(last);
      resolve();
    };
    const changed = (): void => {
      if (still) clearTimeout(timer);
      else if (timer) return;
      timer = setTimeout(() => {
        timer = undefined;
        if (done()) end();
      }, pause);
    };
    const observer = new MutationObserver(changed);
    observer.observe(at, { childList: true, subtree: true });
    const last = most && setTimeout(end, most);
    signal.addEventListener('abort', end);
    if (still) changed();
  });

/** The first value that `look` gives: at once, or when the document changes within `most` ms. Observes nothing when the first look succeeds. */
export const found = async <T>(look: () => T | undefined, most: number, signal: AbortSignal): Promise<T | undefined> => {
  let value = look();
  if (!value) await until(() => (value = look()), { pause: 50, most, signal });
  return value ?? look();
};
