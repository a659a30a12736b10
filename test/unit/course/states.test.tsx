// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import axe from 'axe-core';
import { afterEach, describe, expect, it } from 'vitest';
import { CoursePanel } from '@/components/course/CoursePanel';
import { siteAddress } from '@/components/course/SourceNotice';
import { courseState } from '@/components/course/state';
import { failureCodes } from '@/lib/metrics/contract';
import { RefusalError } from '@/lib/messaging/refused';
import { fakeLine } from '@/test/gallery/fake-line';
import { dialogStates, panelStates, type PanelState } from '@/test/gallery/panels';
import { contactTag, series, tag, view } from '@/test/gallery/samples';
import { draw } from './draw';
import { press } from './press';

afterEach(cleanup);

/** happy-dom lays nothing out: rules that need geometry or colour are looked at in real browsers. */
const findings = async () => {
  const { violations } = await axe.run(document.body, {
    rules: {
      'color-contrast': { enabled: false },
      'target-size': { enabled: false },
      region: { enabled: false },
      'page-has-heading-one': { enabled: false },
      'document-title': { enabled: false },
      'html-has-lang': { enabled: false },
    },
  });
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
};
async function drawState(of: PanelState) {
  const line = fakeLine(of.view ?? view, of.view ? {} : { 'panel/courseView': () => new Promise(() => undefined) });
  const state = courseState(line, view.course.id);
  render(<CoursePanel state={state} />);
  if (of.view) await act(() => state.load());
  else void state.load();
  await act(async () => of.begin?.(state));
  if (of.view && !of.view.folded && of.view.tags.length === 1 && of.view.tags[0]!.series.points.v.length > 0 && !of.begin)
    await screen.findByRole('img');
  return state;
}

describe('every state of the panel', () => {
  it.each(panelStates)('$name: axe finds nothing', async (of) => {
    await drawState(of);
    expect(await findings()).toEqual([]);
  });

  it.each(dialogStates)('dialog $name: axe finds nothing, and the focus is in it', async (of) => {
    await drawState(of);
    const dialog = await screen.findByRole('dialog');
    expect(dialog.contains(document.activeElement)).toBe(true);
    expect(await findings()).toEqual([]);
  });

  it('is drawn from right to left as a whole, the chart aside', async () => {
    document.documentElement.dir = 'rtl';
    await drawState(panelStates[0]!);
    expect(await findings()).toEqual([]);
    document.documentElement.dir = 'ltr';
  });
});

describe('failures of a source', () => {
  it.each(failureCodes)('%s: what happened, the age of what is shown, what to do', async (code) => {
    await draw({
      ...view,
      tags: [
        {
          ...tag,
          series: {
            ...series,
            trouble: { code, detail: { expected: 'complaints_per_1000', found: 'complaints', status: '500' }, at: '2026-11-19T09:00:00Z' },
          },
        },
      ],
    });
    const notice = document.querySelector('.notice');
    expect(notice?.querySelector('b')?.textContent?.length).toBeGreaterThan(10);
    expect(notice?.textContent).toMatch(/The chart shows the values seen on 19 Nov( 2026)?, /);
    expect(notice?.textContent).not.toMatch(/\$\d|undefined/);
    expect(within(notice as HTMLElement).getAllByRole('button').length).toBeGreaterThan(0);
    expect(await screen.findByRole('img')).toBeTruthy(); // the last good values stay
  });

  it('reads again on demand, and asks for the permission in our own window', async () => {
    const trouble = (code: 'slow' | 'noPermission') => ({
      ...view,
      tags: [{ ...tag, series: { ...series, trouble: { code, detail: {}, at: '2026-11-19T09:00:00Z' } } }],
    });
    const slow = await draw(trouble('slow'));
    fireEvent.click(within(document.querySelector('.notice') as HTMLElement).getByRole('button', { name: 'Read again' }));
    await waitFor(() => expect(slow.calls('panel/refresh')).toEqual([{ metricId: series.metric.id, force: true }]));
    cleanup();
    const refused = await draw(trouble('noPermission'));
    fireEvent.click(screen.getByRole('button', { name: 'Allow reading bi.example.org' }));
    await waitFor(() => expect(refused.calls('panel/permissionWindow')).toEqual([{ site: 'superset:bi.example.org' }]));
  });

  it('says whose values are shown when another account is signed in at the source, and whether they are being read', async () => {
    const earlier = (more: Partial<typeof series>) => ({
      ...view,
      tags: [{ ...tag, series: { ...series, source: { ...series.source, earlierAccount: true as const }, ...more } }],
    });
    await draw(earlier({ refreshing: true }));
    const reading = document.querySelector<HTMLElement>('.notice');
    expect(reading?.textContent).toBe(
      'Read with another account of Superset.Another account is signed in there now. The values are being read again.',
    );
    expect(within(reading!).queryByRole('button')).toBeNull();
    expect(await findings()).toEqual([]);
    cleanup();
    const waits = await draw(earlier({ refreshing: false }));
    fireEvent.click(within(document.querySelector('.notice')!).getByRole('button', { name: 'Read again' }));
    await waitFor(() => expect(waits.calls('panel/refresh')).toEqual([{ metricId: series.metric.id, force: true }]));
    cleanup();
    await draw(earlier({ trouble: { code: 'noRight', detail: {}, at: '2026-11-19T09:00:00Z' } }));
    expect(document.querySelector('.notice')?.textContent).toContain('Read with another account of Superset.');
  });

  it('opens a site by https, and by http only on this machine', () => {
    expect(siteAddress('superset:bi.example.org/analytics')).toBe('https://bi.example.org/analytics/');
    expect(siteAddress('superset:bi.localhost:8700')).toBe('http://bi.localhost:8700/');
    expect(siteAddress('superset:127.0.0.1:8088')).toBe('http://127.0.0.1:8088/');
    expect(siteAddress('superset:localhost.example.org')).toBe('https://localhost.example.org/');
    expect(siteAddress('javascript:alert(1) //')).toBeNull();
  });
});

describe('the panel', () => {
  it('says the level before and since the launch, and claims nothing', async () => {
    await draw(view);
    const text = document.body.textContent ?? '';
    expect(text).toContain('Before the launch4.00');
    expect(text).toContain('Since the launch3.32');
    expect(text).not.toMatch(/\b(because|caused|impact|effect|proved|worked|thanks to|significant)\b/i);
  });

  it('offers the date that the page says as the launch', async () => {
    const { calls } = await draw({ ...view, course: { ...view.course, launches: [] }, tags: [{ ...tag, launches: [] }] });
    fireEvent.click(screen.getByRole('button', { name: 'Launched 3 Jun 2026, as the page says' }));
    await waitFor(() => expect(calls('panel/launchSet')[0]).toMatchObject({ course: view.course.id, date: '2026-06-03' }));
  });

  it('shows rows when there are several, opens one without closing another, and keeps it', async () => {
    const { calls } = await draw({ ...view, tags: [contactTag, tag] });
    const row = screen.getByRole('button', { name: /^Damaged-package complaints/ });
    expect(row.getAttribute('aria-expanded')).toBe('false');
    fireEvent.click(row);
    expect(row.getAttribute('aria-expanded')).toBe('true');
    expect(screen.getByRole('heading', { level: 3, name: /^Reduce damaged-package complaints/ })).toBeTruthy();
    expect(calls('panel/viewState')).toEqual([{ course: view.course.id, open: [tag.alignment.id], folded: false }]);
  });

  it('folds to its line and says in it what waits', async () => {
    const { calls } = await draw({ ...view, tags: [contactTag, tag] });
    fireEvent.click(screen.getByRole('button', { name: 'Collapse' }));
    expect(document.querySelector('.panel-body')).toBeNull();
    expect(screen.getByText('2 outcomes, 1 waits for agreement')).toBeTruthy();
    expect(calls('panel/viewState').at(-1)).toMatchObject({ folded: true });
  });

  it('keeps "no business outcome, by design" only with a reason', async () => {
    const { calls } = await draw({ ...view, tags: [] });
    fireEvent.click(screen.getAllByRole('button', { name: 'No business outcome, by design' })[0]!);
    const dialog = await screen.findByRole('dialog');
    fireEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
    expect(await within(dialog).findByText(/Give the reason/)).toBeTruthy();
    expect(calls('panel/coursePolicy')).toEqual([]);
    fireEvent.change(within(dialog).getByLabelText('Reason'), { target: { value: 'Statutory instruction' } });
    fireEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(calls('panel/coursePolicy')[0]).toMatchObject({ policy: { kind: 'noneByDesign', reason: 'Statutory instruction' } }),
    );
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('adds, changes and removes launches, and gives a removed one back', async () => {
    const { calls, state } = await draw(view);
    act(() => state.openDialog({ kind: 'launches' }));
    const dialog = await screen.findByRole('dialog', { name: 'Launch dates' });
    fireEvent.click(within(dialog).getByRole('button', { name: 'Add a launch' }));
    fireEvent.change(within(dialog).getByLabelText('Date'), { target: { value: '2026-09-01' } });
    fireEvent.change(within(dialog).getByLabelText('Audience'), { target: { value: 'partners' } });
    fireEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(calls('panel/launchSet')[0]).toMatchObject({ date: '2026-09-01', audience: 'partners' }));
    fireEvent.click(within(dialog).getByRole('button', { name: 'Remove the launch of 3 Jun 2026' }));
    await waitFor(() => expect(calls('panel/launchRemove')[0]).toMatchObject({ key: 'l1' }));
    fireEvent.click(await within(dialog).findByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(calls('panel/launchSet')[1]).toMatchObject({ key: 'l1', date: '2026-06-03' }));
  });

  it('keeps a form open with what was typed when saving is refused', async () => {
    const { state } = await draw(view, {
      'panel/launchSet': () => {
        throw new RefusalError('storageFull');
      },
    });
    act(() => state.openDialog({ kind: 'launches' }));
    const dialog = await screen.findByRole('dialog');
    fireEvent.click(within(dialog).getByRole('button', { name: 'Change the launch of 3 Jun 2026' }));
    fireEvent.change(within(dialog).getByLabelText('Note'), { target: { value: 'after the move' } });
    fireEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
    expect(await within(dialog).findByText(/no room left/)).toBeTruthy();
    expect(within(dialog).getByLabelText<HTMLInputElement>('Note').value).toBe('after the move');
  });

  it('restores what was removed from this course', async () => {
    const { calls, state } = await draw(panelStates.find((of) => of.name === 'Empty')?.view ?? view);
    act(() => state.openDialog({ kind: 'hidden' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Restore' }));
    await waitFor(() => expect(calls('panel/restore')[0]).toMatchObject({ type: 'alignment', id: 'a' }));
  });

  it('offers to try again when the first view cannot be had', async () => {
    let broken = true;
    await draw(view, {
      'panel/courseView': () => {
        if (broken) throw new RefusalError('workerGone');
        return view;
      },
    });
    broken = false;
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('heading', { level: 3 })).toBeTruthy();
  });

  it('walks its menu by keys', async () => {
    await draw(view);
    const menu = screen.getByRole('menu', { name: 'More', hidden: true });
    const items = within(menu).getAllByRole('menuitem', { hidden: true });
    items[0]?.focus();
    await press('ArrowDown');
    expect(document.activeElement).toBe(items[1]);
    await press('Home');
    expect(document.activeElement).toBe(items[0]);
    await press('End');
    expect(document.activeElement).toBe(items.at(-1));
    await press('l');
    expect(document.activeElement).toBe(items[0]);
  });
});
