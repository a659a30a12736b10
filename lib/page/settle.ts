/**
 * The first value that `look` gives, asking again when children change anywhere in the document, at most every 50 ms.
 * No polling. Undefined: nothing within `budget` ms, or the signal ended it. Observes nothing when the first look succeeds.
 */
export async function found<T>(look: () => T | null | undefined, budget: number, signal: AbortSignal): Promise<T | undefined> {
  const now = look();
  if (now || signal.aborted) return now ?? undefined;
  return new Promise((resolve) => {
    let due = 0;
    const end = (value?: T | null): void => {
      observer.disconnect();
      clearTimeout(due);
      clearTimeout(last);
      resolve(value ?? undefined);
    };
    const again = (): void => {
      due = 0;
      const value = look();
      if (value) end(value);
    };
    const observer = new MutationObserver(() => (due ||= setTimeout(again, 50) as unknown as number));
    observer.observe(document, { childList: true, subtree: true });
    const last = setTimeout(() => end(look()), budget);
    signal.addEventListener('abort', () => end(), { once: true });
  });
}

/** Resolves when the document's children have been still for 150 ms, after 2 s in any case, or when the signal ends it. */
export async function quiet(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      observer.disconnect();
      clearTimeout(still);
      clearTimeout(last);
      resolve();
    };
    let still = setTimeout(end, 150);
    const last = setTimeout(end, 2000);
    const observer = new MutationObserver(() => {
      clearTimeout(still);
      still = setTimeout(end, 150);
    });
    observer.observe(document, { childList: true, subtree: true });
    signal.addEventListener('abort', end, { once: true });
  });
}
