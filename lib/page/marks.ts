import type { TileFacts } from '@/lib/messaging/names';
import type { MarkState } from '@/lib/messaging/views';
import type { Tile } from '@/lib/sites/contract';
import type { Theme } from './frame';
import { budget } from './guard';
import { shell } from './shell';
import { word } from './words';

const ring = 'M9 8a3.25 3.25 0 1 0 6.5 0a3.25 3.25 0 1 0-6.5 0m1.5 0a1.75 1.75 0 1 0 3.5 0a1.75 1.75 0 1 0-3.5 0';
/** Colours are those of components/look/tokens.css; a test compares them. The glyph, on a 16 px grid: course, line, result. */
const css =
  'button{--surface:light-dark(#fff,#1a1d22);--accent:light-dark(#1c4f8f,#8db8ee);all:unset;box-sizing:border-box;display:flex;align-items:center;gap:4px;height:24px;padding:0 3px;' +
  'border:1px solid light-dark(#727d8b,#818c9a);border-radius:2px;background:var(--surface);color:var(--accent);font:600 12px system-ui;cursor:pointer}' +
  `i{width:16px;height:16px;background:currentColor;forced-color-adjust:none;clip-path:path(evenodd,"M1 5.75h4.5v4.5H1M5.5 7.25h3.6v1.5H5.5${ring}")}` +
  `.unlinked{border-style:dashed;color:light-dark(#505b69,#a9b2be)}.unlinked i{clip-path:path(evenodd,"M1 5.75h4.5v4.5H1m1.5-3v1.5H4v-1.5M6.5 7.25h1v1.5h-1${ring}")}` +
  'button:is(:hover,[aria-expanded=true]){background:light-dark(#eef1f5,#292e36);color:light-dark(#1a222c,#e6e9ee)}' +
  'button.waits{background:var(--accent);border-color:var(--accent);color:light-dark(#fff,#0d1a2b);box-shadow:0 0 0 1px var(--surface)}' +
  'button:focus-visible{outline:2px solid light-dark(#0a58ca,#a8cdff);outline-offset:1px;box-shadow:0 0 0 5px var(--surface)}' +
  '@media(forced-colors:active){i{background:buttontext}}@media(display-mode:fullscreen){:host{display:none!important}}';
const hostCss = (band: boolean): string => `position:absolute;z-index:2;inset-inline-end:${band ? '36px;top' : '5px;bottom'}:5px;`;

type Mark = { host: HTMLElement; button: HTMLButtonElement; band: boolean; worn?: string; fits: () => boolean };

export type Marks = {
  /** States by tile; a tile that is not named is not linked. */
  update(states: MarkState[]): void;
  /** Draws marks on these tiles and no others. Idempotent; keyed by tile id. */
  draw(tiles: Tile[], theme: Theme): void;
  /** Opens the chart panel of a tile. */
  open(tile: Tile): void;
  /** The chart panel of this tile is open (its mark stays); of none: one that is open ends. Gives the signal of the panel. */
  expand(id: string | undefined): AbortSignal;
  focus(id: string): void;
  tile(id: string): Tile | undefined;
};

export const tileFacts = ({ id, title, kind, ref }: Tile): TileFacts => ({ id, title, kind, ref });

/**
 * One small element per linked tile; the host page can learn a shape and a count from it and nothing else. A tile that is
 * not linked gets its mark while the pointer or the focus is in it, in the tab order only while the focus is.
 */
export function showMarks(open: (tile: Tile) => void, signal: AbortSignal): Marks {
  let panel = new AbortController();
  let states = new Map<string, MarkState>();
  let tiles = new Map<string, Tile>();
  let mounts = new Map<Node, string>();
  let theme: Theme;
  const marks = new Map<string, Mark>();
  /** Ids of the tiles that the pointer is in, the focus is in, the panel is open for. */
  const near: Record<'pointer' | 'focus' | 'panel', string | undefined> = { pointer: undefined, focus: undefined, panel: undefined };

  const drop = (id: string): void => {
    marks.get(id)?.host.remove();
    marks.delete(id);
  };
  const make = ({ id, band }: Tile): Mark => {
    const { host, root } = shell('throughline-mark', hostCss(band), css);
    const button = root.appendChild(document.createElement('button'));
    button.ariaHasPopup = 'dialog';
    button.onclick = ({ isTrusted }) => {
      const tile = tiles.get(id);
      if (isTrusted && tile) open(tile);
    };
    // a click on the mark is no click on the chart
    for (const type of ['pointerdown', 'mousedown', 'click', 'dblclick', 'keydown'])
      host.addEventListener(type, (event) => event.stopPropagation());
    const mark = { host, button, band, fits: budget(20) };
    marks.set(id, mark);
    return mark;
  };
  const one = (tile: Tile | undefined): void => {
    if (!tile) return;
    const { id, band, mount } = tile;
    const { state, count } = states.get(id) ?? { state: 'unlinked', count: 0 };
    const linked = state !== 'unlinked';
    let mark = marks.get(id);
    const wanted = linked || Object.values(near).includes(id);
    if (mark && (!wanted || mark.band !== band)) mark = drop(id) as undefined;
    if (!wanted) return;
    mark ??= make(tile);
    const { host, button } = mark;
    const waits = state === 'waits' && count > 0 ? (count > 9 ? '9+' : `${count}`) : '';
    const look = waits ? 'waits' : linked ? 'linked' : 'unlinked';
    if (mark.worn !== (mark.worn = look + waits + theme)) {
      button.className = look;
      button.style.colorScheme = theme;
      button.ariaLabel = word(`mark_${look}`, waits);
      button.title = linked ? '' : word('mark_use');
      button.replaceChildren(document.createElement('i'), waits);
    }
    button.tabIndex = linked || near.focus === id ? 0 : -1;
    button.ariaExpanded = `${near.panel === id}`;
    if (host.parentNode !== mount && mark.fits()) mount.append(host);
  };
  const move = (what: keyof typeof near, id: string | undefined): void => {
    const before = near[what];
    near[what] = id;
    if (before === id) return;
    for (const changed of [before, id]) one(tiles.get(changed ?? ''));
  };
  const follow = (what: keyof typeof near, enter: string, leave: string): void => {
    const options = { signal, capture: true };
    document.addEventListener(
      enter,
      ({ target }) => {
        let node = target as Node | null;
        while (node && !mounts.has(node)) node = node.parentNode;
        move(what, node ? mounts.get(node) : undefined);
      },
      options,
    );
    document.addEventListener(leave, (event) => (event as FocusEvent).relatedTarget || move(what, undefined), options);
  };
  follow('pointer', 'pointerover', 'pointerout');
  follow('focus', 'focusin', 'focusout');
  signal.addEventListener('abort', () => {
    panel.abort();
    [...marks.keys()].forEach(drop);
  });

  return {
    update: (list) => {
      states = new Map(list.map((state) => [state.tile, state]));
      tiles.forEach(one);
    },
    draw: (list, now) => {
      theme = now;
      tiles = new Map(list.map((tile) => [tile.id, tile]));
      mounts = new Map(list.map(({ mount, id }) => [mount, id]));
      for (const id of marks.keys()) if (!tiles.has(id)) drop(id);
      tiles.forEach(one);
    },
    open,
    expand: (id) => {
      panel.abort();
      panel = new AbortController();
      move('panel', id);
      return panel.signal;
    },
    focus: (id) => marks.get(id)?.button.focus(),
    tile: (id) => tiles.get(id),
  };
}
