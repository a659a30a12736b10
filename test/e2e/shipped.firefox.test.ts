import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

type Finding = { code: string; file?: string };
type Report = { errors: Finding[]; warnings: Finding[]; notices: Finding[] };

const root = fileURLToPath(new URL('../..', import.meta.url));

test('the add-on’s own checker finds no error, and warns only of what React does inside', () => {
  const done = spawnSync('web-ext', ['lint', '-s', '.output/firefox-mv3', '-o', 'json'], { cwd: root, encoding: 'utf8' });
  const { errors, warnings, notices } = JSON.parse(done.stdout) as Report;
  expect(errors).toEqual([]);
  expect(notices).toEqual([]);
  // react-dom assigns innerHTML in two places, for a property that nothing of ours sets
  expect(warnings.map(({ code }) => code)).toEqual(['UNSAFE_VAR_ASSIGNMENT', 'UNSAFE_VAR_ASSIGNMENT']);
  for (const { file = '' } of warnings)
    expect(readFileSync(`${root}/.output/firefox-mv3/${file}`, 'utf8')).toContain('dangerouslySetInnerHTML');
});
