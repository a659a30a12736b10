const tails = new Map<string, Promise<unknown>>();

/**
 * Runs tasks of one key one after another: reading, changing and writing a stored value is not one step in the browser's storage.
 * A task that fails does not hold up the next. Memory only, since only one background runs at a time.
 */
export function inTurn<R>(key: string, task: () => Promise<R>): Promise<R> {
  const before = tails.get(key) ?? Promise.resolve();
  const mine = before.then(task, task);
  const tail = mine
    .catch(() => undefined)
    .then(() => {
      if (tails.get(key) === tail) tails.delete(key);
    });
  tails.set(key, tail);
  return mine;
}
