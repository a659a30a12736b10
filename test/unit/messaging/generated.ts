import fc from 'fast-check';

type Path = (string | number)[];

/** Every place in a value, the value itself included. */
function places(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => places(inner, [...at, Array.isArray(value) ? Number(key) : key]))];
}

function put(value: unknown, [key, ...rest]: Path, junk: unknown): unknown {
  if (key === undefined) return junk;
  if (Array.isArray(value)) return value.map((inner: unknown, i) => (i === key ? put(inner, rest, junk) : inner));
  const entries = Object.entries(value as object).map(([name, inner]): [string, unknown] => [
    name,
    name === key ? put(inner, rest, junk) : inner,
  ]);
  return Object.fromEntries(entries);
}

const gone = Symbol('a member that is left out');

const without = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.filter((inner) => inner !== gone).map(without);
  if (typeof value !== 'object' || value === null) return value === gone ? null : value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== gone)
      .map(([key, inner]) => [key, without(inner)]),
  );
};

const long = 'x'.repeat(3000);
const junk: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom<unknown>(
      null,
      true,
      '',
      ' ',
      0,
      -1,
      1.5,
      2 ** 60,
      1e-300,
      'toString',
      '__proto__',
      '\0',
      '\ud800',
      long,
      [],
      {},
      gone,
      '2026-02-30',
      'javascript:alert(1)',
    ),
  },
  { weight: 2, arbitrary: fc.oneof(fc.string({ maxLength: 12, unit: 'grapheme' }), fc.double(), fc.integer()) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
);

/** Inputs like this one: as it is, with one to three places changed or left out, with a member too many; and any JSON at all. */
export function likeThis(sample: unknown): fc.Arbitrary<unknown> {
  const all = places(sample);
  const change = fc.tuple(fc.nat(all.length - 1), junk);
  const changed = fc.array(change, { minLength: 0, maxLength: 3 }).map((changes) =>
    // Deepest first, so that a place named later still exists.
    without(
      changes
        .map(([i, value]) => [all[i] ?? [], value] as const)
        .toSorted(([a], [b]) => b.length - a.length)
        .reduce((value, [path, by]) => put(value, path, by), sample),
    ),
  );
  const more = junk.map((value) => without({ ...(sample as object), extra: value, set: value }));
  return fc.oneof(
    { weight: 8, arbitrary: changed },
    { weight: 1, arbitrary: more },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  );
}
