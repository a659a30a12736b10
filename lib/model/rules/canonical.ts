/** A JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A value that the stores or the wire would alter. `path` is where in the value it stands, `/launches/0/note`. */
export class Unstorable extends Error {
  constructor(
    readonly path: string,
    readonly reason: 'number' | 'text' | 'type',
  ) {
    super(`${path || '/'}: ${reason} that cannot be stored unaltered`);
    this.name = 'Unstorable';
  }
}

const largest = 2 ** 53;
const numberText = (n: number, path: string): string => {
  if (!Number.isFinite(n) || Number(n.toPrecision(15)) !== n || Math.abs(n) > largest) throw new Unstorable(path, 'number');
  return JSON.stringify(n); // gives "0" for −0
};
const quoted = (s: string, path: string): string => {
  if (!s.isWellFormed() || s.includes('\0')) throw new Unstorable(path, 'text');
  return JSON.stringify(s);
};

function write(value: unknown, path: string): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return numberText(value, path);
  if (typeof value === 'string') return quoted(value, path);
  if (Array.isArray(value)) return `[${value.map((item, i) => write(item, `${path}/${i}`)).join(',')}]`;
  if (typeof value !== 'object' || value instanceof Date) throw new Unstorable(path, 'type');
  const members = Object.keys(value)
    .sort()
    .filter((key) => (value as Record<string, unknown>)[key] !== undefined)
    .map((key) => `${quoted(key, path)}:${write((value as Record<string, unknown>)[key], `${path}/${key}`)}`);
  return `{${members.join(',')}}`;
}

/**
 * The one text of a JSON value: keys sorted, members that are undefined left out, −0 as 0. Hashes and comparisons are made of it.
 * Throws Unstorable for U+0000, lone surrogates, numbers with more than 15 significant digits or beyond ±2^53 (facts: sync §4.1, §0.8, §0.11).
 */
export const canonicalJson = (value: unknown): string => write(value, '');

/** The value as every store gives it back: a plain copy, without undefined. Throws Unstorable. */
export const plainJson = (value: unknown): Json => JSON.parse(canonicalJson(value)) as Json;

const bytes = new TextEncoder();

/** Orders two texts by their UTF-8 bytes: negative, 0 or positive. UTF-16 order differs beyond U+FFFF. */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  const [x, y] = [bytes.encode(a), bytes.encode(b)];
  const end = Math.min(x.length, y.length);
  for (let i = 0; i < end; i++) if (x[i] !== y[i]) return x[i]! - y[i]!;
  return x.length - y.length;
}

/** Rounds a measured value to the 15 significant digits that every store gives back unaltered. NaN and infinities stay and are refused later. */
export const round15 = (n: number): number => (Number.isFinite(n) ? Number(n.toPrecision(15)) : n);
