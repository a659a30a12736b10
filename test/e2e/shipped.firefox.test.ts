import { spawnSync } from 'node:child_process';
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
  // react-dom sets innerHTML in two places (its `dangerouslySetInnerHTML`, which nothing of ours uses)
  expect(warnings.map(({ code, file }) => `${code} ${file?.replace(/-[\w-]{8}\.js$/, '')}`)).toEqual([
    'UNSAFE_VAR_ASSIGNMENT chunks/client',
    'UNSAFE_VAR_ASSIGNMENT chunks/client',
  ]);
});
