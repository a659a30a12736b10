import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';
import { defineConfig } from 'wxt';
import { thirdParty } from './test/support/third-party';

/** Fixes the extension's id in Chromium (aigaonamnkgfobkgdfefmpdkjongepgg), so that tests, policies and the demo can name it. */
const key =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu5LPfpej2/wdBhnKGrNA39aDovFDzrfg3a3yV2j8jyyzRVYWo0ZMIZCzw3Z5BalRVFS0qa6pajqByi3lgRTR1JLM5XJ9iizSscKSrU6JRixeN2XPgubqzzjYvid2pUdn84zwnn1j+JhM77pGqXqnjr9jMdaxCDzkh103NWLWh74hb7Qkd2U8QAFutmcoc0GP9cB8CyJDMm1kMupS2k3fWZ+zf5cd7q6pNOUMhhB1TVZw0A4Mg453Ex2D36Vv4cRKNNvWM3NhJrIeUKWoxBhsetT/AJovTtzDsNbvlqR3hnChikCW7r1euc0g7EpanqBb363X6GzgZq8KSmbaWPYaDwIDAQAB';
export const geckoId = 'throughline@throughline.example';

const extensionPages =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self' https: http:; base-uri 'none'; form-action 'none'";

const icons = Object.fromEntries([16, 32, 48, 128].map((size) => [size, `icon/${size}.png`]));

/** The demo's two made-up sites; only mode `demo` may read them without asking. */
const demoHosts = ['*://lms.localhost/*', '*://bi.localhost/*'];

/**
 * One script per product: the core and that product's adapter in one bundle, registered when a site is turned on (DESIGN §4.1); and
 * one with all adapters for the popup's single look (`probe.js`), one with the chart panel, which the background brings into a page when
 * a mark is opened. Built as WXT's unlisted scripts, since its content scripts announce themselves to the page: a
 * `wxt:content-script-started` event and message that carry the extension's id.
 */
function writeSiteScripts(root: string, out: string): { name: string; inputPath: string }[] {
  mkdirSync(out, { recursive: true });
  const notAdapters = ['contract.ts', 'recipe.ts', 'index.ts'];
  const ids = readdirSync(resolve(root, 'lib/sites'))
    .filter((file) => file.endsWith('.ts') && !notAdapters.includes(file))
    .map((file) => file.replace(/\.ts$/, ''));
  const script = (name: string, imports: [name: string, from: string][], run: string) => {
    const inputPath = resolve(out, `${name.split('/').at(-1)}.ts`);
    const lines = [...imports, ['defineUnlistedScript', 'wxt/utils/define-unlisted-script']].map(
      ([what, from]) => `import { ${what} } from '${from}';\n`,
    );
    writeFileSync(inputPath, `${lines.join('')}export default defineUnlistedScript(() => ${run});\n`);
    return { name, inputPath };
  };
  const adapter = (id: string): [string, string] => [id, `@/lib/sites/${id}`];
  /** What the product's script shows; the other kind's code stays out of it. Read from the text, since the adapters are not loaded here. */
  const shows = (id: string): [string, string] => {
    const kind = /kind: '(lms|bi)'/.exec(readFileSync(resolve(root, `lib/sites/${id}.ts`), 'utf8'))?.[1];
    if (!kind) throw new Error(`lib/sites/${id}.ts does not say kind: 'lms' or kind: 'bi'`);
    return kind === 'lms' ? ['coursePanel', '@/lib/page/coursepanel'] : ['dashboard', '@/lib/page/dashboard'];
  };
  return [
    ...ids.map((id) =>
      script(`content-scripts/site-${id}`, [adapter(id), shows(id), ['start', '@/lib/page/start']], `start(${id}, ${shows(id)[0]})`),
    ),
    script('content-scripts/chart', [['offerChart', '@/lib/page/offer-chart']], 'offerChart()'),
    script('probe', [...ids.map(adapter), ['probe', '@/lib/page/probe']], `probe(document, new URL(location.href), [${ids.join(', ')}])`),
  ];
}

/** What is bundled from others, with its licences; kept in the repository and shipped. */
const licences = thirdParty(resolve(import.meta.dirname, 'public'));

/**
 * The panel's start in two files and a sheet, since forty small ones cost a third of its start: the line to the background, which is
 * wanted at once, and what the first view is drawn with, which is read and compiled meanwhile. Dialogs, picker and chart stay apart.
 */
const panelStart: Plugin = {
  name: 'throughline-panel-start',
  outputOptions(options) {
    if (options.format === 'iife') return null;
    const line =
      /node_modules\/webextension-polyfill\/|preload-helper|lib\/messaging\/(client|refused)\.ts|components\/frame\/(early|handshake|surface|theme)\.ts|virtual_wxt|rolldown\/runtime/;
    const view = /node_modules\/(react|react-dom|scheduler|@preact|use-sync-external-store|lucide-react)\//;
    const ours =
      /components\/(look|frame)\/(?!templates|undo).*\.tsx?$|lib\/model\/rules\/(target|figures|format|statement|periods|levels)\.ts/;
    const groups = [
      { name: 'sheet', test: /components\/(look|course)\/[a-z]+\.css/ },
      { name: 'line', test: line },
      { name: 'first-view', test: (id: string) => view.test(id) || ours.test(id) },
    ];
    return { ...options, codeSplitting: { groups: groups.map((group, i) => ({ ...group, priority: groups.length - i })) } };
  },
};

/** Fetches and compiles what the panel is drawn with while its document loads; it runs once the claim is out (entrypoints/panel/main.ts). */
const compileAhead: Plugin = {
  name: 'throughline-compile-ahead',
  transformIndexHtml: {
    order: 'post',
    handler(html, { chunk, bundle }) {
      const later = (chunk?.dynamicImports ?? []).flatMap((file) => {
        const made = bundle?.[file];
        return made?.type === 'chunk' ? [file, ...made.imports].filter((each) => !html.includes(each)) : [];
      });
      return later.map((file) => ({ tag: 'link', attrs: { rel: 'modulepreload', crossorigin: '', href: `/${file}` }, injectTo: 'head' }));
    },
  },
};

export default defineConfig({
  modules: ['@wxt-dev/module-react'],
  manifestVersion: 3,
  imports: false,
  outDirTemplate: '{{browser}}-mv{{manifestVersion}}',
  outDir: process.env.WXT_DEMO ? '.output/demo' : '.output',
  hooks: {
    'entrypoints:found': (wxt, found) => {
      for (const { name, inputPath } of writeSiteScripts(wxt.config.root, resolve(wxt.config.wxtDir, 'sites')))
        found.push({ name, inputPath, type: 'unlisted-script' });
    },
    'build:done': ({ config }) => licences.write(config.outDir),
  },
  vite: ({ mode }) => ({
    // WXT's last words in a script that crashed: in production it prints nothing, and the texts would travel into every host page
    build: { modulePreload: { polyfill: false }, rolldownOptions: { treeshake: { manualPureFunctions: ['logger.error'] } } },
    plugins: [licences.plugin, panelStart, compileAhead],
    define: { 'process.env.NODE_ENV': JSON.stringify(mode === 'development' ? 'development' : 'production') },
  }),
  manifest: ({ browser, mode }) => ({
    name: '__MSG_extName__',
    description: '__MSG_extDescription__',
    default_locale: 'en',
    permissions: [
      'storage',
      'unlimitedStorage',
      'scripting',
      'activeTab',
      'alarms',
      'identity',
      ...(browser === 'firefox' ? [] : ['sidePanel']),
    ],
    optional_host_permissions: ['*://*/*'],
    ...(mode === 'demo' ? { host_permissions: demoHosts } : {}),
    action: { default_title: '__MSG_extName__', default_icon: icons },
    icons,
    content_security_policy: { extension_pages: extensionPages },
    web_accessible_resources: [{ resources: ['panel.html'], matches: ['http://*/*', 'https://*/*'], use_dynamic_url: true }],
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: { id: geckoId, strict_min_version: '153.0', data_collection_permissions: { required: ['none'] } },
          },
          sidebar_action: { default_panel: 'panel.html?surface=side', default_title: '__MSG_extName__', open_at_install: false },
        }
      : { key, minimum_chrome_version: '144', side_panel: { default_path: 'panel.html?surface=side' } }),
  }),
});
