import { openDatabase, type Database } from './database';
import { StoreFailure } from './failure';
import type { Step } from './migrations/step';

/**
 * Holds one open database and opens it again at the next use when the browser closed it. A failure to open is told to each caller
 * and tried again at the next call, not remembered.
 */
export class Connection {
  private opened: Promise<Database> | undefined;
  private closed = false;

  constructor(
    private readonly name: string,
    private readonly steps?: readonly Step[],
  ) {}

  readonly db = (): Promise<Database> => {
    if (this.closed) return Promise.reject(new StoreFailure('storageBroken', { cause: 'closed' }));
    if (this.opened) return this.opened;
    const opening = openDatabase(this.name, () => this.lose(opening), this.steps);
    this.opened = opening;
    opening.catch(() => this.lose(opening));
    return opening;
  };

  private lose(which: Promise<Database>): void {
    if (this.opened === which) this.opened = undefined;
  }

  /** Closes the connection for good: a late use that opened it again could make anew a database that was removed. */
  close(): void {
    this.closed = true;
    void this.opened?.then(
      (db) => db.close(),
      () => {},
    );
    this.opened = undefined;
  }
}
