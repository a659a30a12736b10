import { tell } from '@/lib/messaging/page-client';
import type { Tile } from '@/lib/sites/contract';
import type { OpenChart } from './chartpanel';
import { guard } from './guard';
import { showMarks, tileFacts } from './marks';
import { found, until } from './settle';
import { type Part, slowPage } from './visit';

/** What a script for a BI tool shows: marks on the charts, and the chart panel that a mark opens. */
export const dashboard: Part = (visit, answer) => {
  const { adapter, page, signal, theme } = visit;
  if (answer.show !== 'marks') return false;
  let told = '';
  const open = async (tile: Tile): Promise<void> => {
    const end = marks.expand(tile.id);
    const opened = await tell('page/chartOpened', { site: page.at.key, dashboard: page.nativeId, tile: tileFacts(tile), theme: theme() });
    if (!opened) return visit.gone();
    if (end.aborted) return;
    const openChart = (globalThis as { throughlineChart?: OpenChart }).throughlineChart;
    if (opened.ok && openChart) openChart(visit, marks, tile, opened.value.nonce, end);
    else marks.expand(undefined);
  };
  const marks = showMarks((tile) => void open(tile), signal);

  visit.order = (order) => {
    if (order.order === 'background/marks') marks.update(order.marks);
    else if (order.order === 'background/openMark') {
      const tile = marks.tile(order.tile);
      tile?.mount.scrollIntoView({ block: 'nearest' });
      if (tile) void open(tile);
    }
  };

  const draw = (): void => {
    const { now, same } = visit.see();
    if (!same && !(now.kind === 'none' && now.because === 'notReady')) return visit.moved();
    const tiles = (same && now.kind === 'dashboard' && !now.editing && !document.fullscreenElement && adapter.tiles?.(document)) || [];
    marks.draw(tiles, theme());
    const facts = tiles.map(tileFacts);
    if (!tiles.length || told === (told = JSON.stringify(facts))) return;
    void tell('page/tilesSeen', { site: page.at.key, dashboard: page.nativeId, tiles: facts }).then((seen) => {
      if (!seen) visit.gone();
      else if (seen.ok && !signal.aborted) marks.update(seen.value.marks);
    });
  };
  const watch = async (): Promise<void> => {
    const at = await found(() => adapter.tileArea?.(document) ?? undefined, slowPage, signal);
    if (signal.aborted) return;
    draw();
    if (!at) return;
    const here = new AbortController();
    const end = (): void => here.abort();
    signal.addEventListener('abort', end);
    guard(at, () => !at.isConnected, end, here.signal);
    await until(draw, { pause: 200, at, signal: here.signal });
    signal.removeEventListener('abort', end);
    if (!signal.aborted) await watch();
  };
  document.addEventListener('fullscreenchange', draw, { signal });
  marks.update(answer.marks);
  void watch();
};
