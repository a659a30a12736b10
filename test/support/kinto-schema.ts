/*
 * The part of JSON schema (draft 7) that the layout uses, for the model of Kinto. A word that it does not know is an error, not a pass:
 * the model may not be kinder than the engine.
 */

type Schema = boolean | { readonly [word: string]: unknown };
type Members = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);
const types: Record<string, (value: unknown) => boolean> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number',
  integer: (value) => typeof value === 'number' && Number.isInteger(value),
  null: (value) => value === null,
};
const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);
const length = (text: string): number => Array.from(text).length;

const patterns = new Map<string, RegExp>();
function patternOf(text: string): RegExp {
  let pattern = patterns.get(text);
  if (!pattern) patterns.set(text, (pattern = new RegExp(text, 'u')));
  return pattern;
}

/** Each word: does the value keep to it? `schema`: all words that stand beside it. */
const words: Record<string, (value: unknown, rule: never, schema: Members) => boolean> = {
  type: (value, rule: string | readonly string[]) => [rule].flat().some((type) => types[type]!(value)),
  enum: (value, rule: readonly unknown[]) => rule.some((item) => same(item, value)),
  const: (value, rule: unknown) => same(rule, value),
  pattern: (value, rule: string) => typeof value !== 'string' || patternOf(rule).test(value),
  minLength: (value, rule: number) => typeof value !== 'string' || length(value) >= rule,
  maxLength: (value, rule: number) => typeof value !== 'string' || length(value) <= rule,
  minimum: (value, rule: number) => typeof value !== 'number' || value >= rule,
  maximum: (value, rule: number) => typeof value !== 'number' || value <= rule,
  required: (value, rule: readonly string[]) => !isObject(value) || rule.every((name) => Object.hasOwn(value, name)),
  properties: (value, rule: Record<string, Schema>) =>
    !isObject(value) || Object.entries(rule).every(([name, inner]) => !Object.hasOwn(value, name) || fits(value[name], inner)),
  additionalProperties: (value, rule: Schema, { properties = {} }) =>
    !isObject(value) || Object.keys(value).every((name) => Object.hasOwn(properties as Members, name) || fits(value[name], rule)),
  propertyNames: (value, rule: Schema) => !isObject(value) || Object.keys(value).every((name) => fits(name, rule)),
  items: (value, rule: Schema) => !Array.isArray(value) || value.every((item) => fits(item, rule)),
  uniqueItems: (value, rule: boolean) =>
    !rule || !Array.isArray(value) || new Set(value.map((item) => JSON.stringify(item))).size === value.length,
  allOf: (value, rule: readonly Schema[]) => rule.every((inner) => fits(value, inner)),
  anyOf: (value, rule: readonly Schema[]) => rule.some((inner) => fits(value, inner)),
  oneOf: (value, rule: readonly Schema[]) => rule.filter((inner) => fits(value, inner)).length === 1,
  not: (value, rule: Schema) => !fits(value, rule),
  if: (value, rule: Schema, schema) => fits(value, (fits(value, rule) ? (schema.then ?? true) : (schema.else ?? true)) as Schema),
};
/** Said by `if`, or for people only. */
const silent = new Set(['then', 'else', 'title', 'description', '$schema', '$id']);

function fits(value: unknown, schema: Schema): boolean {
  if (typeof schema === 'boolean') return schema;
  return Object.entries(schema).every(([word, rule]) => {
    if (silent.has(word)) return true;
    const holds = words[word];
    if (!holds) throw new Error(`the model's JSON schema does not know "${word}"`);
    return holds(value, rule as never, schema);
  });
}

/** May an object of Kinto be stored under this schema? `id` counts only where the schema names it (schema_validation.py). */
export function allowed(id: string, data: Members, schema: Members): boolean {
  const { schema: _, last_modified: __, ...content } = data;
  const properties = isObject(schema.properties) ? schema.properties : {};
  const named = Object.hasOwn(properties, 'id');
  const ignored = new Set(['last_modified', 'schema', '__permissions__', ...(named ? [] : ['id'])]);
  const required = Array.isArray(schema.required) ? schema.required.filter((name) => !ignored.has(name as string)) : [];
  return fits(named ? { ...content, id } : content, { ...schema, required });
}
