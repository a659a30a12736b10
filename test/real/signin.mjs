// Signing in to the real products without a browser. Cookies come as Playwright's `context.addCookies` takes them. Plain Node ≥ 20.
import { jarFor } from './jar.mjs';

const expect = async (response, status, what) => {
  if (response.status !== status)
    throw new Error(`${what}: ${response.status} instead of ${status}: ${(await response.text()).slice(0, 300)}`);
  return response;
};

/**
 * Signs in to Superset by its form: `GET /login/`, the hidden CSRF token, `POST /login/`.
 * @returns the signed-in jar (jar.mjs).
 */
async function signInToSuperset(address, { username, password }) {
  const jar = jarFor(address);
  const page = await (await expect(await jar.send('GET', '/login/'), 200, 'sign-in page of Superset')).text();
  const token = /<input[^>]*id="csrf_token"[^>]*value="([^"]+)"/.exec(page)?.[1];
  if (!token) throw new Error('the sign-in page of Superset has no #csrf_token');
  const answer = await expect(
    await jar.send('POST', '/login/', { form: { username, password, csrf_token: token } }),
    302,
    `Superset, ${username}`,
  );
  if (/\/login/.test(answer.headers.get('location') ?? '')) throw new Error(`Superset refused ${username}`);
  return jar;
}

/** Signs in to Kolibri by its session API. `facility`: its id. @returns the signed-in jar (jar.mjs). */
export async function signInToKolibri(address, { username, password }, { facility }) {
  const jar = jarFor(address);
  await expect(await jar.send('POST', '/api/auth/session/', { json: { username, password, facility } }), 200, `Kolibri, ${username}`);
  return jar;
}

/** Signs a user of a started product (start.mjs) in. @returns the signed-in jar, for requests from Node. */
export const signedIn = (product, name) =>
  product.product === 'kolibri'
    ? signInToKolibri(product.address, product.users[name], { facility: product.ids.facility })
    : signInToSuperset(product.address, product.users[name]);

/** Signs a user of a started product in. @returns the cookies as Playwright's `context.addCookies` takes them, for the browser's host name. */
export const browserCookies = async (product, name) => (await signedIn(product, name)).forBrowser(new URL(product.host).hostname);
