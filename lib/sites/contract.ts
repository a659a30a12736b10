/**
 * What a host product's adapter gives. It reads URL and DOM only, from the isolated world, without innerHTML, and never
 * changes, moves or hides the host's own nodes. One file per product; adding a product is adding a file and its cases.
 * Travels into host pages: no zod, no React, no polyfill.
 */
export type SiteId = 'moodle' | 'kolibri' | 'superset';

/** Where a product is installed. `root` is host[:port] + path without a trailing slash; the scheme is left out (DESIGN §12). */
export type Installation = { product: SiteId; root: string; key: `${SiteId}:${string}` };

/** Why a page is left alone. Each code has its sentence in the message catalogue (`notRecognised_<code>`). */
export type NotRecognised = {
  kind: 'none';
  because:
    | 'otherProduct' // not this product at all
    | 'siteHome' // the product's start, dashboard or list page
    | 'noCourse' // the product, but the address or page names no course
    | 'notEnrolled' // a course that this person may not enter
    | 'learnerView' // a page for learners only (Kolibri /learn/)
    | 'signIn'
    | 'noDashboard'
    | 'notReady'; // anchors may appear later: look again when the page settles
};

export type CoursePage = {
  kind: 'course';
  at: Installation;
  /** The product's own id of the course. */
  nativeId: string;
  title: string;
  /** Address of the course's main page, without session or section parts. */
  url: string;
  /** A hint for display only; rights come from our own roles. */
  role: 'staff' | 'learner' | 'unknown';
  /** The product's id of the signed-in person; the background keeps only a keyed hash, and only for staff. Absent: not on the page. */
  viewer?: string;
  /** Start date that the page itself states, `YYYY-MM-DD`. Absent: the page does not say. */
  launchHint?: string;
  editing: boolean;
};

export type DashboardPage = {
  kind: 'dashboard';
  at: Installation;
  nativeId: string;
  title: string;
  url: string;
  /**
   * The signed-in person, by the same id as the metric source's `account`: tells when somebody else signed in, whose figures may be
   * others. The background keeps only a keyed hash, and only while the browser runs. Absent: not on the page.
   */
  viewer?: string;
  /** While a dashboard is edited no marks are shown. */
  editing: boolean;
};

export type Page = CoursePage | DashboardPage | NotRecognised;

/** A place for the panel. `put` inserts the host idempotently and never inside a list that the product re-renders. */
export type Anchor = {
  id: string;
  /** `inline` takes part in the page's flow; `docked` floats over it, used when no inline anchor is found. */
  kind: 'inline' | 'docked';
  element: Element;
  where: 'prepend' | 'append' | 'before' | 'after';
  /** Pixels to inset at both sides so that the panel aligns with the page's text. Absent: 0. */
  inset?: number;
  /** The page keeps room below what stands here, not above: the panel's gap goes above it. Absent: it follows `where`. */
  gapAbove?: boolean;
};

/** A chart on a dashboard. */
export type Tile = {
  /** The product's id of the tile, unique on the dashboard, stable over reloads. */
  id: string;
  title: string;
  /** The product's kind, `big_number_total`. */
  kind: string;
  /** What a metric source can read: here the chart's id. Absent: the tile's number cannot be read. */
  ref?: string;
  /** Positioned element; the mark's host is appended last to it, absolutely placed. */
  mount: Element;
  /** Does the tile have a title band? Absent band: the mark goes bottom right. */
  band: boolean;
};

export interface Adapter {
  id: SiteId;
  name: string;
  kind: 'lms' | 'bi';
  /** Cheap: is it this product, and where is it installed? Null: some other product. */
  detect(doc: Document, url: URL): Installation | null;
  /** What page it is. Only called after `detect` said yes. */
  page(doc: Document, url: URL): Page;
  /** Places for the panel, best first; the last is docked. Empty: nothing fits (the page is not shown). */
  anchors(doc: Document, page: CoursePage | DashboardPage): Anchor[];
  /** Charts in the document now. Absent: the product has no dashboards. */
  tiles?(doc: Document): Tile[];
  /** The smallest element whose children change when tiles come and go. Absent or null: no tiles are watched. */
  tileArea?(doc: Document): Element | null;
  /** The host's theme as it is shown. */
  theme(doc: Document): 'light' | 'dark';
}

/** A case beside the adapter: exported as `examples`, which no bundle contains. Sources say where the address form is from. */
export type Example =
  | { url: string; source: string; fixture: string; expect: { nativeId: string; root: string } }
  | { url: string; source: string; fixture: string; refuse: NotRecognised['because'] };
