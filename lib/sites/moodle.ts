import type { Adapter, Anchor, Example, Installation, NotRecognised, Page } from './contract';
import { docked } from './parts/docked';
import { shownTheme } from './parts/theme';

/** What the page says of itself in an inline script; its text can be read from an isolated world, `window.M` cannot. */
function config(doc: Document): { wwwroot?: unknown; userId?: unknown } {
  for (const { src, textContent } of doc.scripts) {
    const found = src ? null : /M\.cfg\s*=\s*(\{.*?\});/.exec(textContent ?? '');
    if (found?.[1]) {
      try {
        return JSON.parse(found[1]);
      } catch {}
    }
  }
  return {};
}

const none = (because: NotRecognised['because']): NotRecognised => ({ kind: 'none', because });

/** Entries of the second navigation that learners do not have. */
const staffKeys = '[data-key=editsettings],[data-key=coursereports],[data-key=modedit],[data-key=logreport],[data-key=roleoverride]';

/** Selector of links to exactly this address, not to one that only begins like it. */
const linkTo = (address: string) => `:is(a[href$="${address}"],a[href*="${address}&"],a[href*="${address}#"])`;

function detect(doc: Document, url: URL): Installation | null {
  const { id, className } = doc.body ?? {};
  if (!id?.startsWith('page-') || !/(^|\s)pagelayout-/.test(className)) return null;
  const stated = URL.parse(String(config(doc).wwwroot));
  const path = stated?.pathname.replace(/\/+$/, '');
  // a page may quote another site's settings: the root counts only if this page lies below it
  if (stated?.host !== url.host || !url.pathname.startsWith(`${path}/`)) return null;
  const root = url.host + path;
  return { product: 'moodle', root, key: `moodle:${root}` };
}

function page(doc: Document, url: URL): Page {
  const at = detect(doc, url);
  if (!at) return none('otherProduct');
  const { id: kind, className } = doc.body;
  if (kind.startsWith('page-login')) return none('signIn');
  const [, id] = /(?:^|\s)course-(\d+)(?:\s|$)/.exec(className) ?? [];
  if (id === '1') return none('siteHome');
  if (kind === 'page-enrol-index') return none('notEnrolled');
  // layouts without the page around them, and error pages, which keep the course's class
  if (
    !id ||
    /pagelayout-(popup|embedded|frametop|print|redirect|maintenance|secure)/.test(className) ||
    doc.querySelector('#region-main [data-rel=fatalerror]')
  )
    return none('noCourse');

  // what people write into the content proves nothing
  const outside = (selectors: string) => [...doc.querySelectorAll(selectors)].some((e) => !e.closest('#region-main'));
  const role = outside('.role-student,a[href*="/course/switchrole.php"][href*="switchrole=0"]')
    ? 'learner'
    : outside(`.editmode-switch-form,${staffKeys},${linkTo('/course/edit.php?id=' + id)},${linkTo('/report/view.php?courseid=' + id)}`)
      ? 'staff'
      : // section pages, single-activity courses and activities of other themes look the same for a tutor and a learner
        outside('[data-key=coursehome]') || (doc.body.matches('.uses-drawers:not(.format-singleactivity)') && /\bcmid-/.test(className))
        ? 'learner'
        : 'unknown';

  // the h1 of a section or an activity is its own name; the path above it carries the course's full name
  const crumb = doc.querySelector(`#page-navbar ${linkTo('/course/view.php?id=' + id)}[title]`)?.getAttribute('title');
  const { userId } = config(doc);
  // only the settings form states it, in the site's calendar; other calendars have other years
  const start = ['year', 'month', 'day']
    .map((part) => doc.querySelector(`[name="startdate[${part}]"] [selected]`)?.getAttribute('value')?.padStart(2, '0'))
    .join('-');
  return {
    kind: 'course',
    at,
    nativeId: id,
    title: (crumb ?? doc.querySelector('#page-header h1')?.textContent ?? '').trim(),
    url: `${url.protocol}//${at.root}/course/view.php?id=${id}`,
    role,
    ...(userId ? { viewer: `${userId as number}` } : {}),
    ...(/^20\d\d-\d\d-\d\d$/.test(start) ? { launchHint: start } : {}),
    editing: doc.body.matches('.editing'),
  };
}

/** Left edge of what stands inside an element, in px. */
const edge = (e: Element) => e.getBoundingClientRect().left + e.clientLeft + (parseFloat(getComputedStyle(e).paddingLeft) || 0);

/** In all themes the first is part of the page's text column; the others are there when a theme leaves it out. */
const places = [
  ['#region-main', 'prepend'],
  ['#page-header', 'after'],
  ['#page-content', 'before'],
] as const;

function anchors(doc: Document): Anchor[] {
  const found: Anchor[] = [];
  for (const [id, where] of places) {
    const element = doc.querySelector(id);
    // on course pages of Boost the text stands 15 px further in than the region
    const text = where === 'prepend' && element?.querySelector('[role=main]');
    if (element) found.push({ id, kind: 'inline', element, where, inset: text ? Math.max(0, Math.round(edge(text) - edge(element))) : 0 });
  }
  return [...found, docked(doc)];
}

export const moodle: Adapter = { id: 'moodle', name: 'Moodle', kind: 'lms', detect, page, anchors, theme: shownTheme };

const run = 'address and page seen on a running Moodle 4.5.6';
const field = 'the field wwwroot was seen on a running Moodle 4.5.6; the sub-path is its documented installation';
const template = 'layouts and templates in the source of that version';
const ours = 'a page that only looks like it';
export const examples: Example[] = [
  {
    url: 'http://lms.test/course/view.php?id=7',
    source: run,
    fixture: 'moodle/boost-course.html',
    expect: { nativeId: '7', root: 'lms.test' },
  },
  {
    url: 'http://lms.test/course/view.php?id=7&notifyeditingon=1',
    source: run,
    fixture: 'moodle/boost-course-editing.html',
    expect: { nativeId: '7', root: 'lms.test' },
  },
  {
    url: 'http://lms.test/course/section.php?id=31',
    source: run,
    fixture: 'moodle/boost-section.html',
    expect: { nativeId: '7', root: 'lms.test' },
  },
  {
    url: 'http://lms.test/mod/page/view.php?id=52',
    source: run,
    fixture: 'moodle/boost-single-activity.html',
    expect: { nativeId: '7', root: 'lms.test' },
  },
  {
    url: 'http://lms.test/mod/assign/view.php?id=44',
    source: run,
    fixture: 'moodle/boost-activity.html',
    expect: { nativeId: '7', root: 'lms.test' },
  },
  {
    url: 'http://lms.test/mod/assign/view.php?id=44&action=view',
    source: run,
    fixture: 'moodle/boost-activity-learner.html',
    expect: { nativeId: '7', root: 'lms.test' },
  },
  {
    url: 'http://lms.test/user/index.php?id=7',
    source: run,
    fixture: 'moodle/boost-participants.html',
    expect: { nativeId: '7', root: 'lms.test' },
  },
  {
    url: 'http://lms.test/course/edit.php?id=7',
    source: run,
    fixture: 'moodle/boost-settings.html',
    expect: { nativeId: '7', root: 'lms.test' },
  },
  {
    url: 'http://lms.test/course/view.php?id=7',
    source: run,
    fixture: 'moodle/boost-learner.html',
    expect: { nativeId: '7', root: 'lms.test' },
  },
  {
    url: 'http://lms.test/course/view.php?id=7',
    source: run,
    fixture: 'moodle/boost-tutor.html',
    expect: { nativeId: '7', root: 'lms.test' },
  },
  {
    url: 'http://lms.test/course/section.php?id=30',
    source: run,
    fixture: 'moodle/boost-switched.html',
    expect: { nativeId: '7', root: 'lms.test' },
  },
  {
    url: 'http://lms.test/course/view.php?id=7&lang=de',
    source: run,
    fixture: 'moodle/boost-german.html',
    expect: { nativeId: '7', root: 'lms.test' },
  },
  {
    url: 'http://lms.test/course/view.php?id=7&lang=ar',
    source: run,
    fixture: 'moodle/boost-arabic.html',
    expect: { nativeId: '7', root: 'lms.test' },
  },
  {
    url: 'http://lms.test/course/view.php?id=7',
    source: run,
    fixture: 'moodle/boost-dark.html',
    expect: { nativeId: '7', root: 'lms.test' },
  },
  {
    url: 'http://lms.test/course/view.php?id=7',
    source: run,
    fixture: 'moodle/boost-no-navigation.html',
    expect: { nativeId: '7', root: 'lms.test' },
  },
  {
    url: 'http://lms.test/moodle/course/view.php?id=7',
    source: field,
    fixture: 'moodle/boost-sub-path.html',
    expect: { nativeId: '7', root: 'lms.test/moodle' },
  },
  {
    url: 'http://lms.test/course/view.php?id=7',
    source: run,
    fixture: 'moodle/classic-course.html',
    expect: { nativeId: '7', root: 'lms.test' },
  },
  {
    url: 'http://lms.test/mod/assign/view.php?id=44',
    source: run,
    fixture: 'moodle/classic-activity.html',
    expect: { nativeId: '7', root: 'lms.test' },
  },
  {
    url: 'http://lms.test/campus/public/course/view.php?id=7',
    source: template,
    fixture: 'moodle/moodle-51-course.html',
    expect: { nativeId: '7', root: 'lms.test/campus/public' },
  },
  {
    url: 'http://lms.test/course/view.php?id=7',
    source: template,
    fixture: 'moodle/moodle-41-course.html',
    expect: { nativeId: '7', root: 'lms.test' },
  },
  { url: 'http://lms.test/enrol/index.php?id=7', source: run, fixture: 'moodle/boost-not-enrolled.html', refuse: 'notEnrolled' },
  { url: 'http://lms.test/report/view.php?courseid=7', source: run, fixture: 'moodle/boost-error.html', refuse: 'noCourse' },
  {
    url: 'http://lms.test/mod/resource/view.php?id=48&inpopup=1',
    source: template,
    fixture: 'moodle/boost-popup.html',
    refuse: 'noCourse',
  },
  { url: 'http://lms.test/my/', source: run, fixture: 'moodle/site-dashboard.html', refuse: 'siteHome' },
  { url: 'http://lms.test/', source: run, fixture: 'moodle/site-front-page.html', refuse: 'siteHome' },
  { url: 'http://lms.test/my/courses.php', source: run, fixture: 'moodle/site-my-courses.html', refuse: 'siteHome' },
  { url: 'http://lms.test/login/index.php', source: run, fixture: 'moodle/site-sign-in.html', refuse: 'signIn' },
  { url: 'http://blog.test/courses/course-5/', source: ours, fixture: 'look-alikes/wordpress-course.html', refuse: 'otherProduct' },
  { url: 'http://blog.test/2026/11/course-pages/', source: ours, fixture: 'look-alikes/quoted-settings.html', refuse: 'otherProduct' },
];
