/** Who may decide about an outcome: its owner, and those the owner named. */
export type Deciders = { owner?: string; delegates: readonly string[] };

/** As what an actor decides about an outcome; undefined: their decision does not count, and nothing of it waits for them. */
export function deciderRole({ owner, delegates }: Deciders, actor: string): 'owner' | 'delegate' | undefined {
  if (owner === actor) return 'owner';
  return delegates.includes(actor) ? 'delegate' : undefined;
}
