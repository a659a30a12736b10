import type { Adapter, Example, Installation, NotRecognised, Page, Tile } from './contract';
import { docked } from './parts/docked';
import { shownTheme } from './parts/theme';

const none = (because: NotRecognised['because']): NotRecognised => ({ kind: 'none', because });

/** What the server hands to its pages. */
const settingsOf = (doc: Document) => doc.getElementById('app')?.getAttribute('data-bootstrap');

function detect(doc: Document, url: URL): Installation | null {
  // the settings' own keys tell them from other applications' #app
  const settings = settingsOf(doc);
  if (!settings?.includes('"SUPERSET_')) return null;
  // since 5.0 they name the path below which the application lies; before, there was none
  const path = /"application_root":\s*"([^"]*?)\/?"/.exec(settings)?.[1] ?? '';
  if (!url.pathname.startsWith(`${path}/`)) return null;
  const root = url.host + path;
  return { product: 'superset', root, key: `superset:${root}` };
}

function page(doc: Document, url: URL): Page {
  const at = detect(doc, url);
  if (!at) return none('otherProduct');
  const path = url.pathname.slice(at.root.length - url.host.length);
  if (path.startsWith('/login')) return none('signIn');
  if (/^\/($|(superset\/)?(welcome|dashboard\/list)\b)/.test(path)) return none('siteHome');
  // the address begins with /superset up to 6.1, and ends in the dashboard's number, slug or, from a permalink, uuid
  const [, prefix, stated = ''] = /^(\/(?:superset\/)?dashboard\/)([^/]+)/.exec(path) ?? [];
  if (!prefix) return none('noDashboard');
  const header = doc.querySelector<HTMLElement>('.dashboard-header-container');
  if (!header) {
    // standalone=2 and 3 have none: then only a number in the address is the same dashboard as elsewhere
    if (!/^[23]$/.test(url.searchParams.get('standalone') ?? '')) return none('notReady');
    if (!/^\d+$/.test(stated)) return none('noDashboard');
  }
  const id = header?.dataset.testId ?? stated;
  const viewer = /"userId":\s*(\d+)/.exec(settingsOf(doc) ?? '')?.[1];
  const name = header?.querySelector<HTMLInputElement>('.title-panel :is(input,.dynamic-title)');
  return {
    kind: 'dashboard',
    at,
    nativeId: id,
    title: (name?.value ?? name?.textContent ?? doc.title).trim(),
    url: `${url.protocol}//${at.root}${prefix}${id}/`,
    ...(viewer ? { viewer } : {}),
    editing: !!doc.querySelector('.dashboard--editing'),
  };
}

/** Holds the grid, and with tabs the grids of all tabs that were opened; measuring copies are put elsewhere. */
const tileArea = (doc: Document) => doc.querySelector('.dashboard-content');

function tiles(doc: Document): Tile[] {
  const found = new Map<string, Tile>();
  for (const slice of tileArea(doc)?.querySelectorAll<HTMLElement>('.chart-slice[data-test-chart-id]') ?? []) {
    const { testChartId: id = '', testVizType: kind = '', testChartName: name = '' } = slice.dataset;
    const mount = slice.closest('.dashboard-component-chart-holder');
    const shown = slice.querySelector('.header-title')?.textContent?.trim();
    // a dashboard may show the chart under another name, and a second time in another tab: the tab that is open counts
    if (id && mount && (!found.has(id) || !mount.closest('[aria-hidden=true]')))
      found.set(id, { id, title: shown || name, kind, ref: id, mount, band: !!shown });
  }
  return [...found.values()];
}

export const superset: Adapter = {
  id: 'superset',
  name: 'Apache Superset',
  kind: 'bi',
  detect,
  page,
  anchors: (doc) => [docked(doc)],
  tiles,
  tileArea,
  theme: shownTheme,
};

const source61 = 'routes in the source of 6.1, and pages of a running 6.1.0';
const source41 = 'routes in the source of 4.1';
const later = 'routes in development after 6.1';
const ours = 'a page that only looks like it';
export const examples: Example[] = [
  {
    url: 'http://bi.test/superset/dashboard/field-operations/',
    source: source61,
    fixture: 'superset/v61-dashboard.html',
    expect: { nativeId: '12', root: 'bi.test' },
  },
  {
    url: 'http://bi.test/superset/dashboard/field-operations/?native_filters_key=9fK2',
    source: source61,
    fixture: 'superset/v61-dark.html',
    expect: { nativeId: '12', root: 'bi.test' },
  },
  {
    url: 'http://bi.test/superset/dashboard/field-operations/?show_filters=0',
    source: source41,
    fixture: 'superset/v41-dashboard.html',
    expect: { nativeId: '12', root: 'bi.test' },
  },
  {
    url: 'http://bi.test/superset/dashboard/field-operations/#TAB-parcels',
    source: source61,
    fixture: 'superset/v61-tabs.html',
    expect: { nativeId: '12', root: 'bi.test' },
  },
  {
    url: 'http://bi.test/superset/dashboard/field-operations/?standalone=1',
    source: source61,
    fixture: 'superset/v61-virtual.html',
    expect: { nativeId: '12', root: 'bi.test' },
  },
  {
    url: 'http://bi.test/superset/dashboard/field-operations/?permalink_key=Kd8gYrQ2',
    source: source61,
    fixture: 'superset/v61-untitled.html',
    expect: { nativeId: '12', root: 'bi.test' },
  },
  {
    url: 'http://bi.test/superset/dashboard/field-operations/?edit=true',
    source: source61,
    fixture: 'superset/v61-editing.html',
    expect: { nativeId: '12', root: 'bi.test' },
  },
  {
    url: 'http://bi.test/superset/dashboard/12/?standalone=2',
    source: source61,
    fixture: 'superset/v61-standalone.html',
    expect: { nativeId: '12', root: 'bi.test' },
  },
  {
    url: 'http://bi.test/superset/dashboard/field-operations/?standalone=3',
    source: source61,
    fixture: 'superset/v61-report.html',
    refuse: 'noDashboard',
  },
  {
    url: 'http://bi.test/analytics/superset/dashboard/field-operations/',
    source: source61,
    fixture: 'superset/v61-sub-path.html',
    expect: { nativeId: '12', root: 'bi.test/analytics' },
  },
  {
    url: 'http://bi.test/superset/dashboard/4f6c2d1e-8a7b-4c3d-9e0f-1a2b3c4d5e6f/?permalink_key=Kd8gYrQ2',
    source: source61,
    fixture: 'superset/v61-permalink.html',
    expect: { nativeId: '12', root: 'bi.test' },
  },
  {
    url: 'http://bi.test/dashboard/field-operations/',
    source: later,
    fixture: 'superset/next-dashboard.html',
    expect: { nativeId: '12', root: 'bi.test' },
  },
  {
    url: 'http://bi.test/superset/dashboard/field-operations/?native_filters_key=0aB1',
    source: source61,
    fixture: 'superset/v61-no-access.html',
    expect: { nativeId: '12', root: 'bi.test' },
  },
  { url: 'http://bi.test/dashboard/list/', source: source61, fixture: 'superset/v61-list.html', refuse: 'siteHome' },
  { url: 'http://bi.test/superset/welcome/', source: source61, fixture: 'superset/v61-welcome.html', refuse: 'siteHome' },
  { url: 'http://bi.test/explore/?slice_id=31', source: source61, fixture: 'superset/v61-explore.html', refuse: 'noDashboard' },
  {
    url: 'http://bi.test/login/?next=/superset/dashboard/field-operations/',
    source: source61,
    fixture: 'superset/v61-sign-in.html',
    refuse: 'signIn',
  },
  {
    url: 'http://bi.test/superset/dashboard/field-operations/?force=1',
    source: source61,
    fixture: 'superset/v61-loading.html',
    refuse: 'notReady',
  },
  { url: 'http://data.test/dashboard/12/', source: ours, fixture: 'look-alikes/chart-slice.html', refuse: 'otherProduct' },
  {
    url: 'http://tools.test/superset/dashboard/field-operations/',
    source: ours,
    fixture: 'look-alikes/other-bootstrap.html',
    refuse: 'otherProduct',
  },
];
