import type { Content, Row } from './kinto-tables';
import type { Transaction } from './kinto-transaction';

/* Lists of the model of Kinto: filters, order, limit (kinto/core/resource: _extract_filters and what follows). */

export class BadParameter extends Error {
  constructor(
    readonly parameter: string,
    message = `Invalid value for ${parameter}`,
  ) {
    super(message);
  }
}

const day = 86_400_000;
/** Is it a time that a filter takes: whole, not negative, before tomorrow? */
const isTime = (text: string, now: number): boolean => /^(?:\d+|"\d+")$/.test(text) && timeOf(text) < now + day;
const timeOf = (text: string): number => Number(text.replaceAll('"', ''));

/** A value as the query has it: JSON where it is JSON, else text. */
function native(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

const valueOf = (row: Row, field: string): unknown => row.view[field];

type Test = (row: Row) => boolean;
type Asked = { tests: Test[]; after: number; erased: boolean; ascending: boolean; limit: number; fields: string[] | null };

/** What a query asks for. Throws BadParameter; and an error of the test's for what the model does not know. */
function read(query: URLSearchParams, now: number, paginateBy: number): Asked {
  const asked: Asked = { tests: [], after: -Infinity, erased: false, ascending: false, limit: paginateBy, fields: null };
  for (const [name, text] of query) {
    if (name === '_limit') {
      if (!/^\d+$/.test(text)) throw new BadParameter(name);
      if (Number(text) > 0) asked.limit = Math.min(Number(text), paginateBy);
    } else if (name === '_fields') asked.fields = text.split(',');
    else if (name === '_sort') {
      if (text !== 'last_modified' && text !== '-last_modified') throw new Error(`the model cannot sort by ${text}`);
      asked.ascending = text === 'last_modified';
    } else if (name === '_since' || name === '_before') {
      if (!isTime(text, now)) throw new BadParameter(name);
      asked.erased = true;
      if (name === '_since') asked.after = timeOf(text);
      else asked.tests.push((row) => row.at < timeOf(text));
    } else if (name.startsWith('_')) throw new Error(`the model does not know ${name}`);
    else filter(asked, name, text, now);
  }
  return asked;
}

function filter(asked: Asked, name: string, text: string, now: number): void {
  const [, operator = 'eq', field = name] = /^(in|not|eq)_(.+)$/.exec(name) ?? [];
  if (/^(?:lt|min|max|gt|exclude|like|has|contains|contains_any)_/.test(name)) throw new Error(`the model does not know ${name}`);
  if (field === 'last_modified') {
    if (!isTime(text, now)) throw new BadParameter(name);
    asked.erased = true;
  }
  if (operator === 'in') {
    const values = text.split(',').map(native);
    if (field === 'id' && !values.every((value) => typeof value === 'string')) throw new BadParameter(name);
    const wanted = new Set(values);
    asked.tests.push((row) => wanted.has(valueOf(row, field)));
  } else {
    const value = native(text);
    asked.tests.push((row) => (valueOf(row, field) === value) === (operator === 'eq'));
  }
}

const only = (view: Content, fields: readonly string[]): Content =>
  Object.fromEntries(['id', 'last_modified', ...fields].filter((name) => Object.hasOwn(view, name)).map((name) => [name, view[name]]));

export type List = { data: Content[]; more: boolean; total: number };

/** A list as one person may see it; `ids`: those alone that this person has a right to, null: all. Throws BadParameter. */
export function listOf(
  tx: Transaction,
  key: string,
  query: URLSearchParams,
  { now, paginateBy, ids }: { now: number; paginateBy: number; ids: ReadonlySet<string> | null },
): List {
  const asked = read(query, now, paginateBy);
  const found = tx
    .rows(key, asked.after)
    .filter((row) => (asked.erased || row.data !== null) && (ids === null || ids.has(row.id)) && asked.tests.every((test) => test(row)));
  const page = asked.ascending ? found.slice(0, asked.limit) : found.slice(-asked.limit).reverse();
  return {
    data: page.map((row) => (asked.fields ? only(row.view, asked.fields) : row.view)),
    more: found.length > asked.limit,
    total: found.filter((row) => row.data !== null).length,
  };
}
