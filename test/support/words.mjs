// Adds or lists texts of the catalogue: node test/support/words.mjs add key "Text with $1" "where it stands"; … list
import { readFileSync, renameSync, writeFileSync } from 'node:fs';

const file = new URL('../../public/_locales/en/messages.json', import.meta.url);
const [what, key, message, description] = process.argv.slice(2);
const all = JSON.parse(readFileSync(file, 'utf8'));
if (what === 'list') for (const [k, v] of Object.entries(all)) console.log(`${k}\t${v.message}`);
else if (what === 'add' && /^[A-Za-z0-9_]+$/.test(key ?? '') && message) {
  all[key] = { message, ...(description ? { description } : {}) };
  const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
  const next = new URL('messages.json.next', file);
  writeFileSync(next, `${JSON.stringify(sorted, null, 2)}\n`);
  renameSync(next, file);
} else {
  console.error('usage: words.mjs add key "Text" ["description"] | list');
  process.exitCode = 2;
}
