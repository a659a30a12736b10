// Superset's REST API as its administrator: bearer token for who, CSRF token and the same cookies for writes. Plain Node ≥ 20.
import { jarFor } from '../jar.mjs';

/** @returns `{ get(path), post(path, json), put(path, json) }`; each gives the parsed answer, or throws with what Superset said. */
export async function supersetAdmin(address, { username, password }) {
  const jar = jarFor(address);
  const read = async (response, what) => {
    const text = await response.text();
    if (!response.ok) throw new Error(`Superset ${what}: ${response.status} ${text.slice(0, 500)}`);
    return JSON.parse(text);
  };
  const signIn = { username, password, provider: 'db', refresh: true };
  const { access_token: bearer } = await read(await jar.send('POST', '/api/v1/security/login', { json: signIn }), 'sign-in');
  const authorization = `Bearer ${bearer}`;
  const { result: csrf } = await read(await jar.send('GET', '/api/v1/security/csrf_token/', { headers: { authorization } }), 'CSRF token');
  const call = (method) => async (path, json) =>
    read(await jar.send(method, path, { json, headers: { authorization, 'x-csrftoken': csrf } }), `${method} ${path}`);
  return { get: call('GET'), post: call('POST'), put: call('PUT') };
}

/** A filter in the query language of Superset's list routes. */
export const rison = (query) => `?q=${encodeURIComponent(query)}`;
