import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, compareBytes, plainJson, round15, Unstorable } from '@/lib/model/rules/canonical';
import { number15, props, words } from './arbitraries';

const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    number15,
    words,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(words, tie('value'), { maxKeys: 4 }),
  ),
})).value;

const shuffled = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(shuffled)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .toReversed()
            .map(([k, v]) => [k, shuffled(v)]),
        )
      : value;

describe('canonical JSON', () => {
  it('is the same for every order of keys, is JSON, and is its own canonical form', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(shuffled(value))).toBe(text);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
      props,
    );
  });

  it('differs when a value differs', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        expect(canonicalJson(a) === canonicalJson(b)).toBe(JSON.stringify(sorted(a)) === JSON.stringify(sorted(b)));
      }),
      props,
    );
  });
  const sorted = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(sorted)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([k, v]) => [k, sorted(v)]),
          )
        : value;

  it.each([
    ['{"b":1,"a":[2,{"d":null,"c":"x"}]}', { b: 1, a: [2, { d: null, c: 'x' }] }, '{"a":[2,{"c":"x","d":null}],"b":1}'],
    ['undefined members', { a: undefined, b: 1 }, '{"b":1}'],
    ['−0', [-0], '[0]'],
    ['a key called __proto__', JSON.parse('{"__proto__":1}'), '{"__proto__":1}'],
    ['ü and 😀 as they are', 'ü😀', '"ü😀"'],
  ])('writes %s', (_, value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it.each([
    ['U+0000', { a: ['x\0'] }, '/a/0', 'text'],
    ['U+0000 in a key', { 'a\0': 1 }, '', 'text'],
    ['a high surrogate alone', '\ud83d', '', 'text'],
    ['a low surrogate alone', ['ok', '\ude00'], '/1', 'text'],
    ['17 digits', { n: 0.1 + 0.2 }, '/n', 'number'],
    ['2^53 + 2', 2 ** 53 + 2, '', 'number'],
    ['NaN', NaN, '', 'number'],
    ['−∞', -Infinity, '', 'number'],
    ['undefined in an array', [undefined], '/0', 'type'],
    ['a date', new Date(0), '', 'type'],
    ['a function', { f: () => 1 }, '/f', 'type'],
    ['a big integer', 1n, '', 'type'],
  ])('refuses %s and says where', (_, value, path, reason) => {
    expect(() => canonicalJson(value)).toThrow(expect.objectContaining({ name: 'Unstorable', path, reason }));
    expect(() => plainJson(value)).toThrow(Unstorable);
  });
});

describe('numbers', () => {
  it('rounded to 15 digits pass the writer and come back exact', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -9e15, max: 9e15 }), (n) => {
        const kept = round15(n);
        expect(JSON.parse(canonicalJson(kept))).toBe(kept === 0 ? 0 : kept);
        expect(round15(kept)).toBe(kept);
        expect(Math.abs(kept - n)).toBeLessThanOrEqual(Math.abs(n) * 1e-14);
      }),
      props,
    );
    expect(round15(0.1 + 0.2)).toBe(0.3);
    expect(round15(NaN)).toBeNaN();
  });
});

describe('order of bytes', () => {
  it('is the order of UTF-8, also where UTF-16 differs', () => {
    const [bmp, astral] = ['\uffff', '😀'] as [string, string];
    expect(compareBytes(bmp, astral)).toBeLessThan(0);
    expect(bmp < astral).toBe(false);
    fc.assert(
      fc.property(words, words, (a, b) => {
        expect(Math.sign(compareBytes(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
      }),
      props,
    );
  });
});
