import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const folder = fileURLToPath(new URL('../../../lib/model/rules/', import.meta.url));
const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));

it('looks at all rules', () => {
  expect(files.length).toBeGreaterThan(15);
});

/** Panels import rules; a schema imported for more than its types would bring zod into every panel (DESIGN §3). */
it.each(files)('%s imports of the schemas types only, and nothing from outside the rules', (file) => {
  const imports = [...readFileSync(folder + file, 'utf8').matchAll(/^(?:import|export)\s+(type\s)?[^;]*?from\s+'([^']+)'/gm)];
  for (const [statement, type, from] of imports)
    expect([statement, type !== undefined || /^\.\/[a-z-]+$/.test(from!), /^\.{1,2}\//.test(from!)]).toEqual([statement, true, true]);
});
