import { tell } from '@/lib/messaging/page-client';
import type { DashboardPage, Tile } from '@/lib/sites/contract';
import { openFrame, type PanelFrame, type Theme } from './frame';
import { budget, guard } from './guard';
import { tileFacts, word } from './marks';

const width = 400;
const gap = 8;

/**
 * Where the panel goes, as declarations for its host: beside the tile when there is room on either side, tops aligned; else
 * docked at the right, full height; in a narrow window a sheet from the bottom. The tiles never move.
 */
export function placeOf(tile: Pick<DOMRect, 'left' | 'right' | 'top'>, view: { width: number; height: number }): { css: string; beside: boolean } {
  const room = width + 2 * gap;
  const left = view.width - tile.right >= room ? tile.right + gap : tile.left >= room ? tile.left - gap - width : undefined;
  const top = Math.round(Math.max(gap, Math.min(tile.top, view.height - 400)));
  const inset =
    view.width < 480
      ? 'inset:auto 0 0 0;height:70vh;border-radius:6px 6px 0 0;'
      : left === undefined
        ? `inset:0 0 0 auto;width:${width}px;`
        : `inset:${top}px auto auto ${Math.round(left)}px;width:${width}px;max-height:${view.height - top - gap}px;border-radius:6px;`;
  const css = `position:fixed;z-index:2147483647;overflow:hidden;box-shadow:0 1px 2px #1018241a,0 8px 24px #10182433;${inset}`;
  return { css: css.replaceAll(';', '!important;'), beside: view.width >= 480 && left !== undefined };
}

export type ChartPanel = {
  open(tile: Tile): Promise<void>;
  frame(): PanelFrame | undefined;
};

/** The chart panel of one dashboard: one at a time. `shown` hears which tile's panel is open; `back` gets the focus when the person closes it. */
export function chartPanel(
  page: DashboardPage,
  on: { theme(): Theme; shown(id: string | undefined): void; back(id: string): void; gone(): void },
  signal: AbortSignal,
): ChartPanel {
  let box = new AbortController();
  let frame: PanelFrame | undefined;
  const fits = budget(5, 10_000);
  signal.addEventListener('abort', () => box.abort());

  const open = async (tile: Tile): Promise<void> => {
    box.abort();
    const mine = (box = new AbortController());
    const end = (): void => {
      mine.abort();
      if (box === mine) on.shown((frame = undefined));
    };
    const fail = (because: 'noHello' | 'hijacked' | 'fought'): void => {
      end();
      void tell('page/frameSilent', { because });
    };
    const close = (): void => {
      on.back(tile.id); // before the mark may go
      end();
    };
    on.shown(tile.id);
    const answer = await tell('page/chartOpened', { site: page.at.key, dashboard: page.nativeId, tile: tileFacts(tile), theme: on.theme() });
    if (!answer) return on.gone();
    if (mine.signal.aborted) return;
    if (!answer.ok) return end();
    const place = () => placeOf(tile.mount.getBoundingClientRect(), { width: innerWidth, height: innerHeight });
    const { css, beside } = place();
    const opened = (frame = openFrame(
      {
        nonce: answer.value.nonce,
        theme: on.theme(),
        title: word('frame_chart'),
        css,
        ...(beside ? { height: 400, follow: true } : {}),
        put: (host) => document.documentElement.append(host),
        closed: close,
        failed: fail,
      },
      mine.signal,
    ));
    opened.focus();
    guard(opened.host, opened.isLost, () => (fits() ? void open(tile) : fail('fought')), mine.signal);
    addEventListener('keydown', (event) => event.key === 'Escape' && close(), { signal: mine.signal, capture: true });
    addEventListener('resize', () => opened.dress(place().css), { signal: mine.signal });
  };
  return { open, frame: () => frame };
}
