/**
 * The id of one write: repeating a call with the same id is harmless. `crypto.randomUUID` is missing in a frame of an http
 * page, so it is made from random bytes: 32 hex digits behind `w`.
 */
export const newWrite = (): string =>
  `w${[...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
