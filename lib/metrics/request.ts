import { SourceFailure } from './contract';

/** Larger answers are not read to their end: a dashboard's chart of 100,000 rows is about 15 MB. */
const largestAnswer = 48_000_000;

export type Answer = { status: number; body: unknown };

/**
 * Asks a source for JSON with the session that the person already has there, from the background.
 * Gives status and parsed body of any answer that is JSON (also of a refusal); `signal` ends it.
 * Throws SourceFailure: `signedOut` on a redirect (data routes have none but to a sign-in page, and the target would need a
 * permission of its own), `notJson`, `tooLarge`, `offline`; `slow` is said by whoever set the limit.
 */
export async function askJson(url: string, ask: { fetch: typeof fetch; signal: AbortSignal; post?: unknown }): Promise<Answer> {
  let response: Response;
  try {
    response = await ask.fetch(url, {
      method: ask.post === undefined ? 'GET' : 'POST',
      headers: ask.post === undefined ? { accept: 'application/json' } : { accept: 'application/json', 'content-type': 'application/json' },
      ...(ask.post === undefined ? {} : { body: JSON.stringify(ask.post) }),
      credentials: 'include',
      redirect: 'manual',
      cache: 'no-store',
      signal: ask.signal,
    });
  } catch (error) {
    ask.signal.throwIfAborted();
    throw new SourceFailure('offline', error instanceof Error ? { why: error.name } : {});
  }
  // Browsers hide a redirect that is not followed; Node shows it.
  if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) throw new SourceFailure('signedOut');
  const text = await textOf(response, ask.signal);
  try {
    return { status: response.status, body: JSON.parse(text) as unknown };
  } catch {
    if (response.status >= 400) return { status: response.status, body: null };
    throw new SourceFailure('notJson', { status: String(response.status) });
  }
}

async function textOf(response: Response, signal: AbortSignal): Promise<string> {
  if (!response.body) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      bytes += value.byteLength;
      if (bytes > largestAnswer) {
        await reader.cancel();
        throw new SourceFailure('tooLarge', { megabytes: String(Math.round(largestAnswer / 1e6)) });
      }
      text += decoder.decode(value, { stream: true });
    }
  } catch (error) {
    if (error instanceof SourceFailure) throw error;
    signal.throwIfAborted();
    throw new SourceFailure('offline', { why: 'cut' });
  }
}
