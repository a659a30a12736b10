// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import browser from 'webextension-polyfill';
import { Popup } from '@/components/popup/Popup';
import { makePopup } from '@/components/popup/state';
import type { PopupView } from '@/lib/messaging/views';
import { faults } from '../../support/axe';
import { fakeLine, type FakeLine } from '../../support/fake-line';

const site = { key: 'moodle:lms.example.org', product: 'moodle', kind: 'lms', origin: 'https://lms.example.org', pattern: 'https://lms.example.org/*' } as const;
const bi = { key: 'superset:bi.example.org', product: 'superset', kind: 'bi', origin: 'https://bi.example.org', pattern: 'https://bi.example.org/*' } as const;
const base: PopupView = { host: 'lms.example.org', state: 'off', product: 'moodle', site, checks: [], tiles: [], store: { waiting: 0, shared: false }, canShowHere: false };

const request = vi.fn<(wanted: { origins: string[] }) => Promise<boolean>>();
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

async function show(view: Partial<PopupView>, line: FakeLine = fakeLine({})) {
  line.answer({ 'own/popup': { ...base, ...view } });
  const state = makePopup(line, 7);
  render(<Popup state={state} />);
  await state.load();
  await screen.findByRole('heading', { level: 2, name: (view.host ?? base.host) || 'Browser page' });
  return { line, state };
}

describe('turning a site on', () => {
  test('sends the intent first and asks the browser inside the click', async () => {
    const order: string[] = [];
    const line = fakeLine({ 'own/enableIntent': {} });
    const ask = line.ask;
    line.ask = (name, input) => {
      order.push(name);
      return ask(name, input);
    };
    request.mockImplementation(async ({ origins }) => {
      order.push(`request ${origins.join()}`);
      return true;
    });
    await show({}, line);
    order.length = 0;
    fireEvent.click(screen.getByRole('button', { name: 'Turn on for this site' }));
    // Nothing was awaited since the click: both have already happened.
    expect(order).toEqual(['own/enableIntent', 'request https://lms.example.org/*']);
    expect(line.inputsOf('own/enableIntent')).toEqual([{ site: site.key, product: 'moodle', kind: 'lms', origin: site.origin, tabId: 7 }]);
    line.answer({ 'own/popup': { ...base, state: 'on', recognised: { kind: 'course', title: 'Pack it right', shown: true, tags: 1 } } });
    expect(await screen.findByText('Pack it right')).toBeTruthy();
  });

  test('says that nothing was turned on when the person declines, and asks again', async () => {
    request.mockResolvedValueOnce(false);
    await show({}, fakeLine({ 'own/enableIntent': {} }));
    fireEvent.click(screen.getByRole('button', { name: 'Turn on for this site' }));
    expect(await screen.findByText('Nothing was turned on.')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Turn on for this site' }));
    await waitFor(() => expect(screen.queryByText('Nothing was turned on.')).toBeNull());
    expect(request).toHaveBeenCalledTimes(2);
  });

  test('names the organisation when its policy refuses', async () => {
    request.mockRejectedValueOnce(new Error('Permissions are blocked by enterprise policy.'));
    await show({}, fakeLine({ 'own/enableIntent': {} }));
    fireEvent.click(screen.getByRole('button', { name: 'Turn on for this site' }));
    expect(await screen.findByText('Your organisation does not allow Throughline on this site.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: /turn on/i })).toBeNull();
  });

  test('says so when the browser throws instead of asking', async () => {
    request.mockImplementationOnce(() => {
      throw new Error('not during a user gesture');
    });
    await show({}, fakeLine({ 'own/enableIntent': {} }));
    fireEvent.click(screen.getByRole('button', { name: 'Turn on for this site' }));
    expect(await screen.findByText('The browser could not ask.')).toBeTruthy();
  });

  test('repeats an intent that the worker lost, once the permission is there', async () => {
    let tries = 0;
    const line = fakeLine({
      'own/enableIntent': () => {
        tries += 1;
        if (tries === 1) throw new Error('worker gone');
        return {};
      },
    });
    await show({}, line);
    fireEvent.click(screen.getByRole('button', { name: 'Turn on for this site' }));
    await waitFor(() => expect(line.inputsOf('own/enableIntent')).toHaveLength(2));
    await waitFor(() => expect(line.inputsOf('own/popup').length).toBeGreaterThan(1));
  });
});

describe('every state', () => {
  test('off names the product and what will be read', async () => {
    await show({});
    expect(screen.getByText('Throughline is off here. It looks like Moodle.')).toBeTruthy();
    expect(screen.getByText(/never learners’ data/)).toBeTruthy();
    expect(await faults()).toEqual([]);
  });

  test('off on a BI tool speaks of dashboards', async () => {
    await show({ host: 'bi.example.org', site: bi, product: 'superset' });
    expect(screen.getByText('Throughline is off here. It looks like Apache Superset.')).toBeTruthy();
    expect(screen.getByText(/reads dashboards of this site/)).toBeTruthy();
  });

  test('on shows the course and its outcomes, pauses and turns off', async () => {
    const { line } = await show(
      { state: 'on', recognised: { kind: 'course', title: 'Pack it right', shown: true, tags: 1 } },
      fakeLine({ 'own/pause': {}, 'own/disable': {} }),
    );
    expect(screen.getByText(/On\. Course page:/).textContent).toBe('On. Course page: Pack it right, 1 outcome');
    expect(await faults()).toEqual([]);
    fireEvent.click(screen.getByRole('button', { name: 'Pause on this site' }));
    await waitFor(() => expect(line.inputsOf('own/pause')).toEqual([{ site: site.key, paused: true }]));
    await waitFor(() => expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Turn off' }).disabled).toBe(false));
    fireEvent.click(screen.getByRole('button', { name: 'Turn off' }));
    await waitFor(() => expect(line.inputsOf('own/disable')).toEqual([{ site: site.key }]));
  });

  test('paused resumes', async () => {
    const { line } = await show({ state: 'paused' }, fakeLine({ 'own/pause': {} }));
    expect(screen.getByText('Paused on this site. Pages are left untouched.')).toBeTruthy();
    expect(await faults()).toEqual([]);
    fireEvent.click(screen.getByRole('button', { name: 'Resume' }));
    await waitFor(() => expect(line.inputsOf('own/pause')).toEqual([{ site: site.key, paused: false }]));
  });

  test('a policy that the background met is named', async () => {
    await show({ state: 'restricted', checks: [{ code: 'policy', ok: false }] });
    expect(screen.getByText('Your organisation does not allow Throughline on this site.')).toBeTruthy();
    expect(await faults()).toEqual([]);
  });

  test('a page that no extension may enter', async () => {
    await show({ host: '', state: 'restricted', site: undefined });
    expect(screen.getByRole('heading', { level: 2, name: 'Browser page' })).toBeTruthy();
    expect(screen.getByText(/Extensions cannot run here/)).toBeTruthy();
    expect(await faults()).toEqual([]);
  });

  test('an unknown product, with the check that says so', async () => {
    await show({ host: 'training.example.org', state: 'unknownProduct', site: undefined, product: undefined, checks: [{ code: 'product', ok: false }] });
    const checks = within(screen.getByRole('list', { name: 'Checks made on this page' }));
    expect(checks.getByRole('listitem').textContent).toBe('Not passed: Not Moodle, Kolibri or Apache Superset');
    expect(await faults()).toEqual([]);
  });

  test.each([
    ['noCourse', 'The address names no course', 'Open a course; the panel appears at its top.'],
    ['signIn', 'This is a sign-in page', 'Sign in, then open a course or a dashboard.'],
    ['notReady', 'The page is still loading', 'Open this window again when the page is ready.'],
    ['learnerView', 'This is a page for learners', 'Open a course; the panel appears at its top.'],
  ])('on, but not a course: %s', async (detail, said, next) => {
    await show({ state: 'on', checks: [{ code: 'product', ok: true, detail: 'Moodle' }, { code: 'page', ok: false, detail }] });
    const lines = within(screen.getByRole('list', { name: 'Checks made on this page' })).getAllByRole('listitem');
    expect(lines.map((line) => line.textContent)).toEqual(['Passed: Site is Moodle', `Not passed: ${said}`]);
    expect(screen.getByText(next)).toBeTruthy();
    expect(await faults()).toEqual([]);
  });

  test('a learner is shown nothing and can do nothing about it', async () => {
    await show({ state: 'on', recognised: { kind: 'course', title: 'Pack it right', shown: false, why: 'learner' }, checks: [{ code: 'role', ok: false, detail: 'learner' }] });
    expect(screen.getByText('This is a learner’s view. Learners are shown nothing.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: /show|open in/i })).toBeNull();
  });

  test('an unknown role can be shown here', async () => {
    const { line } = await show(
      { state: 'on', canShowHere: true, recognised: { kind: 'course', title: 'Pack it right', shown: false, why: 'unknownRole' } },
      fakeLine({ 'own/showHere': {} }),
    );
    expect(await faults()).toEqual([]);
    fireEvent.click(screen.getByRole('button', { name: 'Show on this course' }));
    await waitFor(() => expect(line.inputsOf('own/showHere')).toEqual([{ tabId: 7 }]));
  });

  test('the store line says where the data are', async () => {
    await show({});
    expect(screen.getByText('Only on this device')).toBeTruthy();
    cleanup();
    await show({ store: { waiting: 4, shared: true } });
    expect(screen.getByText('4 changes on this device, not shared yet')).toBeTruthy();
  });

  test('says that the extension does not answer, and asks again', async () => {
    const line = fakeLine({});
    const state = makePopup(line, 7);
    render(<Popup state={state} />);
    await state.load();
    line.answer({ 'own/popup': base });
    fireEvent.click(await screen.findByRole('button', { name: 'Try again' }));
    expect(await screen.findByText(/Throughline is off here/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
  });

  test('draws itself anew when something changed', async () => {
    const { line } = await show({});
    line.answer({ 'own/popup': { ...base, state: 'paused' } });
    line.push({ push: 'changed' });
    expect(await screen.findByText(/Paused on this site/)).toBeTruthy();
  });
});

describe('a dashboard', () => {
  const tiles = [
    { id: '11', title: 'Damage complaints per 1,000', linked: true },
    { id: '12', title: '', linked: false },
  ];
  test('lists its charts and opens their marks', async () => {
    const { line } = await show(
      { host: 'bi.example.org', state: 'on', site: bi, recognised: { kind: 'dashboard', title: 'Field operations', shown: true, tiles: 2 }, tiles },
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
  const blocked: Partial<PopupView> = { state: 'on', recognised: { kind: 'course', title: 'Pack it right', shown: false, why: 'noHello' }, checks: [] };

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
    Object.assign(globalThis, { chrome: { sidePanel: { open: vi.fn().mockRejectedValue(new Error('no gesture')), setOptions: vi.fn(async () => undefined) } } });
    await show(blocked);
    fireEvent.click(screen.getByRole('button', { name: 'Open in a side panel' }));
    await waitFor(() => expect(create).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ type: 'popup', url: expect.stringMatching(/panel\.html\?surface=window&tab=7$/) })));
  });
});
