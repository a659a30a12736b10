/**
 * Calls `lost` once when an element left the document or was moved in it. It observes only the children of the element's
 * ancestors, the document included (an observer there outlives document.open: facts, frame §8): changes elsewhere cost nothing.
 * `isLost` decides, since a frame that was moved is connected again and yet another document.
 */
export function guard(element: Element, isLost: () => boolean, lost: () => void, signal: AbortSignal): void {
  const watch = (): void => {
    for (let node: Node | null | undefined = element; (node = node.parentNode ?? (node as Partial<ShadowRoot>).host);)
      observer.observe(node, { childList: true });
  };
  const observer = new MutationObserver(() => {
    if (!isLost()) return watch(); // some ancestor may stand elsewhere now
    observer.disconnect();
    lost();
  });
  watch();
  signal.addEventListener('abort', () => observer.disconnect());
}

/** Says yes at most `most` times within 10 s: a page that takes our nodes out again and again is not fought for ever. */
export function budget(most: number): () => boolean {
  let since = 0;
  let used = 0;
  return () => {
    const now = performance.now();
    if (!used || now - since > 10_000) {
      since = now;
      used = 0;
    }
    return ++used <= most;
  };
}
