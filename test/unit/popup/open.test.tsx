// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, test, vi } from 'vitest';
import browser from 'webextension-polyfill';
import type { PopupView } from '@/lib/messaging/views';
import { faults } from '../../support/axe';
import { fakeLine } from '../../support/fake-line';
import { bi, show } from './show';

describe('a dashboard', () => {
  const tiles = [
    { id: '11', title: 'Damage complaints per 1,000', linked: true },
    { id: '12', title: '', linked: false },
  ];
  test('lists its charts and opens their marks', async () => {
    const { line } = await show(
      {
        host: 'bi.example.org',
        state: 'on',
        site: bi,
        recognised: { kind: 'dashboard', title: 'Field operations', shown: true, tiles: 2 },
        tiles,
      },
      fakeLine({ 'own/openMark': {} }),
    );
    expect(screen.getByText(/On\. Dashboard:/).textContent).toBe('On. Dashboard: Field operations, 2 charts');
    expect(await faults()).toEqual([]);
    fireEvent.click(screen.getByRole('button', { name: 'Use as KPI: Chart without a title' }));
    await waitFor(() => expect(window.close).toHaveBeenCalledOnce());
    expect(line.inputsOf('own/openMark')).toEqual([{ tabId: 7, tile: '12' }]);
    expect(screen.getByRole('button', { name: 'Open Damage complaints per 1,000' })).toBeTruthy();
  });

  test('stays open when a mark cannot be opened', async () => {
    await show({ state: 'on', site: bi, recognised: { kind: 'dashboard', title: 'Field operations', shown: true, tiles: 2 }, tiles });
    fireEvent.click(screen.getByRole('button', { name: 'Open Damage complaints per 1,000' }));
    expect(await screen.findByText('This version does not know what was asked.')).toBeTruthy();
    expect(window.close).not.toHaveBeenCalled();
  });
});

describe('the panel beside the page', () => {
  const blocked: Partial<PopupView> = {
    state: 'on',
    recognised: { kind: 'course', title: 'Pack it right', shown: false, why: 'noHello' },
    checks: [],
  };

  test('opens Chromium’s side panel inside the click', async () => {
    const open = vi.fn(async () => undefined);
    const setOptions = vi.fn(async () => undefined);
    Object.assign(globalThis, { chrome: { sidePanel: { open, setOptions } } });
    await show(blocked);
    fireEvent.click(screen.getByRole('button', { name: 'Open in a side panel' }));
    expect(open).toHaveBeenCalledExactlyOnceWith({ tabId: 7 });
    expect(setOptions).toHaveBeenCalledExactlyOnceWith({ tabId: 7, path: 'panel.html?surface=side&tab=7', enabled: true });
  });

  test('opens Firefox’s sidebar inside the click', async () => {
    const open = vi.fn(async () => undefined);
    const setPanel = vi.fn(async () => undefined);
    Object.assign(globalThis, { browser: { sidebarAction: { open, setPanel } } });
    await show(blocked);
    fireEvent.click(screen.getByRole('button', { name: 'Open in the sidebar' }));
    expect(open).toHaveBeenCalledOnce();
    expect(setPanel).toHaveBeenCalledExactlyOnceWith({ tabId: 7, panel: expect.stringMatching(/panel\.html\?surface=side&tab=7$/) });
  });

  test('takes a window where the browser refuses', async () => {
    const create = vi.fn(async () => ({}));
    Object.assign(browser.windows, { create });
    Object.assign(globalThis, {
      chrome: { sidePanel: { open: vi.fn().mockRejectedValue(new Error('no gesture')), setOptions: vi.fn(async () => undefined) } },
    });
    await show(blocked);
    fireEvent.click(screen.getByRole('button', { name: 'Open in a side panel' }));
    await waitFor(() =>
      expect(create).toHaveBeenCalledExactlyOnceWith(
        expect.objectContaining({ type: 'popup', url: expect.stringMatching(/panel\.html\?surface=window&tab=7$/) }),
      ),
    );
  });
});
