import * as z from 'zod/mini';
import '@/lib/model/schema/scalars'; // sets zod's jitless mode
import { EngineFailure } from './contract';
import { kintoRequests, type KintoOptions } from './kinto-request';

/* The address of a storage as somebody typed it: what it means, and what answers there. */

/** The version of the interface, which ends every address of a Kinto. */
const version = 'v1';

/**
 * `notAddress`: no address of the web. `notSecure`: without TLS, and not on this device. `signInInside`: a name or password in it.
 * `offline`: nothing answers, or it sends somewhere else. `notStorage`: a page, or something else's answer. `otherVersion`: a Kinto
 * that does not speak our version of its interface. `busy`: it says that it cannot now.
 */
export type AddressProblem = 'notAddress' | 'notSecure' | 'signInInside' | 'offline' | 'notStorage' | 'otherVersion' | 'busy';

export type Addressed = { address: string } | { problem: AddressProblem };

/** Is it this device? Browsers treat these as safe without TLS. */
const isHere = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || /^127(?:\.\d{1,3}){3}$/.test(host) || host === '[::1]';

/**
 * The address that a typed text means: with scheme and version, without a slash at its end. A path stands if it is the storage's own
 * (`example.org/kinto`); what follows the version (a page of the administration, a bucket) is left out, as are query and fragment.
 */
export function readAddress(typed: string): Addressed {
  const text = typed.trim();
  if (text === '' || /\s/.test(text)) return { problem: 'notAddress' };
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1];
  const guessed = scheme === undefined ? `https://${text}` : text;
  let url: URL;
  try {
    url = new URL(guessed);
    if (scheme === undefined && isHere(url.hostname)) url = new URL(`http://${text}`);
  } catch {
    return { problem: 'notAddress' };
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { problem: 'notAddress' };
  if (url.username !== '' || url.password !== '') return { problem: 'signInInside' };
  if (url.protocol === 'http:' && !isHere(url.hostname)) return { problem: 'notSecure' };
  const parts = url.pathname.split('/').filter((part) => part !== '');
  const at = parts.findIndex((part) => /^v\d+$/.test(part));
  const root = at < 0 ? parts : parts.slice(0, at);
  return { address: [url.origin, ...root, at < 0 ? version : parts[at]].join('/') };
}

/** A name that a bucket may have, as far as its place in an address goes. */
export const isBucketName = (name: string): boolean => /^[a-zA-Z0-9][a-zA-Z0-9_-]*$/.test(name);

export type Provider = { name: string; issuer: string; clientId: string; audience: string };
export type Answers = {
  address: string;
  version: string;
  signIn: ('accounts' | 'openid')[];
  /** What it trusts to say who somebody is. */
  providers: Provider[];
};

const providers = z.looseObject({
  providers: z.array(z.looseObject({ name: z.string(), issuer: z.string(), client_id: z.string(), audience: z.optional(z.string()) })),
});
const root = z.looseObject({
  project_name: z.string(),
  project_version: z.optional(z.string()),
  http_api_version: z.string().check(z.regex(/^\d+\.\d+/)),
  settings: z.looseObject({}),
  capabilities: z.record(z.string(), z.unknown()),
});

const problems: Partial<Record<EngineFailure['code'], AddressProblem>> = {
  offline: 'offline',
  notStorage: 'notStorage',
  busy: 'busy',
  missing: 'otherVersion',
};

/** Asks the address what it is, without a sign-in. Never throws for what answers there. */
export async function probeAddress(
  address: string,
  options: Pick<KintoOptions, 'fetch' | 'limit'>,
): Promise<Answers | { problem: AddressProblem }> {
  if (!address.endsWith(`/${version}`)) return { problem: 'otherVersion' };
  // `GET /` answers to anybody; a sign-in that nobody has is taken as none.
  const requests = kintoRequests({ ...options, address, authorization: () => '' });
  try {
    const answer = await requests.ask('GET', '/');
    if (answer.status === 404) return { problem: 'otherVersion' };
    if (answer.status !== 200) return { problem: answer.status === 429 || answer.status >= 500 ? 'busy' : 'notStorage' };
    const said = root.safeParse(answer.body);
    if (!said.success) return { problem: 'notStorage' };
    const { capabilities, project_version, http_api_version } = said.data;
    const known = providers.safeParse(capabilities.openid);
    const trusted = known.success ? known.data.providers : [];
    return {
      address,
      version: project_version ?? http_api_version,
      signIn: [...('accounts' in capabilities ? (['accounts'] as const) : []), ...(trusted.length > 0 ? (['openid'] as const) : [])],
      providers: trusted.map(({ name, issuer, client_id, audience = '' }) => ({ name, issuer, clientId: client_id, audience })),
    };
  } catch (error) {
    if (!(error instanceof EngineFailure)) throw error;
    return { problem: problems[error.code] ?? 'notStorage' };
  }
}
