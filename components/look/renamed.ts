/** A name that a call carries only where it was changed. Undefined: as it was; empty: taken away. */
export const renamed = (now: string, before: string | undefined): string | undefined =>
  now.trim() === (before ?? '') ? undefined : now.trim();
