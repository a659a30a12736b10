import { computed, signal, type ReadonlySignal } from '@preact/signals-react';
import { refusalText } from '@/components/look/refusals';
import { makeToasts, type Toasts } from '@/components/look/toasts';
import { t } from '@/components/look/words';
import { newWrite } from '@/components/look/write';
import type { Client } from '@/lib/messaging/client';
import type { Catalogue, HideableType, ImportPreview, In, Out } from '@/lib/messaging/names';
import { RefusalError } from '@/lib/messaging/refused';
import type { SeriesView } from '@/lib/messaging/views';
import type { Room } from './rooms';
import { shelfOf, type Shelf } from './rows';

export type Line = Pick<Client, 'ask' | 'onPush'>;
export type Trouble = { sentence: string; hint: string };
/** What a form gets back: done, or the words to show while it stays open. */
export type Done = { ok: true } | ({ ok: false } & Trouble);

export type AdminDialog =
  | { kind: 'outcomeNew' }
  | { kind: 'metricNew' }
  | { kind: 'outcome'; id: string }
  | { kind: 'metric'; id: string }
  | { kind: 'course'; id: string }
  | { kind: 'values'; id: string }
  | { kind: 'erase'; type: HideableType; id: string; name: string };

export type AdminState = {
  line: Line;
  /** Null until the first answer. */
  shelf: ReadonlySignal<Shelf | null>;
  trouble: ReadonlySignal<Trouble | null>;
  room: ReadonlySignal<Room>;
  words: ReadonlySignal<string>;
  withHidden: ReadonlySignal<boolean>;
  /** Outcomes: without the retired ones, or all. */
  scope: ReadonlySignal<'current' | 'all'>;
  dialog: ReadonlySignal<AdminDialog | null>;
  toasts: Toasts;
  load: () => Promise<void>;
  /** Takes the line of trouble away; without a catalogue it is asked for again. */
  dismiss: () => void;
  go: (room: Room, dialog?: AdminDialog) => void;
  search: (words: string) => void;
  showHidden: (shown: boolean) => void;
  narrow: (scope: 'current' | 'all') => void;
  open: (dialog: AdminDialog) => void;
  close: () => void;
  hide: (type: HideableType, id: string, name: string) => Promise<Done>;
  restore: (type: HideableType, id: string) => Promise<Done>;
  dependents: (type: HideableType, id: string) => Promise<Out<'own/dependents'>>;
  erase: (type: HideableType, id: string, name: string) => Promise<Done>;
  setStatus: (id: string, status: Catalogue['outcomes'][number]['status'], name: string) => Promise<Done>;
  addOutcome: (made: Omit<In<'panel/outcomeAdd'>, 'write'>) => Promise<Done>;
  addMetric: (made: Omit<In<'own/metricAdd'>, 'write'>) => Promise<Done>;
  findMetrics: (words: string) => Promise<Out<'panel/metricSearch'>['metrics']>;
  changeOutcome: (input: Omit<In<'panel/outcomeChange'>, 'write'>) => Promise<Done>;
  changeMetric: (input: Omit<In<'panel/metricChange'>, 'write'>) => Promise<Done>;
  /** Null: refused, and said at the top of the page. */
  series: (metricId: string) => Promise<SeriesView | null>;
  typeValues: (metricId: string, values: In<'panel/valuesType'>['values']) => Promise<Done>;
  pause: (site: string, paused: boolean) => Promise<Done>;
  turnOff: (site: string, name: string) => Promise<Done>;
  /** Opens our window for a permission that the browser took back. */
  allowAgain: (site: string) => Promise<Done>;
  rename: (name: string) => Promise<Done>;
  exportAll: () => Promise<Out<'own/export'> | null>;
  preview: (file: string) => Promise<ImportPreview | null>;
  /** The number of records written; `changed`: none, since the data are no longer those of the preview. */
  importAll: (file: string, basis: string) => Promise<number | 'changed' | null>;
  removeSample: () => Promise<Done>;
  end: () => void;
};

/** Everything the admin page shows and does, made from a line to the background. */
export function makeAdmin(line: Line): AdminState {
  const catalogue = signal<Catalogue | null>(null);
  const shelf = computed(() => (catalogue.value === null ? null : shelfOf(catalogue.value)));
  const trouble = signal<Trouble | null>(null);
  const room = signal<Room>('outcomes');
  const words = signal('');
  const withHidden = signal(false);
  const scope = signal<'current' | 'all'>('current');
  const dialog = signal<AdminDialog | null>(null);
  const toasts = makeToasts();

  let loading: Promise<void> | undefined;
  let again = false;
  const fetchAll = async (): Promise<void> => {
    do {
      again = false;
      try {
        catalogue.value = await line.ask('own/catalogue', {});
      } catch (error) {
        trouble.value = refusalText(error);
      }
    } while (again);
  };
  /** One at a time; a wish that comes while one is under way runs once more after it. */
  const load = (): Promise<void> => {
    if (loading) again = true;
    else loading = fetchAll().finally(() => (loading = undefined));
    return loading ?? Promise.resolve();
  };

  const act = async (doIt: () => Promise<unknown>): Promise<Done> => {
    try {
      await doIt();
      await load();
      return { ok: true };
    } catch (error) {
      const { sentence, hint } = refusalText(error);
      return { ok: false, sentence, hint };
    }
  };
  /** For acts without a form of their own: what fails is said at the top of the page. */
  const aloud = async (doIt: () => Promise<unknown>): Promise<Done> => {
    const done = await act(doIt);
    trouble.value = done.ok ? null : { sentence: done.sentence, hint: done.hint };
    return done;
  };
  /** The same, for what only asks. */
  const taken = async <T>(doIt: () => Promise<T>): Promise<T | null> => {
    try {
      const got = await doIt();
      trouble.value = null;
      return got;
    } catch (error) {
      trouble.value = refusalText(error);
      return null;
    }
  };

  const restore: AdminState['restore'] = (type, id) => aloud(() => line.ask('panel/restore', { write: newWrite(), type, id }));
  const setStatus: AdminState['setStatus'] = async (id, status, name) => {
    const before = catalogue.peek()?.outcomes.find((outcome) => outcome.id === id)?.status;
    const done = await aloud(() => line.ask('panel/outcomeChange', { write: newWrite(), id, set: { status } }));
    if (done.ok && before !== undefined) toasts.say(t(`toast_status_${status}`, name), () => void setBack(id, before));
    return done;
  };
  const setBack = (id: string, status: Catalogue['outcomes'][number]['status']) =>
    aloud(() => line.ask('panel/outcomeChange', { write: newWrite(), id, set: { status } }));
  const end = line.onPush((push) => {
    if (push.push === 'changed') void load();
  });

  return {
    line,
    shelf,
    trouble,
    room,
    words,
    withHidden,
    scope,
    dialog,
    toasts,
    load,
    restore,
    setStatus,
    end,
    dismiss() {
      trouble.value = null;
      if (catalogue.peek() === null) void load();
    },
    go(next, opened) {
      if (next !== room.peek()) words.value = '';
      room.value = next;
      dialog.value = opened ?? null;
    },
    search: (text) => void (words.value = text),
    showHidden: (shown) => void (withHidden.value = shown),
    narrow: (next) => void (scope.value = next),
    open: (next) => void (dialog.value = next),
    close: () => void (dialog.value = null),
    async hide(type, id, name) {
      const done = await aloud(() => line.ask('panel/hide', { write: newWrite(), type, id }));
      if (done.ok) toasts.say(t('toast_deleted', name), () => void restore(type, id));
      return done;
    },
    dependents: (type, id) => line.ask('own/dependents', { type, id }),
    async erase(type, id, name) {
      const done = await act(() => line.ask('own/erase', { write: newWrite(), type, id }));
      if (done.ok) toasts.say(t('toast_erased', name));
      return done;
    },
    addOutcome: (made) => act(() => line.ask('panel/outcomeAdd', { write: newWrite(), ...made })),
    addMetric: (made) => act(() => line.ask('own/metricAdd', { write: newWrite(), ...made })),
    findMetrics: async (sought) => (await line.ask('panel/metricSearch', { words: sought })).metrics,
    changeOutcome: (input) => act(() => line.ask('panel/outcomeChange', { write: newWrite(), ...input })),
    changeMetric: (input) => act(() => line.ask('panel/metricChange', { write: newWrite(), ...input })),
    series: (metricId) => taken(() => line.ask('own/series', { metricId })),
    typeValues: (metricId, values) => act(() => line.ask('panel/valuesType', { write: newWrite(), metricId, values })),
    pause: (site, paused) => aloud(() => line.ask('own/pause', { site, paused })),
    async turnOff(site, name) {
      const done = await aloud(() => line.ask('own/disable', { site }));
      if (done.ok) toasts.say(t('toast_turnedOff', name));
      return done;
    },
    allowAgain: (site) => aloud(() => line.ask('panel/permissionWindow', { site })),
    rename: (name) => act(() => line.ask('own/meRename', { write: newWrite(), name: name.trim() })),
    exportAll: () => taken(() => line.ask('own/export', {})),
    preview: (file) => taken(() => line.ask('own/importPreview', { file })),
    async importAll(file, basis) {
      const done = await taken(() =>
        line.ask('own/importApply', { write: newWrite(), file, basis }).then(
          ({ written }) => written,
          (error: unknown) => {
            if (error instanceof RefusalError && error.code === 'conflict') return 'changed' as const;
            throw error;
          },
        ),
      );
      await load();
      return done;
    },
    async removeSample() {
      const done = await aloud(() => line.ask('own/sampleRemove', { write: newWrite() }));
      if (done.ok) toasts.say(t('toast_sampleRemoved'));
      return done;
    },
  };
}
