import { useEffect, useState } from 'react';

/** A part of the code that is fetched when it is first needed, or shortly before (`prefetch` on pointer or focus). */
export type Chunk<M> = { prefetch: () => void; load: () => Promise<M>; now(): M | null };

export function chunk<M>(bring: () => Promise<M>): Chunk<M> {
  let asked: Promise<M> | undefined;
  let module: M | null = null;
  const load = () =>
    (asked ??= bring().then(
      (brought) => (module = brought),
      (error: unknown) => {
        asked = undefined; // a later act may try again
        throw error;
      },
    ));
  return { load, now: () => module, prefetch: () => void load().catch(() => undefined) };
}

/** The chunk once it is here, null before; `lost` when it cannot be fetched, which means that the extension was replaced. */
export function useChunk<M>(part: Chunk<M>, wanted: boolean): { module: M | null; lost: boolean } {
  const [module, setModule] = useState<M | null>(() => part.now());
  const [lost, setLost] = useState(false);
  useEffect(() => {
    if (!wanted || module) return undefined;
    let here = true;
    part.load().then(
      (brought) => here && setModule(() => brought),
      () => here && setLost(true),
    );
    return () => {
      here = false;
    };
  }, [part, wanted, module]);
  return { module, lost };
}

/** Ends the current task, so that what was drawn is seen before more is made. */
export async function nextTask(): Promise<void> {
  const scheduler = (globalThis as { scheduler?: { yield?: () => Promise<void> } }).scheduler;
  if (scheduler?.yield) await scheduler.yield();
  else await new Promise((resolve) => setTimeout(resolve, 0));
}
