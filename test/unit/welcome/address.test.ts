import { expect, test } from 'vitest';
import { siteFromAddress, siteFromQuery } from '@/components/site/address';

test.each([
  ['moodle', 'lms.example.org', 'moodle:lms.example.org', 'https://lms.example.org/*'],
  ['moodle', ' https://lms.example.org/moodle/course/view.php?id=3 ', 'moodle:lms.example.org/moodle', 'https://lms.example.org/*'],
  ['moodle', 'http://lms.test:8087/course/view.php?id=2', 'moodle:lms.test:8087', 'http://lms.test/*'],
  ['moodle', 'https://example.org/learning/moodle/', 'moodle:example.org/learning/moodle', 'https://example.org/*'],
  ['kolibri', 'https://kolibri.example.org/en/coach/#/abc/plan', 'kolibri:kolibri.example.org', 'https://kolibri.example.org/*'],
  ['kolibri', 'https://example.org/kolibri/fr-fr/learn', 'kolibri:example.org/kolibri', 'https://example.org/*'],
  ['superset', 'https://bi.example.org/superset/dashboard/7/', 'superset:bi.example.org', 'https://bi.example.org/*'],
  ['superset', 'https://bi.example.org/analytics/dashboard/7', 'superset:bi.example.org/analytics', 'https://bi.example.org/*'],
  ['superset', 'localhost', 'superset:localhost', 'https://localhost/*'],
] as const)('%s at %s', (product, address, key, pattern) => {
  const site = siteFromAddress(address, product);
  expect(site).toMatchObject({ key, pattern, product, kind: product === 'superset' ? 'bi' : 'lms' });
});

test.each(['', '  ', 'our moodle', 'ftp://lms.example.org', 'javascript:alert(1)', 'lms', 'https://', 'file:///etc'])(
  '“%s” is no address of a site',
  (address) => {
    expect(siteFromAddress(address, 'moodle')).toBeNull();
  },
);

const query = (of: { site: string; pattern?: string }) => siteFromQuery(new URLSearchParams(Object.entries(of)));

test('our window asks for the host of the site it was opened for, in the scheme it was seen with', () => {
  expect(query({ site: 'superset:bi.test:8088/analytics', pattern: 'http://bi.test/*' })).toEqual({
    key: 'superset:bi.test:8088/analytics',
    product: 'superset',
    kind: 'bi',
    origin: 'http://bi.test:8088',
    pattern: 'http://bi.test/*',
  });
  expect(query({ site: 'superset:bi.example.org' })?.pattern).toBe('https://bi.example.org/*');
});

test.each([
  { site: 'superset:bi.example.org', pattern: 'https://other.example.org/*' },
  { site: 'superset:bi.example.org', pattern: '*://*/*' },
  { site: 'superset:bi.example.org', pattern: 'https://*.example.org/*' },
  { site: 'unknown:bi.example.org' },
  { site: 'superset' },
  { site: '' },
])('and for nothing else: %o', (of) => expect(query(of)).toBeNull());
