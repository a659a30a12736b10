import { stored } from './table';

export type DecimalMark = 'comma' | 'point';
/** `either`: `1,234` is one thousand or one and a quarter; settled by the rest of the column, or by the person. */
export type NumberRead = { value: number; mark?: DecimalMark } | { either: { comma: number; point: number } } | 'missing' | null;

const missing = /^(|[-–—.]|n\/?a|#n\/?a|#div\/0!|null|none|nil)$/i;

const value = (digits: string, negative: boolean): number | null => stored(Number(digits) * (negative ? -1 : 1));

/**
 * Reads one cell as a number: grouping marks (`1.234,5`, `1,234.5`, `1 234,5`, `1'234.5`), per cent and currency signs around
 * it, negatives as `−3`, `3-`, `(3)`. Cells that say there is no value are `missing`, never zero. Null: not a number.
 */
export function readNumber(cell: string): NumberRead {
  let text = cell.trim();
  if (missing.test(text)) return 'missing';
  const brackets = /^\((.*)\)$/.exec(text);
  text = (brackets?.[1] ?? text)
    .replace(/^\s*(?:[A-Z]{3}\b|[€£¥$])\s*|\s*(?:[A-Z]{3}|[€£¥$%‰])\s*$/g, '')
    .replaceAll(/[\s\u00a0\u202f'’]/g, '')
    .replace('−', '-');
  const trailing = /^[\d.,]+-$/.test(text);
  const negative = !!brackets || trailing || text.startsWith('-');
  text = text.replaceAll(/^[-+]|-$/g, '');
  if (/^\d+(\.\d+)?e[-+]?\d+$/i.test(text)) return made(value(text, negative), 'point');
  if (!/^\d[\d.,]*$|^[.,]\d+$/.test(text)) return null;

  const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
  if (last < 0) return made(value(text, negative));
  const decimal = text[last] as '.' | ',';
  const grouping = decimal === '.' ? ',' : '.';
  const mark: DecimalMark = decimal === ',' ? 'comma' : 'point';
  const other: DecimalMark = mark === 'comma' ? 'point' : 'comma';
  const parts = text.split(decimal);
  if (text.includes(grouping)) {
    // 1.234,5: the last mark is the decimal one, and the marks before it must group by three
    return parts.length === 2 && grouped(parts[0] ?? '', grouping)
      ? made(value(`${parts[0]?.replaceAll(grouping, '')}.${parts[1]}`, negative), mark)
      : null;
  }
  if (parts.length > 2) return grouped(text, decimal) ? made(value(text.replaceAll(decimal, ''), negative), other) : null;
  const [whole = '', rest = ''] = parts;
  const asDecimal = value(`${whole || '0'}.${rest || '0'}`, negative);
  if (rest.length !== 3 || !/^[1-9]\d{0,2}$/.test(whole)) return made(asDecimal, mark);
  const asThousands = value(whole + rest, negative);
  if (asDecimal === null || asThousands === null) return null;
  return { either: mark === 'comma' ? { comma: asDecimal, point: asThousands } : { comma: asThousands, point: asDecimal } };
}

const grouped = (text: string, mark: '.' | ','): boolean => new RegExp(`^\\d{1,3}(\\${mark}\\d{3})+$`).test(text);

function made(number: number | null, mark?: DecimalMark): NumberRead {
  return number === null ? null : mark ? { value: number, mark } : { value: number };
}
