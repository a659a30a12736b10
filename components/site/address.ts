import type { SiteAsk } from './turn-on';

/** Products that can be turned on by their address, with the paths that each of them serves below its root. */
export const products = {
  moodle: {
    name: 'Moodle',
    kind: 'lms',
    paths: /\/(?:course|my|login|mod|user|grade|admin|report|calendar|message|enrol|index\.php)(?:[/?#]|$)/,
  },
  kolibri: {
    name: 'Kolibri',
    kind: 'lms',
    paths: /\/(?:[a-z]{2,3}(?:-[a-z]{2,4})?\/)?(?:coach|learn|user|facility|device|policies)(?:[/?#]|$)/i,
  },
  superset: {
    name: 'Apache Superset',
    kind: 'bi',
    paths: /\/(?:superset|dashboard|login|chart|explore|sqllab|users|tablemodelview|dashboardasync)(?:[/?#]|$)/,
  },
} as const satisfies Record<string, { name: string; kind: 'lms' | 'bi'; paths: RegExp }>;

export type Product = keyof typeof products;
export const isProduct = (name: string): name is Product => Object.hasOwn(products, name);

/** The pattern that the browser is asked for: permissions know hosts, not paths, and Firefox knows no ports in patterns. */
const patternOf = ({ protocol, hostname }: URL): string => `${protocol}//${hostname}/*`;

/**
 * From an address as people paste it (`lms.example.org`, `https://lms.example.org/moodle/course/view.php?id=3`) to the site:
 * what lies below the product's own paths is left away. Null: not an address of the web.
 */
export function siteFromAddress(typed: string, product: Product): SiteAsk | null {
  const text = typed.trim();
  if (text === '' || /\s/.test(text)) return null;
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(withScheme)) return null;
  const url = new URL(withScheme);
  if (!/^https?:$/.test(url.protocol) || !/[.:]|^localhost$/.test(url.hostname)) return null;
  const below = products[product].paths.exec(url.pathname);
  const root = (below ? url.pathname.slice(0, below.index) : url.pathname).replace(/\/+$/, '');
  return { key: `${product}:${url.host}${root}`, product, kind: products[product].kind, origin: url.origin, pattern: patternOf(url) };
}

/**
 * The site that our window was opened for, from its address: `site` is the key, `pattern` says the scheme. Null where the two
 * do not agree: the browser is asked for exactly the host that is named on the page.
 */
export function siteFromQuery(query: URLSearchParams): SiteAsk | null {
  const key = query.get('site') ?? '';
  const product = key.slice(0, Math.max(0, key.indexOf(':')));
  const scheme = /^(https?):\/\//.exec(query.get('pattern') ?? '')?.[1] ?? 'https';
  const root = `${scheme}://${key.slice(product.length + 1)}`;
  if (!isProduct(product) || !URL.canParse(root)) return null;
  const url = new URL(root);
  const pattern = patternOf(url);
  if (pattern !== (query.get('pattern') ?? pattern)) return null;
  return { key, product, kind: products[product].kind, origin: url.origin, pattern };
}
