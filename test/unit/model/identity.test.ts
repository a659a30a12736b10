import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Base32, sha256Hex } from '@/lib/model/rules/hash';
import { appendedIdOf, chunkIdOf, courseIdOf, isUnaltered, siteKey } from '@/lib/model/rules/identity';
import { id as idSchema } from '@/lib/model/schema/scalars';
import { props, words } from './arbitraries';

describe('hashes', () => {
  it('are those of the standard', async () => {
    expect(await sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(await sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    // the same digest by RFC 4648 §6, lower case, without padding
    expect(await sha256Base32('abc')).toBe('xj4bnp4pahh6uqkbidpf3lrceoyagyndsylxvhfucd7wd4qacwwq');
  });
});

describe('site keys', () => {
  it.each([
    ['https://lms.example.org', 'moodle:lms.example.org'],
    ['http://lms.example.org/', 'moodle:lms.example.org'],
    ['https://LMS.Example.org:443/moodle//', 'moodle:lms.example.org/moodle'],
    ['http://lms.example.org:8080/a/b/', 'moodle:lms.example.org:8080/a/b'],
    ['https://lms.example.org/Moodle', 'moodle:lms.example.org/Moodle'],
    ['https://lms.example.org/?x=1#y', 'moodle:lms.example.org'],
    ['https://bücher.example/', 'moodle:xn--bcher-kva.example'],
    ['http://[::1]:8000/', 'moodle:[::1]:8000'],
  ])('%s → %s', (address, key) => {
    expect(siteKey('moodle', address)).toBe(key);
  });
  it('throws for what is no address', () => {
    expect(() => siteKey('moodle', 'lms.example.org')).toThrow(TypeError);
  });
});

describe('record ids', () => {
  it('of a course is the same everywhere and of different courses different', async () => {
    expect(await courseIdOf('moodle:lms.example.org', '7')).toBe(await courseIdOf('moodle:lms.example.org', '7'));
    const all = await Promise.all(
      [
        ['a', '7'],
        ['a', '8'],
        ['b', '7'],
        ['a7', ''],
        ['', 'a7'],
        ['a', '7 '],
      ].map(([site, native]) => courseIdOf(site!, native!)),
    );
    expect(new Set(all).size).toBe(all.length);
    for (const each of all) expect(each).toMatch(/^course-[a-z2-7]{52}$/);
  });

  it('of a chunk is readable where it fits, hashed where it would not be an id', async () => {
    expect(await chunkIdOf('m1', '2026-10', 'local:0000000a', 'none')).toBe('chunk:m1:2026-10:local:0000000a:none');
    const long = await chunkIdOf('m1', '2026-10', 'local:0000000a', 'a'.repeat(80) + 'b'.repeat(20));
    expect(long).toMatch(/^chunk:[a-z2-7]{52}$/);
    await fc.assert(
      fc.asyncProperty(words, words, async (metric, account) => {
        expect(idSchema.safeParse(await chunkIdOf(metric, '2026-10', 'local:0000000a', account)).success).toBe(true);
      }),
      { ...props, numRuns: 100 },
    );
  });

  it('of an append-only record fits its content and nothing else', async () => {
    const content = {
      t: 'signOff',
      n: 1,
      s: '0199ee000000-0000-0000000a',
      alignmentId: 'al1',
      by: 'manager',
      role: 'owner',
      decision: 'agree',
      at: '2026-05-28T10:42:00Z',
      covers: 'a'.repeat(64),
    };
    const record = { ...content, id: await appendedIdOf(content) };
    expect(record.id).toMatch(/^signOff-[a-z2-7]{52}$/);
    expect(await isUnaltered(record)).toBe(true);
    for (const name of Object.keys(content).filter((n) => n !== 't' && n !== 'n'))
      expect([name, await isUnaltered({ ...record, [name]: 'other' })]).toEqual([name, false]);
    expect(await isUnaltered({ ...record, reason: 'added later' })).toBe(false);
  });
});
