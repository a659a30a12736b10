import { defineConfig } from 'wxt';

/** The bare twin that budgets are measured against: a WXT content script that does nothing, or one that adds an empty extension frame. */
const variant = process.env.TWIN ?? 'bare';

export default defineConfig({
  root: import.meta.dirname,
  manifestVersion: 3,
  imports: false,
  outDir: `../../../.output/twin-${variant}`,
  outDirTemplate: '{{browser}}-mv{{manifestVersion}}',
  filterEntrypoints: variant === 'bare' ? ['bare', 'background'] : ['frame', 'empty', 'background'],
  manifest: ({ browser }) => ({
    name: `twin ${variant}`,
    host_permissions: ['*://*.test/*'],
    web_accessible_resources: [{ resources: ['empty.html'], matches: ['http://*/*'], use_dynamic_url: true }],
    ...(browser === 'firefox' ? { browser_specific_settings: { gecko: { id: 'twin@throughline.example' } } } : {}),
  }),
});
