// @vitest-environment happy-dom
import { readFileSync } from 'node:fs';
import { beforeEach, afterEach, expect, test, vi } from 'vitest';
import { setStage, stage, tilesIn } from './stage';
import { showMarks } from '@/lib/page/marks';
import type { MarkState } from '@/lib/messaging/views';

let end: AbortController;
beforeEach(() => {
  setStage();
  end = new AbortController();
});
afterEach(() => end.abort());

function grid(ids: string[]) {
  const area = document.body.appendChild(document.createElement('div'));
  area.className = 'grid';
  for (const id of ids) {
    const tile = area.appendChild(document.createElement('div'));
    tile.dataset['tile'] = id;
    tile.append(document.createElement('a'));
  }
  const tile = (id: string) => area.querySelector(`[data-tile="${id}"]`) as HTMLElement;
  const mark = (id: string) => tile(id).querySelector('throughline-mark');
  const button = (id: string) => stage.root(mark(id)).querySelector('button') as HTMLButtonElement;
  return { area, tile, mark, button };
}
const open = vi.fn();
const show = (states: MarkState[]) => {
  const marks = showMarks(open, end.signal);
  marks.draw(tilesIn(document), 'light');
  marks.update(states);
  return marks;
};
const linked = (tile: string): MarkState => ({ tile, state: 'linked', count: 0 });
const waits = (tile: string, count: number): MarkState => ({ tile, state: 'waits', count });
const fire = (at: Element, type: string, more: object = {}) =>
  at.dispatchEvent(Object.assign(new Event(type, { bubbles: true, composed: true }), more));

test('linked tiles carry one mark each, last in the tile; a tile that is not linked carries none', () => {
  const { mark, tile } = grid(['a', 'b', 'c']);
  show([linked('a'), waits('b', 2)]);
  expect(tile('a').lastElementChild).toBe(mark('a'));
  expect(mark('b')).not.toBeNull();
  expect(mark('c')).toBeNull();
});

test('shape and count are all that is told: no figure or name in text, name or attributes', () => {
  const { button, mark } = grid(['a', 'b', 'c', 'd']);
  show([linked('a'), waits('b', 1), waits('c', 12), waits('d', 0)]);
  expect(['a', 'b', 'c', 'd'].map((id) => [button(id).className, button(id).textContent, button(id).ariaLabel])).toEqual([
    ['linked', '', 'Throughline: linked chart'],
    ['waits', '1', 'Throughline: linked chart, 1 to sign off'],
    ['waits', '9+', 'Throughline: linked chart, 9+ to sign off'],
    ['linked', '', 'Throughline: linked chart'],
  ]);
  for (const id of ['a', 'b', 'c', 'd']) expect(mark(id)?.attributes.length).toBe(0);
  expect([...stage.roots.values()].map((root) => root.textContent).join()).not.toMatch(/Complaints|6\.1|%/);
});

test('drawing again changes nothing, and new states dress the same button', () => {
  const { area, button } = grid(['a', 'b']);
  const marks = show([linked('a'), linked('b')]);
  const before = button('a');
  const changes: MutationRecord[] = [];
  const observer = new MutationObserver((records) => changes.push(...records));
  observer.observe(area, { childList: true, subtree: true, attributes: true });
  marks.draw(tilesIn(document), 'light');
  marks.update([linked('a'), linked('b')]);
  marks.update([waits('a', 3), linked('b')]);
  expect([...changes, ...observer.takeRecords()]).toEqual([]);
  expect(button('a')).toBe(before);
  expect(before.textContent).toBe('3');
});

test('marks follow tiles that come and go, and return after a re-render, but do not fight for ever', () => {
  const { area, tile, mark } = grid(['a', 'b']);
  const marks = show([linked('a'), linked('b'), linked('z')]);
  tile('b').remove();
  const late = area.appendChild(document.createElement('div'));
  late.dataset['tile'] = 'z';
  marks.draw(tilesIn(document), 'light');
  expect(mark('z')).not.toBeNull();
  expect(document.querySelectorAll('throughline-mark').length).toBe(2);
  const fresh = document.createElement('div');
  fresh.dataset['tile'] = 'a';
  tile('a').replaceWith(fresh);
  marks.draw(tilesIn(document), 'light');
  expect(mark('a')?.parentNode).toBe(fresh);
  for (let n = 0; n < 40; n += 1) {
    mark('a')?.remove();
    marks.draw(tilesIn(document), 'light');
  }
  expect(mark('a')).toBeNull();
  expect(mark('z')).not.toBeNull();
});

test('a tile that is not linked has its mark while the pointer is in it, out of the tab order', () => {
  const { tile, mark, button } = grid(['a', 'b']);
  show([]);
  fire(tile('a').firstElementChild as Element, 'pointerover');
  expect(button('a')).toMatchObject({
    className: 'unlinked',
    tabIndex: -1,
    ariaLabel: 'Throughline: link this chart',
    title: 'Use as KPI',
  });
  fire(tile('b'), 'pointerover');
  expect([mark('a'), mark('b') !== null]).toEqual([null, true]);
  fire(tile('b'), 'pointerout', { relatedTarget: null });
  expect(mark('b')).toBeNull();
});

test('it is in the tab order only while the focus is in the tile', () => {
  const { tile, mark, button } = grid(['a', 'b']);
  show([]);
  fire(tile('a').firstElementChild as Element, 'focusin');
  expect(button('a').tabIndex).toBe(0);
  fire(mark('a') as Element, 'focusin');
  expect(button('a').tabIndex).toBe(0);
  fire(tile('b').firstElementChild as Element, 'focusin');
  expect(mark('a')).toBeNull();
  fire(tile('b'), 'focusout', { relatedTarget: null });
  expect(document.querySelector('throughline-mark')).toBeNull();
});

test('the mark of an open panel stays and says so; only the person’s own click opens', () => {
  const { tile, button, mark } = grid(['a']);
  const marks = show([]);
  fire(tile('a'), 'pointerover');
  open.mockClear();
  button('a').dispatchEvent(new Event('click'));
  expect(open).not.toHaveBeenCalled();
  button('a').dispatchEvent(Object.defineProperty(new Event('click'), 'isTrusted', { value: true }));
  expect(open).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ id: 'a' }));
  const panel = marks.expand('a');
  fire(tile('a'), 'pointerout', { relatedTarget: null });
  expect(button('a').ariaExpanded).toBe('true');
  marks.expand(undefined);
  expect(panel.aborted).toBe(true);
  expect(mark('a')).toBeNull();
});

test('a click on the mark is no click on the chart', () => {
  const { tile, mark } = grid(['a']);
  show([linked('a')]);
  const clicked = vi.fn();
  tile('a').addEventListener('click', clicked);
  fire(mark('a') as Element, 'click');
  expect(clicked).not.toHaveBeenCalled();
});

test('a tile without a title band has its mark at the bottom', () => {
  const { mark } = grid(['a']);
  const marks = showMarks(open, end.signal);
  const rules = () =>
    stage
      .root(mark('a'))
      .adoptedStyleSheets.map((sheet) => [...sheet.cssRules].map((rule) => rule.cssText).join(''))
      .join('');
  marks.update([linked('a')]);
  marks.draw(tilesIn(document), 'light');
  expect(rules()).toMatch(/top: ?5px/);
  marks.draw(
    tilesIn(document).map((tile) => ({ ...tile, band: false })),
    'light',
  );
  expect(rules()).toMatch(/bottom: ?5px/);
  expect(document.querySelectorAll('throughline-mark').length).toBe(1);
});

test('the end of the visit takes all marks away', () => {
  grid(['a', 'b']);
  show([linked('a'), linked('b')]);
  end.abort();
  expect(document.querySelector('throughline-mark')).toBeNull();
});

test('every colour of the mark is a token', () => {
  const tokens = readFileSync('components/look/tokens.css', 'utf8');
  const pairs = (text: string) =>
    [...text.matchAll(/light-dark\((#[0-9a-f]+), ?(#[0-9a-f]+)\)/g)].map(([, a, b]) =>
      [a, b].map((c) => (c?.length === 4 ? c.replaceAll(/[0-9a-f]/g, '$&$&') : c)).join(),
    );
  const used = pairs(readFileSync('lib/page/marks.ts', 'utf8'));
  expect(used.length).toBeGreaterThan(6);
  const known = new Set(pairs(tokens));
  expect(used.filter((pair) => !known.has(pair))).toEqual([]);
});
