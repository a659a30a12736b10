import type { AppendedRecord } from '../schema/envelope';
import { canonicalJson } from './canonical';
import { sha256Base32 } from './hash';

/**
 * The key of an installation, `moodle:lms.example.org/moodle`: product + host[:port] + root path without a trailing slash; the
 * scheme is left out, so that http and https meet (DESIGN §12). `address` is the installation's address with scheme; throws TypeError if it is none.
 */
export function siteKey(product: string, address: string): string {
  const { host, pathname } = new URL(address);
  return `${product}:${host}${pathname.replace(/\/+$/, '')}`;
}

/** The record id of a course, derived so that all devices meet on one record: `course-` and 52 letters and digits. */
export const courseIdOf = async (site: string, nativeId: string): Promise<string> =>
  `course-${await sha256Base32(canonicalJson([site, nativeId]))}`;

const idShape = /^[A-Za-z0-9][A-Za-z0-9:._~-]{0,127}$/;

/** The record id of a month of readings of one metric by one reader through one account; hashed where it would be too long or hold other characters. */
export async function chunkIdOf(metricId: string, month: string, reader: string, account: string): Promise<string> {
  const plain = `chunk:${metricId}:${month}:${reader}:${account}`;
  return idShape.test(plain) ? plain : `chunk:${await sha256Base32(canonicalJson([metricId, month, reader, account]))}`;
}

/** The id that an append-only record must have: its type and a hash of all its content (facts: sync §4.1). */
export async function appendedIdOf(record: Omit<AppendedRecord, 'id'>): Promise<string> {
  const { id: _, ...content } = record as AppendedRecord;
  return `${String(content.t)}-${await sha256Base32(canonicalJson(content))}`;
}

/** Does the id belong to this content? A record that was changed after it was made does not pass. */
export const isUnaltered = async (record: AppendedRecord): Promise<boolean> => (await appendedIdOf(record)) === record.id;

/**
 * The actor id of somebody whom a storage signed in, from the storage's own name for them (`account:alice`). Derived, so that all their
 * devices meet on one actor, and so that what says it was made by them can be compared with whom the storage saw writing it.
 */
export const personIdOf = async (user: string): Promise<string> => `user-${(await sha256Base32(user)).slice(0, 26)}`;

/** Is this an id that `personIdOf` made? */
export const isPersonId = (id: string): boolean => /^user-[a-z2-7]{26}$/.test(id);
