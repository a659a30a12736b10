import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import committed from '../support/shipped-permissions.json' with { type: 'json' };

const output = fileURLToPath(new URL('../../.output', import.meta.url));
type Manifest = Record<string, unknown> & { permissions: string[]; optional_host_permissions: string[] };

const filesOf = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesOf(path) : [path];
  });

describe.each(['chrome', 'firefox'] as const)('what is shipped for %s', (browser) => {
  const folder = join(output, `${browser}-mv3`);
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;

  test('asks for exactly the committed permissions and for no host at install', () => {
    expect(manifest.permissions.toSorted()).toEqual(committed[browser].permissions);
    expect(manifest.optional_host_permissions).toEqual(committed[browser].optional_host_permissions);
    expect(manifest['host_permissions'] ?? []).toEqual([]);
    expect(manifest['optional_permissions'] ?? []).toEqual([]);
    expect(manifest['content_scripts'] ?? []).toEqual([]);
  });

  test('has the strict policy for its own pages', () => {
    const { extension_pages: policy } = manifest['content_security_policy'] as { extension_pages: string };
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|wasm|\*/);
  });

  test('lets host pages reach the panel page alone, by an address that cannot be guessed', () => {
    expect(manifest['web_accessible_resources']).toEqual([
      expect.objectContaining({ resources: ['panel.html'], ...(browser === 'chrome' ? { use_dynamic_url: true } : {}) }),
    ]);
  });

  test('says which browsers it needs', () => {
    if (browser === 'chrome') expect(manifest['minimum_chrome_version']).toBe('144');
    else
      expect(manifest['browser_specific_settings']).toMatchObject({
        gecko: { id: 'throughline@throughline.example', strict_min_version: '153.0', data_collection_permissions: { required: ['none'] } },
      });
  });

  test('carries no test build, no source map and the licences of others', () => {
    const names = filesOf(folder).map((f) => f.slice(folder.length + 1));
    expect(names.filter((n) => /\.map$|fixture|gallery|demo/.test(n))).toEqual([]);
    const licences = readFileSync(join(folder, 'THIRD-PARTY.txt'), 'utf8');
    for (const bundled of ['react 19', 'zod 4', 'idb 8', 'webextension-polyfill 0.12']) expect(licences).toContain(bundled);
  });

  const scripts = readdirSync(join(folder, 'content-scripts')).filter((n) => n.endsWith('.js'));

  test('has one script per product, and one for the chart panel that a mark opens', () => {
    expect(scripts.toSorted()).toEqual(['chart.js', 'site-kolibri.js', 'site-moodle.js', 'site-superset.js']);
  });

  test.each(scripts)('%s holds no polyfill, no zod, no React, no request, no examples, and stays within 12 kB', (name) => {
    const text = readFileSync(join(folder, 'content-scripts', name), 'utf8');
    expect(text).not.toMatch(
      /webextension-polyfill|ZodError|react|\bfetch\(|XMLHttpRequest|sendBeacon|innerHTML|insertAdjacentHTML|data-test=/,
    );
    expect(text).not.toMatch(/example\.(org|com|test)/);
    expect(text).not.toMatch(/\beval\(|new Function/);
    expect(statSync(join(folder, 'content-scripts', name)).size).toBeLessThanOrEqual(12_000);
  });

  test('has no innerHTML sink of our own and no remote script in its pages', () => {
    for (const file of filesOf(folder).filter((f) => f.endsWith('.html'))) {
      const html = readFileSync(file, 'utf8');
      expect(html).not.toMatch(/(src|href)="https?:/);
      expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/);
    }
  });
});
