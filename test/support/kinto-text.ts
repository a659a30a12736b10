/*
 * What Kinto makes of the text of a request: its parser (rapidjson in the mode that Kinto uses) works numbers out in doubles, which
 * leaves one in ten of 16 or 17 digits a unit off in the last place, and those with more than 22 decimals whatever their digits, and refuses what JSON allows (facts: sync §0.8, §0.11).
 */

/** A JSON number as that parser reads it: digits as an integer of 53 bits, the rest by multiplying, then one power of ten. */
export function readNumber(text: string): number {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!parts) return Number.NaN;
  const [, sign, whole, fraction = '', exponent = '0'] = parts as unknown as [string, string, string, string?, string?];
  if (fraction === '' && parts[4] === undefined && whole.length < 19) return Number(text);
  let digits = 0;
  let integer = 0n;
  let value = 0;
  let double = false;
  let power = 0;
  const [most, last] = sign === '-' ? ([922_337_203_685_477_580n, '8'] as const) : ([1_844_674_407_370_955_161n, '5'] as const);
  for (const digit of whole) {
    if (!double && integer >= most && (integer !== most || digit > last)) {
      value = Number(integer);
      double = true;
    }
    if (double) value = value * 10 + Number(digit);
    else integer = integer * 10n + BigInt(digit);
    digits++;
  }
  digits = whole === '0' ? 0 : digits - 1;
  if (fraction !== '') {
    let at = 0;
    if (!double) {
      for (; at < fraction.length && integer <= 0x1fffffffffffffn; at++) {
        integer = integer * 10n + BigInt(fraction[at]!);
        power--;
        if (integer !== 0n) digits++;
      }
      value = Number(integer);
      double = true;
    }
    for (; at < fraction.length; at++) {
      if (digits >= 17) continue;
      value = value * 10 + Number(fraction[at]);
      power--;
      if (value > 0) digits++;
    }
  } else if (!double) value = Number(integer);
  const scale = power + Number(exponent);
  const scaled =
    scale < -308 ? value / 1e308 / 10 ** (-scale - 308) : scale < 0 ? value / Number(`1e${-scale}`) : value * Number(`1e${scale}`);
  return sign === '-' ? -scaled : scaled;
}

/** Text that has something in it which is not stored as it is; most has not, and is spared a second look. */
const suspicious = /\d{16}|\.\d{14}|[:,[]-?\d[\d.]*e[+-]?\d|\\u0000|\\ud[89a-f]/i;

export type Read =
  | { ok: true; value: unknown; /** Holds U+0000: it parses, and cannot be stored. */ poison: boolean }
  | { ok: false; message: string };

/** The value of a request's text. */
export function readJson(text: string): Read {
  if (!suspicious.test(text)) return parsed(text);
  const numbers: string[] = [];
  // Strings are left as they are; numbers outside them are read one by one.
  const marked = text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) => {
    if (token.startsWith('"')) return token;
    const value = readNumber(token);
    numbers.push(token);
    return Number.isFinite(value) ? JSON.stringify(value) : 'null';
  });
  if (numbers.some((token) => !Number.isFinite(readNumber(token)))) return { ok: false, message: 'Number too big to be stored in double.' };
  const read = parsed(marked);
  if (read.ok && !wellFormed(read.value)) return { ok: false, message: 'The surrogate pair in string is invalid.' };
  return read.ok ? { ...read, poison: /(?:^|[^\\])(?:\\\\)*\\u0000/.test(text) } : read;
}

function parsed(text: string): Read {
  try {
    return { ok: true, value: JSON.parse(text) as unknown, poison: false };
  } catch {
    return { ok: false, message: 'Invalid value.' };
  }
}

function wellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, inner]) => name.isWellFormed() && wellFormed(inner));
}

/** Holds U+0000 anywhere. */
export function hasNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, inner]) => name.includes('\0') || hasNul(inner));
}

/** What was stored is nobody's to change. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) frozen(inner);
  }
  return value;
}
