import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Plugin } from 'vite';

type Package = { name: string; version: string; license: string; text: string };

/** The package that a bundled module belongs to; null for our own. */
function packageOf(moduleId: string): Package | null {
  const at = moduleId.lastIndexOf(`${sep}node_modules${sep}`);
  if (at < 0) return null;
  const [first = '', second = ''] = moduleId.slice(at + `${sep}node_modules${sep}`.length).split(sep);
  const folder = join(moduleId.slice(0, at), 'node_modules', first.startsWith('@') ? join(first, second) : first);
  if (!existsSync(join(folder, 'package.json'))) return null;
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>;
  const file = readdirSync(folder).find((f) => /^licen[sc]e/i.test(f));
  return {
    name: name ?? first,
    version: version ?? '',
    license: license ?? 'see text',
    text: file ? readFileSync(join(folder, file), 'utf8').trim() : '',
  };
}

/** Collects which packages end up in bundles, over all of a build's steps, and writes their licences beside the build and into `kept`. */
export function thirdParty(kept: string): { plugin: Plugin; write(outDir: string): void } {
  const found = new Map<string, Package>();
  return {
    plugin: {
      name: 'throughline-third-party',
      generateBundle(_options, bundle) {
        for (const chunk of Object.values(bundle)) {
          if (chunk.type !== 'chunk') continue;
          for (const id of chunk.moduleIds) {
            const owner = packageOf(id.replace(/^\0/, '').split('?')[0]?.split('/').join(sep) ?? '');
            if (owner) found.set(owner.name, owner);
          }
        }
      },
    },
    write(outDir) {
      const parts = [...found.values()]
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map((p) => `${p.name} ${p.version} (${p.license})\n\n${p.text}\n`);
      const text = `Throughline contains these packages.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`;
      for (const folder of [kept, outDir]) {
        const file = join(folder, 'THIRD-PARTY.txt');
        if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
      }
    },
  };
}
