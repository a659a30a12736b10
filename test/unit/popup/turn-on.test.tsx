// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { fakeLine } from '../../support/fake-line';
import { base, request, show, site } from './show';

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
