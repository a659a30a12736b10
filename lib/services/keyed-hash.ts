import { keep, recall } from './kept';
import { inTurn } from './in-turn';

let ready: Promise<CryptoKey> | undefined;

/** The device's own secret, made at first use; without it the hashes say nothing about whom they stand for. */
function secret(): Promise<CryptoKey> {
  ready ??= inTurn('hashKey', async () => {
    const kept = await recall('hashKey');
    const bytes = kept ? Uint8Array.fromBase64(kept) : crypto.getRandomValues(new Uint8Array(32));
    if (!kept) await keep('hashKey', bytes.toBase64());
    return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  });
  ready.catch(() => (ready = undefined));
  return ready;
}

/** HMAC-SHA-256 of the parts under this device's secret, 32 hex digits. For ids of people at a host, which are never kept as they are. */
export async function keyedHash(...parts: string[]): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify(parts));
  return new Uint8Array(await crypto.subtle.sign('HMAC', await secret(), text)).toHex().slice(0, 32);
}
