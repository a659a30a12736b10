// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import browser from 'webextension-polyfill';
import { siteFromQuery } from '@/components/site/address';
import { AskWindow } from '@/components/welcome/AskWindow';
import { makeWelcome } from '@/components/welcome/state';
import { Welcome } from '@/components/welcome/Welcome';
import { faults } from '../../support/axe';
import { fakeLine, type FakeLine } from '../../support/fake-line';

const request = vi.fn<(wanted: { origins: string[] }) => Promise<boolean>>();
beforeEach(() => {
  document.documentElement.lang = 'en';
  document.title = 'Throughline: welcome';
  request.mockReset().mockResolvedValue(true);
  Object.assign(browser.permissions, { request });
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

async function open(line: FakeLine = fakeLine({})) {
  line.answer({ 'own/me': { id: 'local:1', name: 'Person on this device', welcomed: false } });
  const state = makeWelcome(line);
  render(<Welcome state={state} />);
  await state.load();
  await screen.findByRole('textbox', { name: 'Display name' });
  return line;
}
const type = (name: string, text: string) => fireEvent.change(screen.getByRole('textbox', { name }), { target: { value: text } });

test('three steps, with what is read and what never is', async () => {
  await open();
  expect(screen.getAllByRole('heading', { level: 2 }).map((heading) => heading.textContent)).toEqual([
    'What it reads, and what it never reads',
    'Your name',
    'Turn it on for a site',
    'Look around first',
  ]);
  expect(screen.getByText('learners’ names, answers, grades or activity')).toBeTruthy();
  expect(await faults()).toEqual([]);
});

test('the display name is asked for: the stand-in of a device that was never named is not offered as one', async () => {
  const line = await open(fakeLine({ 'own/meRename': {} }));
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Display name' }).value).toBe('');
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('Type a name first.')).toBeTruthy();
  type('Display name', ' Course designer ');
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('Saved. You are shown as Course designer.')).toBeTruthy();
  expect(line.inputsOf('own/meRename')).toEqual([{ write: expect.any(String), name: 'Course designer' }]);
});

describe('turning a site on by its address', () => {
  test('names the host that the browser will ask for, and asks inside the click, after the intent', async () => {
    const order: string[] = [];
    const line = await open(
      fakeLine({
        'own/enableIntent': () => {
          order.push('intent');
          return {};
        },
      }),
    );
    request.mockImplementation(async ({ origins }) => {
      order.push(origins.join());
      return true;
    });
    type('Address of the site', 'https://lms.example.org/moodle/my/');
    expect(screen.getByText('The browser will ask for lms.example.org and no other site.')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Turn on for this site' }));
    expect(order).toEqual(['intent', 'https://lms.example.org/*']);
    expect(line.inputsOf('own/enableIntent')).toEqual([
      { site: 'moodle:lms.example.org/moodle', product: 'moodle', kind: 'lms', origin: 'https://lms.example.org', tabId: undefined },
    ]);
    expect(await screen.findByText('On for lms.example.org. Open a page there to see it.')).toBeTruthy();
  });

  test('says that an address is none, and asks for nothing', async () => {
    await open();
    type('Address of the site', 'our moodle');
    fireEvent.click(screen.getByRole('button', { name: 'Turn on for this site' }));
    expect(await screen.findByText('This is not an address of a site.')).toBeTruthy();
    expect(request).not.toHaveBeenCalled();
  });

  test.each([
    ['declined', async () => false, 'Nothing was turned on.'],
    [
      'refused by policy',
      () => Promise.reject(new Error('blocked by enterprise policy')),
      'Your organisation does not allow Throughline on this site.',
    ],
    ['failed', () => Promise.reject(new Error('no gesture')), 'The browser could not ask.'],
  ])('%s', async (_, answer, said) => {
    await open(fakeLine({ 'own/enableIntent': {} }));
    request.mockImplementation(answer);
    type('Address of the site', 'lms.example.org');
    fireEvent.click(screen.getByRole('button', { name: 'Turn on for this site' }));
    expect(await screen.findByText(said)).toBeTruthy();
    expect(await faults()).toEqual([]);
  });
});

test('sample data are loaded on request, with the way to them', async () => {
  const line = await open(fakeLine({ 'own/sampleLoad': {} }));
  fireEvent.click(screen.getByRole('button', { name: 'Load sample data' }));
  expect((await screen.findByRole('link', { name: 'Open the admin page' })).getAttribute('href')).toBe('/admin.html#outcomes');
  expect(line.inputsOf('own/sampleLoad')).toEqual([{ write: expect.any(String), lms: 'lms.localhost:8700', bi: 'bi.localhost:8700' }]);
});

test('sample data that cannot be loaded are said', async () => {
  await open();
  fireEvent.click(screen.getByRole('button', { name: 'Load sample data' }));
  expect(await screen.findByText('The sample data could not be loaded. Try again.')).toBeTruthy();
});

describe('the window that asks for one site', () => {
  const site = siteFromQuery(new URLSearchParams({ site: 'superset:bi.example.org', pattern: 'https://bi.example.org/*' }));

  test('asks for exactly that site and closes when it is allowed', async () => {
    const close = vi.spyOn(window, 'close').mockImplementation(() => undefined);
    const line = fakeLine({ 'own/enableIntent': {} });
    render(<AskWindow site={site} state={makeWelcome(line)} />);
    expect(screen.getByRole('heading', { level: 1, name: 'Allow reading bi.example.org' })).toBeTruthy();
    expect(await faults()).toEqual([]);
    fireEvent.click(screen.getByRole('button', { name: 'Allow reading bi.example.org' }));
    expect(request).toHaveBeenCalledExactlyOnceWith({ origins: ['https://bi.example.org/*'] });
    expect(line.inputsOf('own/enableIntent')).toHaveLength(1);
    await waitFor(() => expect(close).toHaveBeenCalledOnce());
    expect(screen.getByText('Throughline may read bi.example.org now. You can close this window.')).toBeTruthy();
  });

  test('stays open with a reason when it is declined', async () => {
    const close = vi.spyOn(window, 'close').mockImplementation(() => undefined);
    request.mockResolvedValue(false);
    render(<AskWindow site={site} state={makeWelcome(fakeLine({ 'own/enableIntent': {} }))} />);
    fireEvent.click(screen.getByRole('button', { name: 'Allow reading bi.example.org' }));
    expect(await screen.findByText('Nothing was turned on.')).toBeTruthy();
    expect(close).not.toHaveBeenCalled();
  });

  test('asks for nothing when no site was named', async () => {
    render(<AskWindow site={null} state={makeWelcome(fakeLine({}))} />);
    expect(screen.getByRole('heading', { level: 1, name: 'No site was named' })).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
    expect(await faults()).toEqual([]);
  });
});
