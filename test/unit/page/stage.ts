import { vi } from 'vitest';
import type { Answer, PageAnswer, PageOrder } from '@/lib/messaging/names';
import type { Adapter, Page, Tile } from '@/lib/sites/contract';
import messages from '@/public/_locales/en/messages.json';

/** The extension's side of a host page in unit tests: what was told, what is answered, orders, and the closed roots that were made. */
type Told = { call: string; input: Record<string, unknown> };
type Hear = (order: PageOrder, sender: { id: string }) => void;

const hearers = new Set<Hear>();
export const stage = {
  told: [] as Told[],
  answers: {} as Record<string, unknown>,
  alive: true,
  roots: new Map<Element, ShadowRoot>(),
  order(order: PageOrder) {
    for (const hear of hearers) hear(order, { id: 'ours' });
  },
  calls: (name: string) => stage.told.filter(({ call }) => call === name),
  root: (host: Element | null): ShadowRoot => {
    const root = host && stage.roots.get(host);
    if (!root) throw new Error('no closed root there');
    return root;
  },
};

const texts = messages as Record<string, { message: string }>;
const runtime = {
  get id() {
    return stage.alive ? 'ours' : undefined;
  },
  getURL: (path: string) => `chrome-extension://guid/${path}`,
  sendMessage: async ({ call, input }: Told): Promise<Answer<unknown>> => {
    if (!stage.alive) throw new Error('Extension context invalidated.');
    stage.told.push({ call, input });
    return { ok: true, value: stage.answers[call] ?? {} };
  },
  onMessage: { addListener: (hear: Hear) => hearers.add(hear), removeListener: (hear: Hear) => hearers.delete(hear) },
};
Object.assign(globalThis, {
  browser: { runtime, i18n: { getMessage: (key: string, fill = '') => (texts[key]?.message ?? '').replace('$1', fill) } },
});

const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (init) {
  const root = attach.call(this, init);
  if (init.mode === 'closed') stage.roots.set(this, root);
  return root;
};

// Frames load nothing here: `load` is for the test to say. happy-dom's own way to switch that off complains of every frame.
for (
  let proto = Object.getPrototypeOf(document.createElement('iframe'));
  proto?.constructor.name !== 'HTMLElement';
  proto = Object.getPrototypeOf(proto)
)
  for (const symbol of Object.getOwnPropertySymbols(proto))
    if (symbol.description === 'connectedToDocument') Reflect.deleteProperty(proto, symbol);

/** An empty document, and nothing told yet. */
export function setStage(): void {
  document.documentElement.replaceChildren(document.createElement('head'), document.createElement('body'));
  stage.told = [];
  stage.answers = { 'page/arrived': { show: 'panel', nonce: 'n', height: 148, title: 'Outcomes' } satisfies PageAnswer };
  stage.alive = true;
  stage.roots.clear();
  hearers.clear();
  for (const slot of Object.keys(globalThis)) if (slot.startsWith('throughline')) delete (globalThis as Record<string, unknown>)[slot];
}

const at = { product: 'moodle', root: 'lms.test', key: 'moodle:lms.test' } as const;
export const course = (nativeId = '7'): Page => ({
  kind: 'course',
  at,
  nativeId,
  title: 'Safe loading',
  url: `http://lms.test/course/${nativeId}`,
  role: 'staff',
  editing: false,
});
export const dashboardPage = (nativeId = '1', editing = false): Page => ({
  kind: 'dashboard',
  at: { product: 'superset', root: 'bi.test', key: 'superset:bi.test' },
  nativeId,
  title: 'Operations',
  url: `http://bi.test/d/${nativeId}`,
  editing,
});

/** An adapter whose page is what `page()` gives now; its place is `main`, its tiles are `[data-tile]` in `.grid`. */
export const adapter = (page: () => Page, more: Partial<Adapter> = {}): Adapter => ({
  id: 'moodle',
  name: 'Test',
  kind: 'lms',
  detect: () => at,
  page,
  anchors: (doc) => [
    ...[...doc.querySelectorAll('main')].map((element) => ({ id: 'main', kind: 'inline' as const, element, where: 'prepend' as const })),
    { id: 'docked', kind: 'docked', element: doc.documentElement, where: 'append' },
  ],
  theme: () => 'light',
  ...more,
});
export const tilesIn = (doc: Document): Tile[] =>
  [...doc.querySelectorAll('.grid [data-tile]')].map((mount) => ({
    id: mount.getAttribute('data-tile') ?? '',
    title: 'Complaints 6.1 %',
    kind: 'table',
    ref: '42',
    mount,
    band: true,
  }));
export const biAdapter = (page: () => Page): Adapter =>
  adapter(page, { id: 'superset', kind: 'bi', tiles: tilesIn, tileArea: (doc) => doc.querySelector('.grid') });

/** Lets promises and, with fake timers, `ms` of time go by. */
export const pass = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
