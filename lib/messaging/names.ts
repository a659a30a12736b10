import type { SourceTable } from '@/lib/metrics/contract';
import type { Alignment } from '@/lib/model/schema/alignment';
import type { Course } from '@/lib/model/schema/course';
import type { Metric, SourceRef } from '@/lib/model/schema/metric';
import type { Outcome } from '@/lib/model/schema/outcome';
import type { Actor, ChartLink, Goal, Site, Unit } from '@/lib/model/schema/places';
import type { LocalDate } from '@/lib/model/schema/scalars';
import type { ChartView, CourseView, MarkState, OutcomeFound, PopupView, SeriesView } from './views';

/**
 * The one protocol. Names say who speaks: `page/` a script in a host page, `panel/` our frame or one of our own pages,
 * `own/` only our own pages, `background/` the background. Types only; the parsers stand in parse.ts (background).
 * Every call that writes carries `write`, an id made by the caller (crypto.randomUUID or getRandomValues): repeating it is harmless.
 */
export type PageFacts = {
  product: string;
  /** `moodle:lms.example.org/moodle`; the background checks it against the sender's own URL. */
  site: string;
  kind: 'course' | 'dashboard';
  nativeId: string;
  title: string;
  url: string;
  role: 'staff' | 'learner' | 'unknown';
  viewer?: string;
  launchHint?: LocalDate;
  editing: boolean;
  theme: 'light' | 'dark';
  /** Inner width that the panel would get, in px. */
  width: number;
};

export type TileFacts = { id: string; title: string; kind: string; ref?: string };

/** What the script in the host page may know: whether, how large, a one-time nonce for its frame, and the frame's title: a first word of the catalogue costs it some ms. */
export type PageAnswer =
  | { show: 'nothing'; why: 'learner' | 'unknownRole' | 'paused' | 'notEnabled' | 'mismatch' }
  | { show: 'panel'; nonce: string; height: number; title: string }
  | { show: 'marks'; marks: MarkState[] };

export type NewMetric = Omit<Metric, 'id' | 'definitionChanges' | 'shared'>;
export type NewOutcome = Omit<Outcome, 'id' | 'delegates' | 'status'> & { status?: 'draft' | 'active' };
/** A position and a business unit by name, made where there is none of it yet. Absent: as it was; empty: taken away. */
export type Named = { ownerName?: string; unitName?: string };
type W = { write: string };

export interface Calls {
  // a script in a host page
  'page/arrived': { in: { facts: PageFacts }; out: PageAnswer };
  'page/tilesSeen': { in: { site: string; dashboard: string; tiles: TileFacts[] }; out: { marks: MarkState[] } };
  /** A mark was opened: a nonce for the chart panel's frame. */
  'page/chartOpened': { in: { site: string; dashboard: string; tile: TileFacts; theme: 'light' | 'dark' }; out: { nonce: string } };
  /** No hello within the deadline, or the frame was navigated away: the background offers the fallback surface. */
  'page/frameSilent': { in: { because: 'noHello' | 'hijacked' | 'fought' }; out: Record<string, never> };
  'page/heightUsed': { in: { site: string; nativeId: string; width: number; height: number }; out: Record<string, never> };

  // our frame (over its port, after its nonce matched), or one of our own pages
  /** The view of the course that the frame was let in for; null: it is there for something else. May be asked along with the claim. */
  'panel/firstView': { in: Record<string, never>; out: { view: CourseView | null } };
  'panel/courseView': { in: { course: string }; out: CourseView };
  'panel/chartView': { in: { site: string; dashboard: string; tile: string }; out: ChartView };
  'panel/refresh': { in: { metricId: string; force: boolean }; out: Record<string, never> };
  'panel/viewState': { in: { course: string; open: string[]; folded: boolean }; out: Record<string, never> };
  'panel/outcomeSearch': {
    in: { course?: string; words: string; limit: number };
    out: { found: OutcomeFound[]; outcomes: number; templates: number };
  };
  /** Tags the course: with an outcome, or with a template that becomes a draft outcome with its metric. Saved when answered. */
  'panel/tag': { in: W & { course: string; choice: { kind: 'outcome' | 'template'; id: string } }; out: { alignmentId: string } };
  'panel/alignmentChange': {
    in: W & {
      id: string;
      set: Partial<Pick<Alignment, 'rationale' | 'shape' | 'lagPeriods' | 'contribution' | 'reviewDate' | 'leadingIndicator'>>;
    };
    out: Record<string, never>;
  };
  'panel/alignmentAsk': { in: W & { id: string }; out: Record<string, never> };
  'panel/outcomeAdd': {
    in: W & Named & { outcome: NewOutcome; metric?: NewMetric; course?: string };
    out: { outcomeId: string; alignmentId?: string };
  };
  'panel/outcomeChange': {
    in: W & Named & { id: string; set: Partial<Omit<Outcome, 'id' | 'delegates'>> };
    out: Record<string, never>;
  };
  'panel/metricChange': {
    in: W & Named & { id: string; set: Partial<Omit<Metric, 'id' | 'definitionChanges'>> };
    out: Record<string, never>;
  };
  /** Values typed in or pasted; a null value takes a period's reading back. */
  'panel/valuesType': { in: W & { metricId: string; values: { period: LocalDate; v: number | null }[] }; out: { kept: number } };
  'panel/launchSet': { in: W & { course: string; key?: string; date: LocalDate; audience?: string; note?: string }; out: { key: string } };
  'panel/launchRemove': { in: W & { course: string; key: string }; out: Record<string, never> };
  'panel/coursePolicy': {
    in: W & { course: string; policy: { kind: 'expected' } | { kind: 'noneByDesign'; reason: string } };
    out: Record<string, never>;
  };
  /** Hides a record; `panel/restore` brings it back, without a time limit. */
  'panel/hide': { in: W & { type: HideableType; id: string }; out: Record<string, never> };
  'panel/restore': { in: W & { type: HideableType; id: string }; out: Record<string, never> };
  /** Reads a tile's chart for the link dialog; keeps nothing. */
  'panel/chartRead': {
    in: { site: string; dashboard: string; tile: string };
    out: { table: SourceTable } | { trouble: { code: string; detail: Record<string, string>; address?: string } };
  };
  'panel/chartLink': {
    in: W &
      Named & {
        site: string;
        dashboard: string;
        tile: string;
        title?: string;
        metricId?: string;
        /** Owner and unit by name are those of the new metric. */
        newMetric?: NewMetric;
        adoptSource: boolean;
        source: SourceRef;
      };
    out: { linkId: string; metricId: string };
  };
  'panel/chartUnlink': { in: W & { linkId: string }; out: Record<string, never> };
  'panel/metricSearch': { in: { words: string }; out: { metrics: Metric[] } };
  /** Opens our own window that asks for the permission (frames cannot ask). */
  'panel/permissionWindow': { in: { site: string }; out: Record<string, never> };
  'panel/openAdmin': { in: { hash: string }; out: Record<string, never> };

  // only our own pages
  'own/popup': { in: { tabId?: number }; out: PopupView };
  /** Stored before the permission is asked for; finished by the background when it is granted (the popup may be gone). */
  'own/enableIntent': {
    in: { site: string; product: string; kind: 'lms' | 'bi'; origin: string; tabId?: number };
    out: Record<string, never>;
  };
  'own/disable': { in: { site: string }; out: Record<string, never> };
  'own/pause': { in: { site: string; paused: boolean }; out: Record<string, never> };
  /** Role unknown: show the panel on this course from now on. */
  'own/showHere': { in: { tabId: number }; out: Record<string, never> };
  'own/openMark': { in: { tabId: number; tile: string }; out: Record<string, never> };
  /** What the fallback surface of a tab should show. */
  'own/surfaceOf': {
    in: { tabId: number };
    out:
      | { kind: 'course'; course: string; theme: 'light' | 'dark' }
      | { kind: 'chart'; site: string; dashboard: string; tile: string; theme: 'light' | 'dark' }
      | { kind: 'none' };
  };
  /** A KPI's values, for typing them in outside a course page. */
  'own/series': { in: { metricId: string }; out: SeriesView };
  /** A new KPI without an outcome or a chart around it. */
  'own/metricAdd': { in: W & Named & { metric: NewMetric; shared: boolean }; out: { metricId: string } };
  'own/catalogue': { in: Record<string, never>; out: Catalogue };
  /** What depends on a record, before it is erased for good. */
  'own/dependents': { in: { type: HideableType; id: string }; out: { type: string; id: string; name: string }[] };
  'own/erase': { in: W & { type: HideableType; id: string }; out: { erased: number } };
  'own/export': { in: Record<string, never>; out: { file: string; name: string } };
  /** Reads a file and says what it would do; writes nothing. */
  'own/importPreview': { in: { file: string }; out: ImportPreview };
  /** Refused (`conflict`) when the data here are no longer those of the preview, which gave the `basis`. */
  'own/importApply': { in: W & { file: string; basis: string }; out: { written: number } };
  'own/me': { in: Record<string, never>; out: { id: string; name: string; welcomed: boolean } };
  'own/meRename': { in: W & { name: string }; out: Record<string, never> };
  /** Fills the sample workspace; its course and dashboard are said to live at these two hosts (`lms.localhost:8700`). Invented data, marked as such. */
  'own/sampleLoad': { in: W & { lms: string; bi: string }; out: Record<string, never> };
  'own/sampleRemove': { in: W; out: Record<string, never> };
}

export type HideableType = 'outcome' | 'metric' | 'course' | 'alignment' | 'chartLink';

export type Catalogue = {
  outcomes: (Outcome & { hidden: boolean; tags: number })[];
  metrics: (Metric & { hidden: boolean })[];
  courses: (Course & { hidden: boolean; tags: number })[];
  links: (ChartLink & { hidden: boolean })[];
  sites: (Site & { paused: boolean; granted: boolean })[];
  actors: Actor[];
  units: Unit[];
  goals: Goal[];
  me: { id: string; name: string };
  store: { waiting: number; shared: boolean };
  sample: boolean;
};

export type ImportPreview =
  | {
      ok: true;
      version: number;
      counts: Record<string, { new: number; changed: number; same: number; older: number }>;
      differences: { type: string; id: string; name: string; field: string; here: string; there: string }[];
      /** Names the state of the data here that this was made of. */
      basis: string;
    }
  | { ok: false; code: 'notOurs' | 'newerVersion' | 'cutOff' | 'notJson' | 'badRecord'; where?: string };

export type CallName = keyof Calls;
export type In<N extends CallName> = Calls[N]['in'];
export type Out<N extends CallName> = Calls[N]['out'];

/** Codes of a refusal; the one home. */
export const refusalCodes = [
  'unknownCall',
  'badInput',
  'notAllowed',
  'notFound',
  'conflict',
  'storageFull',
  'storageBroken',
  'workerGone',
  'extensionGone',
  'failed',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];
export type Refusal = { code: RefusalCode; message: string; hint?: string };
export type Answer<T> = { ok: true; value: T } | { ok: false; error: Refusal };

/** One-shot, page and own pages: `{call, input}`. Over a port: the same with `n`, answered with the same `n`. */
export type Request = { call: string; input: unknown; n?: number };

/** From the background over a frame's or own page's port. */
export type Push =
  | {
      push: 'claimed';
      as: { kind: 'course'; course: string } | { kind: 'chart'; site: string; dashboard: string; tile: string };
      theme: 'light' | 'dark';
    }
  | { push: 'refused' }
  /** Something that this view shows may have changed: ask for it again. */
  | { push: 'changed' };

/** To the script in a host page, by tabs.sendMessage. */
export type PageOrder =
  | { order: 'background/hello' } // the frame is alive: stop waiting for the fallback
  | { order: 'background/leave' } // pause, disable: remove everything
  | { order: 'background/lookAgain' } // resumed, permission granted, role decided
  | { order: 'background/marks'; marks: MarkState[] }
  | { order: 'background/openMark'; tile: string };

/** Between frame and page script over the MessagePort: geometry only. */
/** `width`: of the frame when it had that height. `act`: a person's act in the panel made it so. */
export type FrameGeometry = { kind: 'height'; px: number; width: number; act: boolean } | { kind: 'close' };
export type PageGeometry = { kind: 'theme'; theme: 'light' | 'dark' } | { kind: 'focus' };
