import type { Adapter, Anchor, Example, Installation, NotRecognised, Page } from './contract';
import { docked } from './parts/docked';
import { shownTheme } from './parts/theme';

/** `/<language>/<plugin>/`, below whatever prefix Kolibri is served under. */
const place = (url: URL) => /^(.*)\/[a-z]{2,3}(?:-[a-z\d]+)*\/([a-z_]+)\/?$/i.exec(url.pathname);
const none = (because: NotRecognised['because']): NotRecognised => ({ kind: 'none', because });
/** A heading that is still loading holds a zero-width space. */
const clean = (text?: string | null) => text?.replace(/\u200b/g, '').trim();

function detect(doc: Document, url: URL): Installation | null {
  const at = place(url);
  if (!at || !doc.querySelector('template[data-plugin^="kolibri."]')) return null;
  const root = `${url.host}${at[1]}`;
  return { product: 'kolibri', root, key: `kolibri:${root}` };
}

function page(doc: Document, url: URL): Page {
  const at = detect(doc, url);
  if (!at) return none('otherProduct');
  const plugin = place(url)?.[2];
  if (plugin === 'auth') return none('signIn');
  if (plugin === 'learn') return none('learnerView');
  if (plugin !== 'coach') return none('noCourse');
  // the id of a class stands in the hash alone; `#/<id>/classes` is the list of a facility
  const [, id, view] = /^#\/([\da-f]{32})\/(?!classes\b)([^?]+)/.exec(url.hash) ?? [];
  if (!id) return none('siteHome');
  const main = doc.querySelector('#main');
  if (main?.querySelector('.auth-message')) return none('notEnrolled');
  // the heading names the class on its home alone; the tab's title ends in the class and the product, or begins with the class from right to left
  const parts = doc.title.split(' - ').slice(0, -1);
  const title =
    clean(main?.querySelector('.class-name-label')?.textContent) ||
    (view === 'home' && clean(main?.querySelector('h1')?.textContent)) ||
    clean(doc.documentElement.dir === 'rtl' ? parts[0] : parts.at(-1));
  if (!main || !title) return none('notReady');
  // the coach's pages are for coaches and admins: others get the message above
  return { kind: 'course', at, nativeId: id, title, url: `${url.origin}${url.pathname}#/${id}/home`, role: 'staff', editing: false };
}

function anchors(doc: Document): Anchor[] {
  const main = doc.querySelector('#main');
  // each of its cards keeps 24 px above itself, and the bar at the top leaves 8 px
  return [...(main ? [{ id: 'main', kind: 'inline', element: main, where: 'prepend', gapAbove: true } as const] : []), docked(doc)];
}

export const kolibri: Adapter = { id: 'kolibri', name: 'Kolibri', kind: 'lms', detect, page, anchors, theme: shownTheme };

const run = 'address and page seen on a running Kolibri 0.19.5';
const option = 'the option URL_PATH_PREFIX in the source of 0.18';
const routes = 'routes in the source of 0.18, the message in the package of 0.19.5';
const ours = 'a page that only looks like it';
export const examples: Example[] = [
  {
    url: 'http://lms.test/en/coach/#/b3f6149c0d2e4a7f9a1c5e8d7b602f31/home',
    source: run,
    fixture: 'kolibri/coach-home.html',
    expect: { nativeId: 'b3f6149c0d2e4a7f9a1c5e8d7b602f31', root: 'lms.test' },
  },
  {
    url: 'http://lms.test/en/coach/#/b3f6149c0d2e4a7f9a1c5e8d7b602f31/lessons',
    source: run,
    fixture: 'kolibri/coach-lessons.html',
    expect: { nativeId: 'b3f6149c0d2e4a7f9a1c5e8d7b602f31', root: 'lms.test' },
  },
  {
    url: 'http://lms.test/en/coach/#/b3f6149c0d2e4a7f9a1c5e8d7b602f31/lessons/30b54e6f1a2b4c3d8e9f0a1b2c3d4e5f',
    source: run,
    fixture: 'kolibri/coach-lesson.html',
    expect: { nativeId: 'b3f6149c0d2e4a7f9a1c5e8d7b602f31', root: 'lms.test' },
  },
  {
    url: 'http://lms.test/fr-fr/coach/#/b3f6149c0d2e4a7f9a1c5e8d7b602f31/learners?last=HOME_PAGE',
    source: run,
    fixture: 'kolibri/coach-learners-french.html',
    expect: { nativeId: 'b3f6149c0d2e4a7f9a1c5e8d7b602f31', root: 'lms.test' },
  },
  {
    url: 'http://lms.test/ar/coach/#/b3f6149c0d2e4a7f9a1c5e8d7b602f31/home',
    source: run,
    fixture: 'kolibri/coach-home-arabic.html',
    expect: { nativeId: 'b3f6149c0d2e4a7f9a1c5e8d7b602f31', root: 'lms.test' },
  },
  {
    url: 'http://lms.test/ar/coach/#/b3f6149c0d2e4a7f9a1c5e8d7b602f31/lessons/30b54e6f1a2b4c3d8e9f0a1b2c3d4e5f',
    source: routes,
    fixture: 'kolibri/coach-lesson-arabic.html',
    expect: { nativeId: 'b3f6149c0d2e4a7f9a1c5e8d7b602f31', root: 'lms.test' },
  },
  {
    url: 'http://lms.test/kolibri/en/coach/#/b3f6149c0d2e4a7f9a1c5e8d7b602f31/home',
    source: option,
    fixture: 'kolibri/coach-home-prefix.html',
    expect: { nativeId: 'b3f6149c0d2e4a7f9a1c5e8d7b602f31', root: 'lms.test/kolibri' },
  },
  {
    url: 'http://lms.test/en/coach/#/b3f6149c0d2e4a7f9a1c5e8d7b602f31/quizzes',
    source: run,
    fixture: 'kolibri/coach-loading.html',
    refuse: 'notReady',
  },
  {
    url: 'http://lms.test/en/coach/#/b3f6149c0d2e4a7f9a1c5e8d7b602f31/groups',
    source: routes,
    fixture: 'kolibri/coach-not-allowed.html',
    refuse: 'notEnrolled',
  },
  { url: 'http://lms.test/en/coach/#/classes', source: run, fixture: 'kolibri/coach-classes.html', refuse: 'siteHome' },
  {
    url: 'http://lms.test/en/coach/#/b8fb5b0c1d2e3f405162738495a6b7c8/classes',
    source: run,
    fixture: 'kolibri/coach-facility-classes.html',
    refuse: 'siteHome',
  },
  {
    url: 'http://lms.test/en/learn/#/home/classes/b3f6149c0d2e4a7f9a1c5e8d7b602f31',
    source: run,
    fixture: 'kolibri/learn-class.html',
    refuse: 'learnerView',
  },
  { url: 'http://lms.test/en/facility/#/classes', source: run, fixture: 'kolibri/facility-classes.html', refuse: 'noCourse' },
  { url: 'http://lms.test/en/auth/#/signin', source: run, fixture: 'kolibri/sign-in.html', refuse: 'signIn' },
  {
    url: 'http://club.test/en/coach/#/0f1e2d3c4b5a69788796a5b4c3d2e1f0/home',
    source: ours,
    fixture: 'look-alikes/django-main.html',
    refuse: 'otherProduct',
  },
  { url: 'http://blog.test/courses/course-5/', source: ours, fixture: 'look-alikes/wordpress-course.html', refuse: 'otherProduct' },
];
