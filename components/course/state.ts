import { batch, computed, signal, type ReadonlySignal } from '@preact/signals-react';
import { dayText } from '@/components/look/dates';
import { refusalText } from '@/components/look/refusals';
import { makeToasts, type Toasts } from '@/components/look/toasts';
import { t } from '@/components/look/words';
import { newWrite } from '@/components/look/write';
import type { Client } from '@/lib/messaging/client';
import type { In, NewMetric, NewOutcome, Out } from '@/lib/messaging/names';
import type { CourseView, TagView } from '@/lib/messaging/views';
import type { Launch } from '@/lib/model/schema/course';

export type Line = Pick<Client, 'ask' | 'onPush'>;
export type Trouble = { sentence: string; hint: string };
/** What a form gets back: done, or the words to show while it stays open. */
export type Done = { ok: true } | ({ ok: false } & Trouble);

export type DialogKind =
  | { kind: 'launches' }
  | { kind: 'policy' }
  | { kind: 'hidden' }
  | { kind: 'values'; metricId: string }
  | { kind: 'outcomeNew'; name: string }
  | { kind: 'outcomeEdit'; alignmentId: string }
  | { kind: 'alignmentEdit'; alignmentId: string };

export type CourseState = {
  view: ReadonlySignal<CourseView | null>;
  /** Shown above everything until it is dismissed: what could not be done. */
  trouble: ReadonlySignal<Trouble | null>;
  dismissTrouble: () => void;
  /** The picker is open, with what was typed before it was there. */
  picking: ReadonlySignal<{ words: string } | null>;
  pick: (words?: string) => void;
  stopPicking: () => void;
  /** The tag that was just made and waits for the third action. */
  asking: ReadonlySignal<string | null>;
  /** Leaves the third action; the tag's sentence takes the focus. */
  leaveAsking: () => void;
  /** The tag whose sentence takes the focus next, after a form that held it went away. */
  landing: ReadonlySignal<string | null>;
  landed: () => void;
  dialog: ReadonlySignal<DialogKind | null>;
  openDialog: (dialog: DialogKind) => void;
  closeDialog: () => void;
  isOpen: (tag: TagView) => boolean;
  folded: ReadonlySignal<boolean>;
  toasts: Toasts;
  load: () => Promise<void>;
  refresh: (metricId: string) => Promise<Done>;
  fold: (folded: boolean) => void;
  toggle: (tag: TagView) => void;
  search: (words: string) => Promise<Out<'panel/outcomeSearch'>>;
  tag: (choice: In<'panel/tag'>['choice']) => Promise<Done>;
  change: (id: string, set: In<'panel/alignmentChange'>['set']) => Promise<Done>;
  askOwner: (id: string) => Promise<Done>;
  untag: (tag: TagView) => Promise<Done>;
  restore: (alignmentId: string) => Promise<Done>;
  setLaunch: (launch: Omit<Launch, 'key'> & { key?: string }) => Promise<Done>;
  removeLaunch: (launch: Launch) => Promise<Done>;
  setPolicy: (policy: In<'panel/coursePolicy'>['policy']) => Promise<Done>;
  addOutcome: (made: { outcome: NewOutcome; metric?: NewMetric; ownerName?: string; unitName?: string }) => Promise<Done>;
  changeOutcome: (input: Omit<In<'panel/outcomeChange'>, 'write'>) => Promise<Done>;
  findMetrics: (words: string) => Promise<Out<'panel/metricSearch'>['metrics']>;
  typeValues: (metricId: string, values: In<'panel/valuesType'>['values']) => Promise<Done>;
  allowReading: (site: string) => Promise<Done>;
  openAdmin: (hash: string) => Promise<Done>;
  close: () => void;
};

/**
 * Everything the course panel shows and does, made from a line to the background. Writes are awaited and then the view is
 * asked for again; only what can be undone (remove, fold, open) is shown before the answer. `early`: the first view, where it was
 * asked for before.
 */
export function courseState(line: Line, course: string, early?: CourseView | Promise<CourseView>): CourseState {
  let first = early;
  const view = signal<CourseView | null>(early && !(early instanceof Promise) ? early : null);
  const trouble = signal<Trouble | null>(null);
  const picking = signal<{ words: string } | null>(null);
  const landing = signal<string | null>(null);
  const asking = signal<string | null>(null);
  const dialog = signal<DialogKind | null>(null);
  const openIds = signal<readonly string[] | null>(null);
  const foldedHere = signal<boolean | null>(null);
  const folded = computed(() => foldedHere.value ?? view.value?.folded ?? false);
  const toasts = makeToasts();

  let loading: Promise<void> | undefined;
  let again = false;
  /** The trouble that is shown is that of reading the view: it goes when the view comes. */
  let unread = false;
  const fetchView = async () => {
    do {
      again = false;
      try {
        const asked = first;
        first = undefined;
        view.value = await (asked ?? line.ask('panel/courseView', { course }));
        if (unread) trouble.value = null;
        unread = false;
      } catch (error) {
        unread = true;
        trouble.value = refusalText(error);
      }
    } while (again);
  };
  /** One at a time; a wish that comes while one is under way runs once more after it. */
  const load = () => {
    if (loading) again = true;
    else loading = fetchView().finally(() => (loading = undefined));
    return loading ?? Promise.resolve();
  };

  /** Runs one act, then shows what is true now. */
  const act = async (doIt: () => Promise<unknown>, { silent = false } = {}): Promise<Done> => {
    try {
      await doIt();
      if (!silent) await load();
      return { ok: true };
    } catch (error) {
      const { sentence, hint } = refusalText(error);
      return { ok: false, sentence, hint };
    }
  };
  /** The same for acts without a form of their own: what fails is said at the top of the panel. */
  const actAloud = async (doIt: () => Promise<unknown>, options?: { silent?: boolean }): Promise<Done> => {
    const done = await act(doIt, options);
    trouble.value = done.ok ? null : { sentence: done.sentence, hint: done.hint };
    return done;
  };

  const isOpen = (tag: TagView): boolean => {
    const tags = view.value?.tags ?? [];
    return tags.length === 1 || (openIds.value ?? view.value?.open ?? []).includes(tag.alignment.id);
  };
  const keepLook = () => {
    const known = new Set(view.value?.tags.map((tag) => tag.alignment.id));
    const open = (openIds.value ?? view.value?.open ?? []).filter((id) => known.has(id));
    void line.ask('panel/viewState', { course, open: [...open], folded: folded.value }).catch(() => undefined);
  };
  const restore = (alignmentId: string) =>
    actAloud(() => line.ask('panel/restore', { write: newWrite(), type: 'alignment', id: alignmentId }));
  const setLaunch: CourseState['setLaunch'] = (launch) => act(() => line.ask('panel/launchSet', { write: newWrite(), course, ...launch }));

  const stop = line.onPush((push) => {
    if (push.push === 'changed') void load();
  });

  return {
    view,
    trouble,
    picking,
    asking,
    landing,
    dialog,
    isOpen,
    folded,
    toasts,
    load,
    restore,
    setLaunch,
    close: stop,
    dismissTrouble: () => (trouble.value = null),
    pick: (words = '') => (picking.value = { words }),
    stopPicking: () => (picking.value = null),
    leaveAsking: () =>
      batch(() => {
        landing.value = asking.value;
        asking.value = null;
      }),
    landed: () => (landing.value = null),
    openDialog: (kind) => (dialog.value = kind),
    closeDialog: () => (dialog.value = null),
    refresh: (metricId) => actAloud(() => line.ask('panel/refresh', { metricId, force: true })),
    fold(next) {
      foldedHere.value = next;
      if (next) picking.value = null;
      keepLook();
    },
    toggle(tag) {
      const id = tag.alignment.id;
      const now = openIds.value ?? view.value?.open ?? [];
      openIds.value = isOpen(tag) ? now.filter((other) => other !== id) : [...now, id];
      keepLook();
    },
    search: (words) => line.ask('panel/outcomeSearch', { course, words, limit: 20 }),
    async tag(choice) {
      const done = await actAloud(async () => {
        // before the view is read again, so that the new tag is never drawn as an old one first
        asking.value = (await line.ask('panel/tag', { write: newWrite(), course, choice })).alignmentId;
      });
      if (done.ok) picking.value = null;
      return done;
    },
    change: (id, set) => act(() => line.ask('panel/alignmentChange', { write: newWrite(), id, set })),
    askOwner: (id) => actAloud(() => line.ask('panel/alignmentAsk', { write: newWrite(), id })),
    async untag(tag) {
      const before = view.value;
      const { id } = tag.alignment;
      if (before) view.value = { ...before, tags: before.tags.filter((other) => other.alignment.id !== id) };
      if (asking.value === id) asking.value = null;
      const done = await actAloud(() => line.ask('panel/hide', { write: newWrite(), type: 'alignment', id }));
      if (done.ok) toasts.say(t('toast_removed', tag.series.metric.name), () => void restore(id));
      else if (before) view.value = before;
      return done;
    },
    async removeLaunch(launch) {
      const done = await act(() => line.ask('panel/launchRemove', { write: newWrite(), course, key: launch.key }));
      if (done.ok) toasts.say(t('toast_launchRemoved', dayText(launch.date)), () => void setLaunch(launch));
      return done;
    },
    setPolicy: (policy) => act(() => line.ask('panel/coursePolicy', { write: newWrite(), course, policy })),
    addOutcome: (made) =>
      act(async () => {
        asking.value = (await line.ask('panel/outcomeAdd', { write: newWrite(), course, ...made })).alignmentId ?? null;
      }),
    changeOutcome: (input) => act(() => line.ask('panel/outcomeChange', { write: newWrite(), ...input })),
    findMetrics: async (words) => (await line.ask('panel/metricSearch', { words })).metrics,
    typeValues: (metricId, values) => act(() => line.ask('panel/valuesType', { write: newWrite(), metricId, values })),
    allowReading: (site) => actAloud(() => line.ask('panel/permissionWindow', { site }), { silent: true }),
    openAdmin: (hash) => actAloud(() => line.ask('panel/openAdmin', { hash }), { silent: true }),
  };
}
