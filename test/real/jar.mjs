// A small cookie jar over fetch: enough for signing in to one server. Plain Node ≥ 20.

/** Requests to one server that keep its cookies. */
export function jarFor(address) {
  const cookies = new Map();
  const keep = (line) => {
    const [pair, ...rest] = line.split(';').map((part) => part.trim());
    const at = pair.indexOf('=');
    const marks = new Map(rest.map((part) => [part.split('=')[0].toLowerCase(), part.slice(part.indexOf('=') + 1)]));
    const name = pair.slice(0, at);
    if (marks.get('max-age') === '0') cookies.delete(name);
    else
      cookies.set(name, {
        name,
        value: pair.slice(at + 1),
        httpOnly: marks.has('httponly'),
        secure: marks.has('secure'),
        sameSite: marks.get('samesite'),
      });
  };
  return {
    address,
    cookie: (name) => cookies.get(name)?.value,
    /**
     * One request; redirects are not followed, so that every cookie on the way is seen.
     * @param {string} method
     * @param {string} path
     * @param {{ json?: unknown, form?: Record<string, string>, headers?: Record<string, string>, signal?: AbortSignal }} [options]
     */
    async send(method, path, { json, form, headers = {}, signal = AbortSignal.timeout(120_000) } = {}) {
      const cookie = [...cookies.values()].map(({ name, value }) => `${name}=${value}`).join('; ');
      const response = await fetch(new URL(path, address), {
        method,
        redirect: 'manual',
        signal,
        headers: {
          ...(cookie && { cookie }),
          ...(json !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        body: json !== undefined ? JSON.stringify(json) : form && new URLSearchParams(form),
      });
      for (const line of response.headers.getSetCookie()) keep(line);
      return response;
    },
    /**
     * The cookies as Playwright's `context.addCookies` takes them, for the name under which the browser knows this server.
     * @param {string} domain
     * @returns {{ name: string, value: string, domain: string, path: string, httpOnly: boolean, secure: boolean, sameSite: 'Strict' | 'Lax' | 'None' }[]}
     */
    forBrowser: (domain) =>
      [...cookies.values()].map(({ name, value, httpOnly, secure, sameSite }) => ({
        name,
        value,
        domain,
        path: '/',
        httpOnly,
        secure,
        sameSite: /^strict$/i.test(sameSite ?? '') ? 'Strict' : /^none$/i.test(sameSite ?? '') ? 'None' : 'Lax',
      })),
  };
}
