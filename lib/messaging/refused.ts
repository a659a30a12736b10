import type { Refusal, RefusalCode } from './names';

/** An expected refusal: thrown by handlers, carried as `{code, message, hint}`, thrown again by the client at the caller. */
export class RefusalError extends Error {
  override readonly name = 'RefusalError';
  constructor(
    readonly code: RefusalCode,
    message = '',
    readonly hint?: string,
  ) {
    super(message || code);
  }

  get refusal(): Refusal {
    return { code: this.code, message: this.message, ...(this.hint ? { hint: this.hint } : {}) };
  }
}
