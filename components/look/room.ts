/**
 * Overlays do not take part in the page's height, but a frame must be as high as they need. Whoever opens one says here
 * how much room it wants; the frame's geometry asks for the largest.
 */
type Wanted = () => number;
const holders = new Set<Wanted>();
const listeners = new Set<() => void>();
const tell = () => listeners.forEach((listener) => listener());

/** `wanted` gives px from the top of the document; asked again whenever `inside` changes its size. Returns the release. */
export function holdRoom(wanted: Wanted, inside: Element | null): () => void {
  holders.add(wanted);
  tell();
  const observer = new ResizeObserver(tell);
  if (inside) observer.observe(inside);
  return () => {
    observer.disconnect();
    holders.delete(wanted);
    tell();
  };
}

/** The largest room wanted now, in px; 0 when nothing is open. */
export const roomWanted = (): number => Math.max(0, ...[...holders].map((wanted) => wanted()));

/** Called when an overlay opens or closes. Returns the release. */
export function onRoom(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
