import type { FailureCode } from '@/lib/metrics/contract';
import type { Alignment } from '@/lib/model/schema/alignment';
import type { Course, Launch } from '@/lib/model/schema/course';
import type { Metric } from '@/lib/model/schema/metric';
import type { Outcome } from '@/lib/model/schema/outcome';
import type { Instant, LocalDate } from '@/lib/model/schema/scalars';
import type { PackedPoints } from './points';

/** What views get: assembled in the background, drawn as it is. Types only; travels anywhere. */

export type SeriesView = {
  metric: Metric;
  /** One reader and one account, never mixed. `unpacked` (points.ts) gives them one by one. */
  points: PackedPoints;
  source: {
    kind: Metric['source']['kind'];
    /** `Superset`, `typed in` is said by the view from the kind. */
    name: string;
    site?: string;
    /** Where the site answers, with its scheme; given with trouble, so that it can be opened. */
    address?: string;
    chartTitle?: string;
    seenAt?: Instant;
    /** Name of the reader; absent: you. */
    reader?: string;
    /** The account at the source changed: an earlier series exists that is not shown. */
    otherAccounts: number;
    /** The values were read as somebody else than whom the source takes this person for now: they wait for a reading. */
    earlierAccount?: true;
  };
  /** The newest attempt failed; the points are the last good ones. */
  trouble?: { code: FailureCode; detail: Record<string, string>; at: Instant };
  refreshing: boolean;
};

export type StatusView = {
  state: 'proposed' | 'agreed' | 'declined' | 'changed' | 'measured' | 'reviewed';
  /** Since when: asked, decided. */
  since?: Instant;
  by?: string;
  reason?: string;
  retrospectiveWeeks?: number;
  asked: boolean;
};

export type TagView = {
  alignment: Alignment;
  outcome: Outcome;
  ownerName?: string;
  unitName?: string;
  goalText?: string;
  status: StatusView;
  series: SeriesView;
  /** Launches that count for this alignment, ascending. */
  launches: Launch[];
};

export type CourseView = {
  course: Course;
  /** Already kept, or only recognised on the page so far. */
  known: boolean;
  launchHint?: LocalDate;
  tags: TagView[];
  me: { id: string; name: string };
  store: { waiting: number; shared: boolean };
  /** Kept per course: what is open, and whether the panel is folded to its line. */
  open: string[];
  folded: boolean;
  hidden: { alignmentId: string; statementOf: Outcome; metricName: string }[];
  sample: boolean;
};

export type ChartView = {
  tile: { site: string; dashboard: string; id: string; title: string; kind: string; ref?: string };
  /** Absent: the tile is not linked yet. */
  linked?: {
    linkId: string;
    series: SeriesView;
    outcomes: { outcome: Outcome; ownerName?: string; unitName?: string }[];
    courses: { alignment: Alignment; course: Course; status: StatusView; launches: Launch[]; outcomeId: string }[];
  };
  /** Metrics with the same or a like name, best first: offered when linking. */
  candidates: { id: string; name: string; unit: string; ownerName?: string; sameName: boolean }[];
  me: { id: string; name: string };
  sample: boolean;
};

export type OutcomeFound = {
  kind: 'outcome' | 'template';
  id: string;
  group: 'recent' | 'all' | 'templates';
  outcome?: Outcome;
  metric?: Metric;
  ownerName?: string;
  unitName?: string;
  /** Agreed and proposed alignments on it. */
  courses: number;
};

/** What the popup's one-off probe found in a page (lib/page/probe.ts); parsed in the background. `product` null: no adapter knows the page. */
export type Probe = {
  product: string | null;
  /** host[:port] + path without a trailing slash. */
  root?: string;
  kind?: 'lms' | 'bi';
  page?: { kind: 'course' | 'dashboard'; nativeId: string; title: string; role?: 'staff' | 'learner' | 'unknown' };
  /** NotRecognised['because'] when there is no page. */
  because?: string;
  checks: { code: string; ok: boolean; detail?: string }[];
};

/** Shape and count of a chart's mark; nothing else may reach the host page. */
export type MarkState = { tile: string; state: 'unlinked' | 'linked' | 'waits'; count: number };

export type PopupView = {
  host: string;
  /** `restricted`: a page no extension may enter. `unknownProduct`: no adapter knows it. */
  state: 'restricted' | 'off' | 'on' | 'paused' | 'unknownProduct';
  product?: string;
  /** Known when a product was recognised: what `own/enableIntent`, `own/pause` and `own/disable` need, and the pattern for permissions.request. */
  site?: { key: string; product: string; kind: 'lms' | 'bi'; origin: string; pattern: string };
  recognised?: { kind: 'course' | 'dashboard'; title: string; shown: boolean; why?: string; tags?: number; tiles?: number };
  /** Checks made on this page, in order; the last one that failed names the next step. */
  checks: { code: string; ok: boolean; detail?: string }[];
  tiles: { id: string; title: string; linked: boolean }[];
  store: { waiting: number; shared: boolean };
  canShowHere: boolean;
};
