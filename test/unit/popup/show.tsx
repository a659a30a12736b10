import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, vi } from 'vitest';
import browser from 'webextension-polyfill';
import { Popup } from '@/components/popup/Popup';
import { makePopup } from '@/components/popup/state';
import type { PopupView } from '@/lib/messaging/views';
import { fakeLine, type FakeLine } from '../../support/fake-line';

export const site = {
  key: 'moodle:lms.example.org',
  product: 'moodle',
  kind: 'lms',
  origin: 'https://lms.example.org',
  pattern: 'https://lms.example.org/*',
} as const;
export const bi = {
  key: 'superset:bi.example.org',
  product: 'superset',
  kind: 'bi',
  origin: 'https://bi.example.org',
  pattern: 'https://bi.example.org/*',
} as const;
export const base: PopupView = {
  host: 'lms.example.org',
  state: 'off',
  product: 'moodle',
  site,
  checks: [],
  tiles: [],
  store: { waiting: 0, shared: false },
  canShowHere: false,
};

export const request = vi.fn<(wanted: { origins: string[] }) => Promise<boolean>>();
beforeEach(() => {
  document.documentElement.lang = 'en';
  document.title = 'Throughline';
  request.mockReset().mockResolvedValue(true);
  Object.assign(browser.permissions, { request });
  vi.spyOn(window, 'close').mockImplementation(() => undefined);
});
afterEach(() => {
  cleanup();
  Reflect.deleteProperty(globalThis, 'chrome');
  Reflect.deleteProperty(globalThis, 'browser');
});

/** Draws the popup of tab 7 with what the background says of it. */
export async function show(view: Partial<PopupView>, line: FakeLine = fakeLine({})) {
  line.answer({ 'own/popup': { ...base, ...view } });
  const state = makePopup(line, 7);
  render(<Popup state={state} />);
  await state.load();
  await screen.findByRole('heading', { level: 2, name: (view.host ?? base.host) || 'Browser page' });
  return { line, state };
}
