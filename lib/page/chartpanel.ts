import { tell } from '@/lib/messaging/page-client';
import type { Tile } from '@/lib/sites/contract';
import { openFrame } from './frame';
import { budget, guard } from './guard';
import type { Marks } from './marks';
import { floating } from './shell';
import type { Visit } from './visit';
import { word } from './words';

/** What the chart script offers to the product's script in the same isolated world. `signal` ends the panel. */
export type OpenChart = (visit: Visit, marks: Marks, tile: Tile, nonce: string, signal: AbortSignal) => void;

const width = 400;
const gap = 8;
const mayReturn = budget(5);

/**
 * Where the panel goes, as declarations for its host: beside the tile when there is room on either side, tops aligned; else
 * docked at the right, full height; in a narrow window a sheet from the bottom. The tiles never move. `height`: of a box beside a tile, in px.
 */
export function placeOf(
  tile: Pick<DOMRect, 'left' | 'right' | 'top'>,
  view: { width: number; height: number },
): { css: string; height?: number } {
  const css = `${floating}z-index:2147483647;`;
  if (view.width < 480) return { css: `${css}inset:auto 0 0;height:70vh;border-radius:6px 6px 0 0;` };
  const room = width + 2 * gap;
  const left = view.width - tile.right >= room ? tile.right + gap : tile.left - gap - width;
  if (left < gap) return { css: `${css}inset:0 0 0 auto;width:${width}px;` };
  const top = Math.max(gap, Math.min(tile.top, view.height - 400));
  return {
    css: `${css}top:${top}px;left:${left}px;width:${width}px;max-height:${view.height - top - gap}px;border-radius:6px;`,
    height: 400,
  };
}

/**
 * Opens the chart panel of a tile, one at a time. Its code comes into the page with the first mark that is opened
 * (`page/chartOpened`): most visits to a dashboard never need it.
 */
export const openChart: OpenChart = (visit, marks, tile, nonce, signal) => {
  const close = (): void => void marks.expand((visit.frame = undefined));
  const fail: Visit['fail'] = (because) => {
    close();
    void tell('page/frameSilent', { because });
  };
  const dismiss = (): void => {
    marks.focus(tile.id); // before the mark of a chart that is not linked goes
    close();
  };
  const place = () => placeOf(tile.mount.getBoundingClientRect(), { width: innerWidth, height: innerHeight });
  const frame = (visit.frame = openFrame(
    {
      nonce,
      ...place(),
      title: word('frame_chart'),
      follow: true,
      focus: true,
      put: (host) => document.documentElement.append(host),
      closed: dismiss,
      failed: fail,
    },
    visit.theme,
    signal,
  ));
  guard(frame.host, frame.isLost, () => (mayReturn() ? marks.open(tile) : fail('fought')), signal);
  addEventListener('keydown', ({ key }) => key === 'Escape' && dismiss(), { signal, capture: true });
  addEventListener('resize', () => frame.dress(place().css), { signal });
};
