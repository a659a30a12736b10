import { vi } from 'vitest';
import fakeBrowser from './fake-browser';
import { event, FakePort } from './fake-port';

/** What the browser would say of a sender. */
export type FakeSender = {
  id?: string;
  url?: string;
  origin?: string;
  frameId?: number;
  documentId?: string;
  tab?: { id: number; url?: string };
};

export const extensionId = 'test-extension-id';
export const origin = `chrome-extension://${extensionId}`;

type Script = { id: string; js?: string[]; matches?: string[]; [more: string]: unknown };
type FakeTab = { id: number; url?: string };

/**
 * The parts of an extension's world that WXT's fake lacks: ports, permissions, scripting, tabs, windows; and a background that can
 * be killed: its modules are loaded anew, its storage stays. Assigns itself to the fake browser.
 */
export function fakeExtension() {
  fakeBrowser.reset();
  vi.stubGlobal('location', { origin, href: `${origin}/background.js` });
  const onConnect = event<[FakePort]>();
  const onMessage = event<[unknown, FakeSender, (answer: unknown) => void]>();
  const ports = new Set<FakePort>();
  const granted = new Set<string>();
  const registered = new Map<string, Script>();
  const sent: { tabId: number; message: unknown }[] = [];
  const injected: { tabId: number; files: string[] }[] = [];
  const opened: { kind: 'tab' | 'window'; url: string }[] = [];
  const tabs = new Map<number, FakeTab>();
  /** Tabs in which a script of ours listens. */
  const listening = new Set<number>();
  const onAdded = event<[{ origins: string[] }]>();
  const onRemoved = event<[{ origins: string[] }]>();
  const onTabRemoved = event<[number]>();
  const onInstalled = event<[{ reason: string }]>();
  const onStartup = event<[]>();
  let sender: FakeSender = {};
  let probe: unknown;
  let next = 1;

  const connect = (from: FakeSender, name: string): FakePort => {
    const [near, far] = [new FakePort(name), new FakePort(name, from)];
    near.other = far;
    far.other = near;
    ports.add(far);
    onConnect.trigger(far);
    return near;
  };

  Object.assign(fakeBrowser.runtime, {
    id: extensionId,
    onConnect,
    onMessage,
    onInstalled,
    onStartup,
    connect: ({ name }: { name: string }) => {
      if (!fakeBrowser.runtime.id) throw new Error('Extension context invalidated.');
      return connect(sender, name);
    },
  });
  Object.assign(fakeBrowser, {
    permissions: {
      contains: async ({ origins }: { origins: string[] }) => origins.every((one) => granted.has(one)),
      remove: async ({ origins }: { origins: string[] }) => {
        for (const one of origins) granted.delete(one);
        onRemoved.trigger({ origins });
        return true;
      },
      onAdded,
      onRemoved,
    },
    scripting: {
      getRegisteredContentScripts: async () => [...registered.values()],
      registerContentScripts: async (scripts: Script[]) => {
        for (const script of scripts) {
          if (registered.has(script.id)) throw new Error(`Duplicate script ID '${script.id}'`);
          registered.set(script.id, script);
        }
      },
      unregisterContentScripts: async ({ ids }: { ids: string[] }) => {
        for (const id of ids) registered.delete(id);
      },
      executeScript: async ({ target, files }: { target: { tabId: number }; files: string[] }) => {
        if (files.includes('probe.js')) {
          if (probe === undefined) throw new Error('Cannot access contents of the page');
          return [{ result: probe }];
        }
        injected.push({ tabId: target.tabId, files });
        listening.add(target.tabId);
        return [{}];
      },
    },
    windows: {
      create: async ({ url }: { url: string }) => {
        opened.push({ kind: 'window', url });
        return { id: next++ };
      },
      update: async (id: number) => ({ id }),
    },
  });
  /** The level that scripts in host pages need to read our storage. */
  const levels: Record<string, string> = {};
  Object.assign(fakeBrowser.storage.local, {
    setAccessLevel: async (level: { accessLevel: string }) => void (levels.local = level.accessLevel),
  });
  Object.assign(fakeBrowser.tabs, {
    onRemoved: onTabRemoved,
    get: async (id: number) => tabs.get(id) ?? Promise.reject(new Error(`No tab with id: ${id}.`)),
    query: async ({ url }: { url?: string }) =>
      url
        ? [...tabs.values()].filter((tab) => tab.url && new URL(tab.url).hostname === new URL(url.replace('*', 'https')).hostname)
        : [...tabs.values()],
    create: async ({ url }: { url: string }) => void opened.push({ kind: 'tab', url }),
    sendMessage: async (tabId: number, message: unknown) => {
      if (!listening.has(tabId)) throw new Error('Could not establish connection. Receiving end does not exist.');
      sent.push({ tabId, message: JSON.parse(JSON.stringify(message)) });
    },
  });

  return {
    levels,
    granted,
    registered,
    sent,
    injected,
    opened,
    tabs,
    listening,
    ports,
    connect,
    onAdded,
    onRemoved,
    onTabRemoved,
    onInstalled,
    onStartup,
    /** As whom `runtime.connect` of code under test speaks. */
    speakAs: (from: FakeSender) => void (sender = from),
    /** What the one-off probe will find; undefined: the browser refuses to run it. */
    probeFinds: (found: unknown) => void (probe = found),
    /** A one-shot message; resolves with the answer. */
    tell: (from: FakeSender, message: unknown) =>
      new Promise<unknown>((resolve, reject) => {
        const listeners = onMessage.trigger(JSON.parse(JSON.stringify(message ?? null)), from, (answer) =>
          resolve(JSON.parse(JSON.stringify(answer))),
        );
        if (listeners.length === 0) reject(new Error('Could not establish connection. Receiving end does not exist.'));
      }),
    grant: (pattern: string) => {
      granted.add(pattern);
      onAdded.trigger({ origins: [pattern] });
    },
    /** Ends the background as the browser does: ports close, listeners and memory are gone, storage stays. */
    kill: () => {
      for (const port of ports) port.disconnect();
      ports.clear();
      for (const one of [onConnect, onMessage, onAdded, onRemoved, onTabRemoved, onInstalled, onStartup]) one.clear();
      vi.resetModules();
    },
    /** Updated or removed under open pages. */
    vanish: () => void Object.assign(fakeBrowser.runtime, { id: undefined }),
    listeners: () =>
      onConnect.size + onMessage.size + onAdded.size + onRemoved.size + onTabRemoved.size + onInstalled.size + onStartup.size,
  };
}

export type FakeExtension = ReturnType<typeof fakeExtension>;

const hex = (n: number): string => n.toString(16).padStart(8, '0');

/** Senders as the browser describes them (facts: frame §4). */
export const senders = {
  page: (url: string, tabId = 1, documentId = `page-${hex(tabId)}`): FakeSender => ({
    id: extensionId,
    url,
    origin: new URL(url).origin,
    frameId: 0,
    documentId,
    tab: { id: tabId, url },
  }),
  frame: (pageUrl: string, tabId = 1, documentId = `frame-${hex(tabId)}`, frameId = 7): FakeSender => ({
    id: extensionId,
    url: `${origin}/panel.html`,
    origin,
    frameId,
    documentId,
    tab: { id: tabId, url: pageUrl },
  }),
  own: (page = 'popup.html'): FakeSender => ({ id: extensionId, url: `${origin}/${page}`, origin }),
  ownTab: (page = 'admin.html', tabId = 90): FakeSender => ({
    id: extensionId,
    url: `${origin}/${page}`,
    origin,
    frameId: 0,
    documentId: `own-${hex(tabId)}`,
    tab: { id: tabId },
  }),
};
