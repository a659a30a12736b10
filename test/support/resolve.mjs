// Lets plain `node` run our TypeScript: the alias `@/` and imports without an extension, as the bundler has them. `node --import ./test/support/resolve.mjs file.ts`
import { existsSync, statSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const isFile = (path) => existsSync(path) && statSync(path).isFile();

registerHooks({
  resolve(specifier, context, next) {
    const base = specifier.startsWith('@/')
      ? resolve(root, specifier.slice(2))
      : specifier.startsWith('.') && context.parentURL?.startsWith('file:') && !context.parentURL.includes('/node_modules/') // packages have their own ways
        ? resolve(dirname(fileURLToPath(context.parentURL)), specifier)
        : null;
    const found = base && [base, `${base}.ts`, `${base}.tsx`, `${base}/index.ts`].find(isFile);
    return next(found ? pathToFileURL(found).href : specifier, context);
  },
});
