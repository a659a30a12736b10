// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest';
import { adapter, biAdapter, course, dashboardPage, setStage } from './stage';
import { probe } from '@/lib/page/probe';

beforeEach(setStage);
const url = new URL('http://lms.test/course/7');
const stranger = adapter(() => course(), { detect: () => null });

test('a course: what it is, for whom, and where the panel would stand', () => {
  document.body.append(document.createElement('main'));
  expect(probe(document, url, [stranger, adapter(() => course())])).toEqual({
    product: 'moodle',
    root: 'lms.test',
    kind: 'lms',
    page: { kind: 'course', nativeId: '7', title: 'Safe loading', role: 'staff' },
    checks: [
      { code: 'product', ok: true, detail: 'Test' },
      { code: 'page', ok: true, detail: 'course' },
      { code: 'role', ok: true, detail: 'staff' },
      { code: 'place', ok: true, detail: 'inline' },
    ],
  });
});

test('a dashboard counts its tiles', () => {
  expect(probe(document, url, [biAdapter(() => dashboardPage())]).checks.at(-1)).toEqual({ code: 'tiles', ok: false, detail: '0' });
});

test('a product’s page that is no course says why', () => {
  const found = probe(document, url, [adapter(() => ({ kind: 'none', because: 'siteHome' }))]);
  expect(found).toMatchObject({ product: 'moodle', because: 'siteHome' });
  expect(found.checks.at(-1)).toEqual({ code: 'page', ok: false, detail: 'siteHome' });
});

test('no adapter knows the page; nothing is changed in it either way', () => {
  const before = document.documentElement.outerHTML;
  expect(probe(document, url, [stranger])).toEqual({ product: null, because: 'otherProduct', checks: [{ code: 'product', ok: false }] });
  probe(document, url, [adapter(() => course())]);
  expect(document.documentElement.outerHTML).toBe(before);
});
