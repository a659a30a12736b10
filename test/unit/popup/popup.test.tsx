// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { Popup } from '@/components/popup/Popup';
import { makePopup } from '@/components/popup/state';
import { faults } from '../../support/axe';
import { fakeLine } from '../../support/fake-line';
import { base, bi, show, site } from './show';

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
    await show({
      host: 'training.example.org',
      state: 'unknownProduct',
      site: undefined,
      product: undefined,
      checks: [{ code: 'product', ok: false }],
    });
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
    await show({
      state: 'on',
      checks: [
        { code: 'product', ok: true, detail: 'Moodle' },
        { code: 'page', ok: false, detail },
      ],
    });
    const lines = within(screen.getByRole('list', { name: 'Checks made on this page' })).getAllByRole('listitem');
    expect(lines.map((line) => line.textContent)).toEqual(['Passed: Site is Moodle', `Not passed: ${said}`]);
    expect(screen.getByText(next)).toBeTruthy();
    expect(await faults()).toEqual([]);
  });

  test('a learner is shown nothing and can do nothing about it', async () => {
    await show({
      state: 'on',
      recognised: { kind: 'course', title: 'Pack it right', shown: false, why: 'learner' },
      checks: [{ code: 'role', ok: false, detail: 'learner' }],
    });
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
