/** `lms.example.org/moodle` of the key `moodle:lms.example.org/moodle`. */
export const rootOf = (site: string): string => site.slice(site.indexOf(':') + 1);

export const productOf = (site: string): string => site.slice(0, site.indexOf(':'));

const split = (root: string): { host: string; path: string } => {
  const slash = root.indexOf('/');
  return slash < 0 ? { host: root, path: '' } : { host: root.slice(0, slash), path: root.slice(slash) };
};

export const hostOf = (root: string): string => split(root).host;

/** Does the address lie in the installation? `/moodle2` is not under `/moodle`. */
export function isUnder(url: string, root: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, pathname } = new URL(url);
  const at = split(root);
  return /^https?:$/.test(protocol) && host === at.host && (pathname === at.path || pathname.startsWith(`${at.path}/`));
}

/** Pattern to ask the browser for. Permissions know hosts, not paths; Firefox knows no ports in patterns. */
export function permissionPattern(origin: string): string {
  const { protocol, hostname } = new URL(origin);
  return `${protocol}//${hostname}/*`;
}

/** Pattern of the pages that get a script: host and root path, both schemes, any port (Firefox knows no ports in patterns). */
export function scriptPattern(root: string): string {
  const { host, path } = split(root);
  return `*://${host.replace(/:\d+$/, '')}${path}/*`;
}
