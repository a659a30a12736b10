const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

const digest = async (text: string): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));

/** SHA-256 of a text in UTF-8, 64 hex digits. Needs a secure context: background or own page. */
export const sha256Hex = async (text: string): Promise<string> =>
  Array.from(await digest(text), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** SHA-256 of a text in UTF-8, 52 letters and digits (RFC 4648 base32, lower case, without padding). */
export async function sha256Base32(text: string): Promise<string> {
  let out = '';
  let held = 0;
  let bits = 0;
  for (const byte of await digest(text)) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out += alphabet[(held >>> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? out + alphabet[(held << (5 - bits)) & 31] : out;
}
