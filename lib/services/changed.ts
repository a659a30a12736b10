/**
 * Says that stored records changed. Calls that carry a `write` say it by themselves (server); whatever changes records later
 * (a refresh that ended, an import) calls `changed()`. Open panels then ask again, and marks in host pages are renewed.
 */
const listeners = new Set<() => void>();

export function changed(): void {
  for (const listener of listeners) listener();
}

/** Gives a function that ends the listening. */
export function onChanged(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
