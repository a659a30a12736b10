// The real products that the tests run against: Superset 6.1 and Kinto 26.5 (each with a PostgreSQL of its own) and Kolibri 0.19, from PyPI.
//
//   node test/real/start.mjs [superset] [kolibri] [kinto] [--state FILE]
//       starts them (all if none is named), prints what was started as JSON (or writes it to FILE) and runs until Ctrl-C or SIGTERM.
//   THROUGHLINE_REAL=FILE npx vitest run --project real
//       runs the tests against what is already up, instead of starting it for the run.
//
// The tests get the same JSON from vitest: `inject('real')` (set-up.ts starts the products once for all files). It holds
//   superset: { product, version, address, host, users: {admin, viewer}, ids: {datasets, charts, dashboards}, launch, postgres, log }
//   kolibri:  { product, version, address, host, users: {admin, coach, learner}, ids: {facility, users, classes: {parcels, complaints}}, log }
//   kinto:    { product, version, memory, postgres }, each of the two { urls (one per head), admin: {user, password}, isolation, log }
// `address` (http://127.0.0.1:port) is for requests from Node, `host` (http://bi.test:18088, http://lms.test:18080) for a browser that
// maps *.test to this machine; take ports from there, a busy port is replaced by a free one. `users.x` = {username, password}.
// Figures: superset/series.mjs exports `expected`; charts by key: superset/charts.mjs; dashboards: superset/dashboards.mjs.
// Kinto: test/support/kinto-server.ts makes people, and starts servers of a test's own that it may kill, pause and crash.
// Sign in: `browserCookies(real.superset, 'viewer')` of signin.mjs gives what Playwright's `context.addCookies` takes.
//
// First start: about a minute (PyPI, migrations, seeding), kept under $THROUGHLINE_CACHE or ~/.cache/throughline by a key over
// constraints, Python and seed; later starts copy the kept state: two seconds for Kolibri, five for Superset. Each run has its own
// copy, so a test may change data. A change of a seed file makes a new state by itself.
import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startKinto } from './kinto/start.mjs';
import { startKolibri } from './kolibri/start.mjs';
import { clearLeftovers, newRunFolder } from './leftovers.mjs';
import { startSuperset } from './superset/start.mjs';

const products = { superset: startSuperset, kolibri: startKolibri, kinto: startKinto };

/**
 * Starts the named products one after the other (each takes all cores while it starts).
 * @param {{ names?: string[], say?: (text: string) => void }} [options]
 * @returns `{ state, stop() }`: `state` is plain data, by product; `stop` ends them and removes the run's folder.
 */
export async function startProducts({ names = Object.keys(products), say = () => {} } = {}) {
  clearLeftovers();
  const runFolder = newRunFolder();
  const running = [];
  const stop = async () => {
    for (const product of running.splice(0).reverse()) await product.stop();
    rmSync(runFolder, { recursive: true, force: true });
  };
  const state = {};
  try {
    for (const name of names) {
      const product = await products[name]({ runFolder, say });
      running.push(product);
      state[name] = product.state;
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { state, stop };
}

async function main(args) {
  const at = args.indexOf('--state');
  const file = at < 0 ? null : args.splice(at, 2)[1];
  const unknown = args.filter((name) => !(name in products));
  if (unknown.length > 0) throw new Error(`Unknown product: ${unknown.join(', ')}. Known: ${Object.keys(products).join(', ')}.`);
  const started = Date.now();
  const say = (text) => console.error(`[real ${((Date.now() - started) / 1000).toFixed(1)} s] ${text}`);
  let ending = false;
  const starting = startProducts({ ...(args.length > 0 && { names: args }), say });
  const end = async () => {
    if (ending) return;
    ending = true;
    await (await starting).stop();
    if (file) rmSync(file, { force: true });
    process.exit(0);
  };
  process.on('SIGINT', () => void end());
  process.on('SIGTERM', () => void end());
  const { state } = await starting;
  const text = JSON.stringify(state, null, 2);
  if (file) writeFileSync(file, text);
  else console.log(text);
  say('ready; Ctrl-C stops');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
