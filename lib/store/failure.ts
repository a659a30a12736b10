import { Unstorable } from '@/lib/model/rules/canonical';

export type StoreFailureCode = 'storageFull' | 'storageBroken' | 'badInput' | 'conflict';

/**
 * What the local store can fail with; `conflict`: what is here is not what the caller said it was. `detail` names where: `step` the migration that failed, `field` what was refused, `cause` the
 * browser's own name of the error. Never a value of a record.
 */
export class StoreFailure extends Error {
  constructor(
    readonly code: StoreFailureCode,
    readonly detail: Readonly<Record<string, string>> = {},
    options?: ErrorOptions,
  ) {
    super(
      `${code} ${Object.entries(detail)
        .map(([k, v]) => `${k}=${v}`)
        .join(' ')}`.trim(),
      options,
    );
    this.name = 'StoreFailure';
  }
}

const nameOf = (error: unknown): string => (error instanceof Error || error instanceof DOMException ? error.name : 'unknown');

/** Turns whatever a database call threw into a StoreFailure; one that is already named stays. */
export function storeFailure(error: unknown): StoreFailure {
  if (error instanceof StoreFailure) return error;
  if (error instanceof Unstorable) return new StoreFailure('badInput', { field: error.path, reason: error.reason }, { cause: error });
  const name = nameOf(error);
  return new StoreFailure(name === 'QuotaExceededError' ? 'storageFull' : 'storageBroken', { cause: name }, { cause: error });
}

/** Runs a call on the database; what it throws comes out as StoreFailure. */
export async function named<R>(act: () => Promise<R>): Promise<R> {
  try {
    return await act();
  } catch (error) {
    throw storeFailure(error);
  }
}
