/** `bi.example.org/analytics` of the key `superset:bi.example.org/analytics`. */
export const hostOf = (site: string): string => site.slice(site.indexOf(':') + 1);
