import { signal, type ReadonlySignal } from '@preact/signals-react';
import { refusalText } from '@/components/look/refusals';
import { makeToasts, type Toasts } from '@/components/look/toasts';
import { t } from '@/components/look/words';
import { newWrite } from '@/components/look/write';
import type { Client } from '@/lib/messaging/client';
import type { In } from '@/lib/messaging/names';
import type { ChartView } from '@/lib/messaging/views';
import type { SourceTable } from '@/lib/metrics/contract';
import type { Metric } from '@/lib/model/schema/metric';

/** The tile that was opened, as the background's `claimed` push or `own/surfaceOf` names it. */
export type TileAt = { site: string; dashboard: string; tile: string };
export type Line = Pick<Client, 'ask' | 'onPush'>;
export type Trouble = { sentence: string; hint: string };

export type Reading =
  | { at: 'none' }
  | { at: 'reading' }
  | { at: 'read'; table: SourceTable }
  | { at: 'failed'; code: string; detail: Record<string, string>; address?: string };

export type ChartState = {
  at: TileAt;
  view: ReadonlySignal<ChartView | null>;
  trouble: ReadonlySignal<Trouble | null>;
  /** What the tile's chart gives, for linking; nothing of it is kept. */
  reading: ReadonlySignal<Reading>;
  /** A link is being made. */
  linking: ReadonlySignal<boolean>;
  toasts: Toasts;
  /** Asks for everything and listens; gives the end of it. */
  start: () => () => void;
  load: () => Promise<void>;
  /** Takes the line of trouble away; without a view it is asked for again. */
  dismiss: () => void;
  read: () => Promise<void>;
  findMetrics: (words: string) => Promise<Metric[]>;
  link: (choice: Omit<In<'panel/chartLink'>, 'write' | keyof TileAt>, name: string) => Promise<void>;
  unlink: () => Promise<void>;
  refresh: (metricId: string) => Promise<void>;
  allowReading: (site: string) => Promise<void>;
  openAdmin: (hash: string) => Promise<void>;
};

/** Everything the chart panel shows and does, made from a line to the background. */
export function chartState(line: Line, at: TileAt): ChartState {
  const view = signal<ChartView | null>(null);
  const trouble = signal<Trouble | null>(null);
  const reading = signal<Reading>({ at: 'none' });
  const linking = signal(false);
  const toasts = makeToasts();

  let newestRead = 0;
  const read = async (): Promise<void> => {
    const mine = (newestRead += 1);
    reading.value = { at: 'reading' };
    const answer = await line.ask('panel/chartRead', at).catch((error: unknown) => {
      if (mine === newestRead) trouble.value = refusalText(error);
      return null;
    });
    if (mine !== newestRead) return;
    if (answer === null) reading.value = { at: 'none' };
    else reading.value = 'table' in answer ? { at: 'read', table: answer.table } : { at: 'failed', ...answer.trouble };
  };

  let loading: Promise<void> | undefined;
  let again = false;
  const fetchView = async (): Promise<void> => {
    do {
      again = false;
      try {
        const answer = await line.ask('panel/chartView', at);
        view.value = answer;
        if (!answer.linked && reading.peek().at === 'none') void read();
      } catch (error) {
        trouble.value = refusalText(error);
      }
    } while (again);
  };
  /** One at a time; a wish that comes while one is under way runs once more after it. */
  const load = (): Promise<void> => {
    if (loading) again = true;
    else loading = fetchView().finally(() => (loading = undefined));
    return loading ?? Promise.resolve();
  };

  const act = async (doIt: () => Promise<unknown>): Promise<boolean> => {
    try {
      await doIt();
      trouble.value = null;
      await load();
      return true;
    } catch (error) {
      trouble.value = refusalText(error);
      return false;
    }
  };
  /** One line at a time: the undo of an earlier link means nothing after a later one. */
  const say = (text: string, undo: () => void): void => {
    for (const { key } of toasts.list.peek()) toasts.drop(key);
    toasts.say(text, undo);
  };
  const unlinkOne = (linkId: string) => act(() => line.ask('panel/chartUnlink', { write: newWrite(), linkId }));

  const listen = () =>
    line.onPush((push) => {
      if (push.push !== 'changed') return;
      // The permission may have come meanwhile, in the window that we opened for it.
      const last = reading.peek();
      if (last.at === 'failed' && last.code === 'noPermission') void read();
      void load();
    });

  return {
    at,
    view,
    trouble,
    reading,
    linking,
    toasts,
    load,
    read,
    start() {
      void load();
      return listen();
    },
    dismiss() {
      trouble.value = null;
      if (view.peek() === null) void load();
    },
    findMetrics: async (words) => (await line.ask('panel/metricSearch', { words })).metrics,
    async link(choice, name) {
      linking.value = true;
      let linkId = '';
      const done = await act(async () => {
        ({ linkId } = await line.ask('panel/chartLink', { write: newWrite(), ...at, ...choice }));
      });
      linking.value = false;
      if (done) say(t('toast_linked', name), () => void unlinkOne(linkId));
    },
    async unlink() {
      const linked = view.peek()?.linked;
      if (!linked) return;
      const name = linked.series.metric.name;
      const done = await unlinkOne(linked.linkId);
      if (done)
        say(
          t('toast_unlinked', name),
          () => void act(() => line.ask('panel/restore', { write: newWrite(), type: 'chartLink', id: linked.linkId })),
        );
    },
    refresh: async (metricId) => void (await act(() => line.ask('panel/refresh', { metricId, force: true }))),
    allowReading: async (site) => void (await act(() => line.ask('panel/permissionWindow', { site }))),
    openAdmin: async (hash) => void (await act(() => line.ask('panel/openAdmin', { hash }))),
  };
}
