// Holds two house rules: no file over 250 lines without a reason in its first comment, and no word of another place in what is shipped.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = execFileSync('git', ['ls-files', 'components', 'entrypoints', 'lib', 'test'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((f) => /\.(ts|tsx|mjs)$/.test(f));
const problems = [];
for (const file of files) {
  let text;
  try {
    text = readFileSync(`${root}/${file}`, 'utf8');
  } catch {
    continue; // listed, but removed in the work tree
  }
  const lines = text.split('\n').length - 1;
  if (lines > 250 && !/^(?:\/\/|\/\*)[\s\S]{0,400}?\b(?:long|lines)\b/i.test(text))
    problems.push(`${file}: ${lines} lines and no reason for it in its first comment`);
  if (/(?:^|\/)(?:utils?|helpers?|common|manager)\b/i.test(file)) problems.push(`${file}: the name says nothing`);
}
if (problems.length) {
  console.error(problems.join('\n'));
  process.exit(1);
}
console.log(`rooms: ${files.length} files looked at`);
