import { describe, expect, it } from 'vitest';
import type { Adapter } from '@/lib/sites/contract';
import { kolibri } from '@/lib/sites/kolibri';
import { moodle } from '@/lib/sites/moodle';
import { superset } from '@/lib/sites/superset';
import { allFixtures, readFixture } from '@/test/fixtures/read';
import { outcome } from './outcome';
import { stand, standFixture } from './stand';

const said = (adapter: Adapter, name: string) => outcome(adapter, standFixture(readFixture(`${adapter.id}/${name}.html`)));
const course = (adapter: Adapter, name: string) => {
  const { page } = said(adapter, name);
  if (page.kind !== 'course') throw new Error(`${name} is no course`);
  return page;
};
const dashboard = (name: string) => {
  const all = said(superset, name);
  if (all.page.kind !== 'dashboard') throw new Error(`${name} is no dashboard`);
  return { ...all, page: all.page };
};
const shownFiles = (product: string, adapter: Adapter) =>
  allFixtures()
    .filter((f) => f.product === product && outcome(adapter, standFixture(f)).page.kind !== 'none')
    .map((f) => f.file.replace(/.*\/|\.html/g, ''));

describe('Moodle', () => {
  it('tells staff, learners and people of whom nothing is sure', () => {
    const roles = { staff: [], learner: [], unknown: [] } as Record<string, string[]>;
    for (const name of shownFiles('moodle', moodle)) roles[course(moodle, name).role]?.push(name);
    expect(roles.learner).toEqual(['boost-activity-learner', 'boost-learner', 'boost-switched']);
    expect(roles.unknown).toEqual(['boost-single-activity', 'classic-activity']);
    expect(roles.staff?.length).toBe(15);
  });

  it('needs only one of the signs of staff', () => {
    const { html, page } = readFixture('moodle/boost-course.html');
    const signs = ['.editmode-switch-form', '[data-key="editsettings"]', '[data-key="coursereports"]'];
    for (const kept of signs) {
      const at = stand(html, page);
      for (const sign of signs) if (sign !== kept) for (const node of at.doc.querySelectorAll(sign)) node.remove();
      expect([kept, moodle.page(at.doc, at.url)]).toEqual([kept, expect.objectContaining({ role: 'staff' })]);
    }
  });

  it('calls the course by its full name everywhere', () => {
    for (const name of shownFiles('moodle', moodle)) expect([name, course(moodle, name).title]).toEqual([name, 'Pack it right']);
  });

  it('says when the course starts only where the page states it', () => {
    for (const name of shownFiles('moodle', moodle))
      expect([name, course(moodle, name).launchHint]).toEqual([name, name === 'boost-settings' ? '2026-06-03' : undefined]);
  });

  it('leaves out a start date of another calendar', () => {
    const { html, page } = readFixture('moodle/boost-settings.html');
    const at = stand(html.replace('<option value="2026" selected>', '<option value="1448" selected>'), page);
    expect(moodle.page(at.doc, at.url)).not.toHaveProperty('launchHint');
  });

  it('names the person where the page does, and knows when the course is edited', () => {
    expect(course(moodle, 'boost-course').viewer).toBe('15');
    expect(course(moodle, 'moodle-41-course')).not.toHaveProperty('viewer');
    expect(shownFiles('moodle', moodle).filter((name) => course(moodle, name).editing)).toEqual(['boost-course-editing']);
  });

  it('gives the address of the course, not of the page', () => {
    expect(course(moodle, 'boost-section').url).toBe('http://lms.test/course/view.php?id=7');
    expect(course(moodle, 'boost-sub-path').url).toBe('http://lms.test/moodle/course/view.php?id=7');
  });

  it('trusts no settings that are broken, or of another place', () => {
    const { html, page } = readFixture('moodle/boost-course.html');
    const wwwroot = '"wwwroot":"http:\\/\\/lms.test"';
    for (const other of [
      '"wwwroot":"http:\\/\\/lms.test.evil.test"',
      '"wwwroot":"nonsense"',
      '"wwwroot":7',
      '"wwwroot":{}',
      '"wwwroot":"http:\\/\\/lms.test\\/other"',
      '"wwwroot" "http"',
    ]) {
      expect(html).toContain(wwwroot);
      const at = stand(html.replace(wwwroot, other), page);
      expect([other, moodle.detect(at.doc, at.url)]).toEqual([other, null]);
    }
    const slash = stand(html.replace(wwwroot, '"wwwroot":"https:\\/\\/lms.test\\/"'), page);
    expect(moodle.detect(slash.doc, slash.url)?.root).toBe('lms.test');
  });
});

describe('Kolibri', () => {
  it('calls the class by its name everywhere, whatever the heading is', () => {
    for (const name of shownFiles('kolibri', kolibri)) {
      expect([name, course(kolibri, name)]).toEqual([name, expect.objectContaining({ title: 'Handling fragile parcels', role: 'staff' })]);
    }
  });

  it('waits while the heading is still blank and the tab has no name', () => {
    const { html, page } = readFixture('kolibri/coach-home.html');
    const blank = html
      .replaceAll('Handling fragile parcels</span>', '\u200b</span>')
      .replace(/<title>.*<\/title>/, '<title>Kolibri</title>');
    const at = stand(blank, page);
    expect(kolibri.page(at.doc, at.url)).toEqual({ kind: 'none', because: 'notReady' });
  });

  it('keeps a class name that holds the sign between the parts of a title', () => {
    const { html, page } = readFixture('kolibri/coach-lessons.html');
    const at = stand(html.replaceAll('Handling fragile parcels', 'Parcels - fragile'), page);
    expect(kolibri.page(at.doc, at.url)).toMatchObject({ title: 'Parcels - fragile' });
  });
});

describe('Superset', () => {
  it('lists the charts of a dashboard, and nothing else that stands in its grid', () => {
    const { tiles } = dashboard('v61-dashboard');
    expect(tiles?.map((t) => [t.id, t.kind, t.title, t.ref, t.band])).toEqual([
      ['31', 'echarts_timeseries_line', 'Damage complaints per 1,000', '31', true],
      ['32', 'big_number', 'On-time delivery, %', '32', true],
      ['36', 'big_number_total', 'Scrap rate, %', '36', true],
      ['34', 'echarts_timeseries_line', 'First-contact resolution, %', '34', true],
      ['33', 'echarts_timeseries_bar', 'Parcels by depot', '33', true],
      ['35', 'pie', 'Complaints by reason', '35', true],
      ['37', 'echarts_area', 'Parcels handled, thousand', '37', true],
    ]);
    for (const same of ['v61-dark', 'v61-standalone', 'v61-sub-path', 'next-dashboard']) expect(dashboard(same).tiles).toEqual(tiles);
    const withoutNumber = tiles?.map((t) => ({ ...t, mount: t.mount.replace(/dashboard-chart-id-\d+ /, '') }));
    expect(dashboard('v41-dashboard').tiles).toEqual(withoutNumber);
  });

  it('takes the name that the dashboard shows, and says when there is none', () => {
    expect(dashboard('v61-untitled').tiles?.map((t) => [t.id, t.title, t.band])).toEqual([
      ['36', '', false],
      ['32', 'Delivered on time, %', true],
    ]);
  });

  it('lists a chart once that stands in two tabs, in the open one; charts that are loading or may not be read; none that is deleted', () => {
    expect(dashboard('v61-tabs').tiles?.map((t) => [t.id, t.title])).toEqual([
      ['34', 'First-contact resolution, %'],
      ['31', 'Damage complaints per 1,000'],
      ['32', 'On-time delivery, %'],
    ]);
    expect(dashboard('v61-virtual').tiles?.map((t) => t.id)).toEqual(['31', '32', '34', '33']);
    expect(dashboard('v61-no-access').tiles?.map((t) => t.id)).toEqual(['31', '37']);
  });

  it('names the person as the data’s own address does, so that another sign-in is noticed', () => {
    for (const name of shownFiles('superset', superset)) expect([name, dashboard(name).page.viewer]).toEqual([name, '4']);
    const { html, page } = readFixture('superset/v61-dashboard.html');
    const at = stand(html.replace('&quot;userId&quot;:4,', ''), page);
    expect(superset.page(at.doc, at.url)).not.toHaveProperty('viewer');
  });

  it('knows when a dashboard is edited, and its colours', () => {
    const names = shownFiles('superset', superset);
    expect(names.filter((name) => dashboard(name).page.editing)).toEqual(['v61-editing']);
    expect(names.filter((name) => dashboard(name).theme === 'dark')).toEqual(['v61-dark']);
  });

  it('gives an address without keys, tabs and modes', () => {
    expect(dashboard('v61-permalink').page.url).toBe('http://bi.test/superset/dashboard/12/');
    expect(dashboard('v61-tabs').page.url).toBe('http://bi.test/superset/dashboard/12/');
    expect(dashboard('v61-sub-path').page.url).toBe('http://bi.test/analytics/superset/dashboard/12/');
    expect(dashboard('next-dashboard').page.url).toBe('http://bi.test/dashboard/12/');
  });
});
