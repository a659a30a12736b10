import type { TileFacts } from '@/lib/messaging/names';
import { api } from '@/lib/messaging/page-client';
import type { MarkState } from '@/lib/messaging/views';
import type { Tile } from '@/lib/sites/contract';
import type messages from '@/public/_locales/en/messages.json';
import type { Theme } from './frame';
import { budget } from './guard';
import { shell } from './shell';

/** Text of the catalogue, in the browser's language. */
export const word = (key: keyof typeof messages, fill = ''): string => api.i18n.getMessage(key, fill);

/** Colours are those of components/look/tokens.css; a test compares them. */
const css =
  'button{all:unset;box-sizing:border-box;display:flex;align-items:center;justify-content:center;gap:4px;height:24px;min-width:24px;padding:0 3px;' +
  'border:1px solid light-dark(#727d8b,#818c9a);border-radius:2px;background:light-dark(#ffffff,#1a1d22);color:light-dark(#1c4f8f,#8db8ee);' +
  'font:600 12px/16px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;cursor:pointer}' +
  '.unlinked{border-style:dashed;color:light-dark(#505b69,#a9b2be)}' +
  '.waits{padding:0 6px 0 4px;background:light-dark(#1c4f8f,#8db8ee);border-color:light-dark(#1c4f8f,#8db8ee);color:light-dark(#ffffff,#0d1a2b);box-shadow:0 0 0 1px light-dark(#ffffff,#1a1d22)}' +
  'button:not(.waits):is(:hover,[aria-expanded=true]){background:light-dark(#eef1f5,#292e36);color:light-dark(#1a222c,#e6e9ee)}' +
  'button:focus-visible{outline:2px solid light-dark(#0a58ca,#a8cdff);outline-offset:1px;box-shadow:0 0 0 5px light-dark(#ffffff,#1a1d22)}' +
  '@media(display-mode:fullscreen){:host{display:none!important}}';
const hostCss = 'position:absolute!important;z-index:2!important;inset-inline-end:';

/** The glyph on a 16 px grid: course, line, result. The square is filled once the chart is linked. */
const square = 'M1.5 6h4v4h-4z';
const lineAndRing = 'M5.5 8h4.25a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0';
const glyphs = new Map<boolean, SVGElement>();
const glyph = (linked: boolean): Node => {
  let kept = glyphs.get(linked);
  if (!kept) {
    const make = (name: string, set: Record<string, string>): SVGElement => {
      const element = document.createElementNS('http://www.w3.org/2000/svg', name);
      for (const key in set) element.setAttribute(key, set[key] as string);
      return element;
    };
    const dash: Record<string, string> = linked ? {} : { 'stroke-dasharray': '1.8 1.4' };
    kept = make('svg', { width: '16', height: '16', fill: 'none', stroke: 'currentColor', 'stroke-width': '1.5', 'aria-hidden': 'true' });
    kept.append(make('path', { d: square, ...(linked ? { fill: 'currentColor' } : {}) }), make('path', { d: lineAndRing, ...dash }));
    glyphs.set(linked, kept);
  }
  return kept.cloneNode(true);
};

type Mark = { host: HTMLElement; button: HTMLButtonElement; tile: Tile; worn: string; fits: () => boolean };

export type Marks = {
  /** States by tile; a tile that is not named is not linked. */
  update(states: MarkState[]): void;
  /** Draws marks on these tiles and no others. Idempotent; keyed by tile id. */
  draw(tiles: Tile[], theme: Theme): void;
  /** The chart panel of this tile is open (its mark stays), or of none. */
  expand(id: string | undefined): void;
  focus(id: string): void;
  tile(id: string): Tile | undefined;
};

export const tileFacts = ({ id, title, kind, ref }: Tile): TileFacts => ({ id, title, kind, ref });

/**
 * One small element per linked tile; the host page can learn a shape and a count from it and nothing else. A tile that is
 * not linked gets its mark while the pointer or the focus is in it, in the tab order only while the focus is.
 */
export function showMarks(open: (tile: Tile) => void, signal: AbortSignal): Marks {
  const states = new Map<string, MarkState>();
  const marks = new Map<string, Mark>();
  let tiles = new Map<string, Tile>();
  let mounts = new Map<Node, Tile>();
  let theme: Theme = 'light';
  let hovered: string | undefined;
  let focused: string | undefined;
  let expanded: string | undefined;

  const make = (tile: Tile): Mark => {
    const { host, root } = shell('throughline-mark', hostCss + (tile.band ? '36px!important;top:5px!important;' : '5px!important;bottom:5px!important;'), css);
    const button = document.createElement('button');
    button.ariaHasPopup = 'dialog';
    button.onclick = (event) => event.isTrusted && open(tiles.get(tile.id) ?? tile);
    // a click on the mark is no click on the chart
    for (const type of ['pointerdown', 'mousedown', 'click', 'dblclick', 'keydown']) host.addEventListener(type, (event) => event.stopPropagation());
    root.append(button);
    return { host, button, tile, worn: '', fits: budget(20, 10_000) };
  };

  const one = (tile: Tile): void => {
    const { id } = tile;
    const { state, count } = states.get(id) ?? { state: 'unlinked', count: 0 };
    const linked = state !== 'unlinked';
    let mark = marks.get(id);
    if (!linked && ![hovered, focused, expanded].includes(id)) {
      mark?.host.remove();
      return void marks.delete(id);
    }
    if (mark && mark.tile.band !== tile.band) {
      mark.host.remove();
      mark = undefined;
    }
    if (!mark) marks.set(id, (mark = make(tile)));
    const { button, host } = mark;
    const waits = state === 'waits' && count > 0 ? (count > 9 ? '9+' : `${count}`) : '';
    const look = waits ? 'waits' : linked ? 'linked' : 'unlinked';
    if (mark.worn !== (mark.worn = look + waits + theme)) {
      button.className = look;
      button.style.colorScheme = theme;
      button.ariaLabel = word(`mark_${look}`, waits);
      button.title = linked ? '' : word('mark_use');
      button.replaceChildren(glyph(linked), waits);
    }
    button.tabIndex = linked || focused === id ? 0 : -1;
    button.ariaExpanded = `${expanded === id}`;
    if (host.parentNode !== tile.mount && mark.fits()) tile.mount.append(host);
  };
  const again = (id: string | undefined): void => {
    const tile = id !== undefined && tiles.get(id);
    if (tile) one(tile);
  };

  const at = (node: EventTarget | null): string | undefined => {
    for (let n = node as Node | null; n; n = n.parentNode) {
      const tile = mounts.get(n);
      if (tile) return tile.id;
    }
    return undefined;
  };
  const hover = (id: string | undefined): void => {
    if (id === hovered) return;
    const before = hovered;
    hovered = id;
    again(before);
    again(id);
  };
  const focus = (id: string | undefined): void => {
    if (id === focused) return;
    const before = focused;
    focused = id;
    again(before);
    again(id);
  };
  const listen = { signal, capture: true, passive: true };
  document.addEventListener('pointerover', (event) => hover(at(event.target)), listen);
  document.addEventListener('pointerout', (event) => event.relatedTarget || hover(undefined), listen);
  document.addEventListener('focusin', (event) => focus(at(event.target)), listen);
  document.addEventListener('focusout', (event) => event.relatedTarget || focus(undefined), listen);
  signal.addEventListener('abort', () => {
    for (const { host } of marks.values()) host.remove();
    marks.clear();
  });

  return {
    update: (list) => {
      states.clear();
      for (const state of list) states.set(state.tile, state);
      for (const tile of tiles.values()) one(tile);
    },
    draw: (list, now) => {
      theme = now;
      tiles = new Map(list.map((tile) => [tile.id, tile]));
      mounts = new Map(list.map((tile) => [tile.mount, tile]));
      for (const [id, { host }] of marks) {
        if (tiles.has(id)) continue;
        host.remove();
        marks.delete(id);
      }
      for (const tile of list) one(tile);
    },
    expand: (id) => {
      const before = expanded;
      expanded = id;
      again(before);
      again(id);
    },
    focus: (id) => marks.get(id)?.button.focus(),
    tile: (id) => tiles.get(id),
  };
}
