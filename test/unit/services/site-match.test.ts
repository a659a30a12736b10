import { expect, test } from 'vitest';
import { hostOf, isUnder, permissionPattern, productOf, rootOf, scriptPattern } from '@/lib/services/site-match';

test.each<[string, string, boolean]>([
  ['https://lms.example.org/moodle/course/view.php?id=7', 'lms.example.org/moodle', true],
  ['http://lms.example.org/moodle', 'lms.example.org/moodle', true],
  ['https://lms.example.org/', 'lms.example.org', true],
  ['https://lms.example.org:8443/x', 'lms.example.org:8443', true],
  ['https://lms.example.org:443/x', 'lms.example.org', true],
  ['https://lms.example.org/moodle2/x', 'lms.example.org/moodle', false],
  ['https://lms.example.org/moodle/../other', 'lms.example.org/moodle', false],
  ['https://lms.example.org:8443/x', 'lms.example.org', false],
  ['https://lms.example.org.evil.example/moodle/', 'lms.example.org/moodle', false],
  ['https://lms.example.org@evil.example/moodle/', 'lms.example.org/moodle', false],
  ['https://evil.example/?lms.example.org/moodle/', 'lms.example.org/moodle', false],
  ['ftp://lms.example.org/moodle/', 'lms.example.org/moodle', false],
  ['not an address', 'lms.example.org', false],
])('%s under %s: %s', (url, root, yes) => {
  expect(isUnder(url, root)).toBe(yes);
});

test('the parts of a site key, with and without path and port', () => {
  expect([
    productOf('moodle:lms.example.org:8443/m/x'),
    rootOf('moodle:lms.example.org:8443/m/x'),
    hostOf('lms.example.org:8443/m/x'),
  ]).toEqual(['moodle', 'lms.example.org:8443/m/x', 'lms.example.org:8443']);
  expect(hostOf('lms.example.org')).toBe('lms.example.org');
});

test('patterns name no port, which Firefox does not know in them', () => {
  expect(permissionPattern('https://lms.example.org:8443')).toBe('https://lms.example.org/*');
  expect(scriptPattern('lms.example.org:8443/moodle')).toBe('*://lms.example.org/moodle/*');
  expect(scriptPattern('lms.example.org')).toBe('*://lms.example.org/*');
  expect(scriptPattern('[::1]:8080/a')).toBe('*://[::1]/a/*');
});
