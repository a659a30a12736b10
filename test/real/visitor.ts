// Who is signed in to the real products in the browser that has the extension.
import type { Chromium } from '../support/chromium.ts';
import type { RealKolibri, RealSuperset } from './set-up.ts';
import { browserCookies } from './signin.mjs';

/** Signs out whoever is signed in to this product and signs one of its users in. */
export async function signInAs<P extends RealSuperset | RealKolibri>(
  kit: Chromium,
  product: P,
  user: keyof P['users'] & string,
): Promise<void> {
  await kit.context.clearCookies({ domain: new URL(product.host).hostname });
  await kit.context.addCookies(await browserCookies(product, user));
}
