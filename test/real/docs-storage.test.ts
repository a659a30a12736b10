// Runs the shell blocks of docs/storage.md from top to bottom, on a PostgreSQL, ports and folders of its own, and shares a workspace
// between two people through what they made.
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arrange, planOf } from '@/lib/sync/arrange';
import { settingsOf } from '@/lib/sync/arrange-settings';
import { kintoEngine } from '@/lib/sync/kinto';
import { join as joinGroup } from '@/lib/sync/people';
import type { Engine } from '@/lib/sync/contract';
import { alignment } from '@/test/unit/sync-layout/records';
import { findNginx, findPostgres, findPython } from '../support/installed.mjs';
import { kept, keyOf } from './cache.mjs';
import { Person } from './kinto-people';
import { newRunFolder } from './leftovers.mjs';
import { startPostgres } from './postgres.mjs';
import { freePort, runToEnd } from './process.mjs';
import { venv } from './venv.mjs';

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const constraints = file('kinto/constraints.txt');
const bucket = 'throughline';

/** Shell blocks with the heading above each. */
const blocks = readFileSync(file('../../docs/storage.md'), 'utf8')
  .split(/^## /m)
  .flatMap((section) =>
    [...section.matchAll(/^```bash\n(.*?)^```$/gms)].map(([, text]) => ({ heading: section.split('\n')[0]!, text: text! })),
  );
const [settings, ...rest] = blocks;

let runFolder: string;
let home: string;
let env: Record<string, string>;
let postgres: Awaited<ReturnType<typeof startPostgres>>;
let ran = 0;

/** Runs the blocks up to and with the last one under this heading. */
async function runThrough(heading: string): Promise<void> {
  const last = rest.findLastIndex((block) => block.heading === heading);
  expect(last).toBeGreaterThanOrEqual(ran);
  for (; ran <= last; ran++)
    await runToEnd(`block-${ran + 1}`, 'bash', ['-euo', 'pipefail', '-c', `${settings!.text}\n${rest[ran]!.text}`], {
      runFolder,
      env,
      cwd: home,
    });
}

/** Ids of the wheels that pip needs, fetched once and kept. */
async function wheels(): Promise<string> {
  const requirement = 'kinto[postgresql]==26.5.0';
  const { python, key } = await venv('kinto', { requirements: [requirement], constraints, runFolder });
  return kept('kinto-wheels', keyOf({ texts: [key] }), (aside: string) =>
    runToEnd(
      'wheels',
      python,
      ['-m', 'pip', 'download', '--no-input', '--disable-pip-version-check', '-d', aside, '-c', constraints, requirement],
      { runFolder },
    ),
  );
}

beforeAll(async () => {
  runFolder = newRunFolder();
  chmodSync(runFolder, 0o755);
  home = join(runFolder, 'kinto');
  const bin = join(runFolder, 'bin');
  mkdirSync(home);
  mkdirSync(bin);
  const [python, nginx] = [findPython(), findNginx()];
  if (!python || !nginx) throw new Error('no Python or no nginx: npm run setup');
  symlinkSync(python.includes('/') ? python : `/usr/bin/${python}`, join(bin, 'python3'));
  const [first, second, proxy] = [await freePort(18801), await freePort(18802), await freePort(18888)];
  postgres = await startPostgres({ runFolder, port: 15455, template: undefined });
  env = {
    PATH: [bin, findPostgres(), dirname(nginx), process.env.PATH].join(delimiter),
    KINTO_HOME: home,
    KINTO_PORTS: `${first} ${second}`,
    PROXY_PORT: String(proxy),
    PGHOST: '127.0.0.1',
    PGPORT: String(postgres.port),
    PGUSER: 'postgres',
    PIP_NO_INDEX: '1',
    PIP_FIND_LINKS: await wheels(),
  };
});

afterAll(async () => {
  for (const name of ['nginx.pid', ...env.KINTO_PORTS!.split(' ').map((port) => `head-${port}.pid`)]) {
    const path = join(home, name);
    if (existsSync(path)) end(Number(readFileSync(path, 'utf8')));
  }
  await postgres?.stop();
  rmSync(runFolder, { recursive: true, force: true });
});

function end(pid: number): void {
  try {
    process.kill(pid);
  } catch {
    // the last block ended it
  }
}

const address = (): string => `http://localhost:${env.PROXY_PORT}/v1`;
const engineOf = (person: Person): Engine =>
  kintoEngine({ address: person.address, bucket, fetch: (url, ask) => fetch(url, ask), authorization: () => person.authorization });
const idsIn = async (engine: Engine, collection: string): Promise<string[]> =>
  (await engine.pull(collection, 0, 1000)).records.map(({ id }) => id);
const answers = async (port: string): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/`).then(
    () => true,
    () => false,
  );

describe('docs/storage.md', { timeout: 240_000 }, () => {
  let admin: Person;
  let designer: Person;
  let leader: Person;

  it('leads from nothing to a storage that can be set up, and on which nothing is wrong', async () => {
    await runThrough('6. Accounts');
    admin = new Person(address(), 'admin', readFileSync(join(home, 'admin.secret'), 'utf8').trim());
    designer = new Person(address(), 'designer', 'change-me-1');
    leader = new Person(address(), 'leader', 'change-me-2');
    const wish = { bucket, units: ['field'], years: [2026] };
    const plan = await planOf(admin.admin, wish);
    if ('refused' in plan) throw new Error(plan.refused);
    expect(await arrange(admin.admin, wish, plan.steps, (ms) => wait(Math.min(ms, 50)))).toEqual({ outcome: 'done' });
    expect(await joinGroup(admin.admin, bucket, 'designers', designer.user)).toBe('done');
    expect(await joinGroup(admin.admin, bucket, 'owners-field', leader.user)).toBe('done');
    const findings = await settingsOf(admin.admin, bucket, ['people', 'obs-2026']);
    expect(findings.filter(({ how }) => how !== 'unseen')).toEqual([]);
    const ini = readFileSync(join(home, 'kinto.ini'), 'utf8');
    for (const { setting, line } of findings.filter(({ where }) => where === 'kinto'))
      expect({ setting, there: ini.includes(line) }).toEqual({ setting, there: true });
  });

  it('two people share a workspace through the proxy', async () => {
    const [one, other] = [engineOf(designer), engineOf(leader)];
    const { mark } = (await other.hint(null)) as { mark: string };
    const pushed = await one.push('alignments', [{ id: 'al1', content: { ...alignment, id: 'al1' }, base: null }]);
    expect(pushed).toMatchObject({ kind: 'each', results: [{ outcome: 'taken' }] });
    expect(await other.hint(mark)).toMatchObject({ moved: true });
    const page = await other.pull('alignments', 0, 1000);
    expect(page.records).toMatchObject([{ id: 'al1', content: { ...alignment, id: 'al1' } }]);
    const still = (await other.hint(null)) as { mark: string };
    expect(await other.hint(still.mark)).toMatchObject({ moved: false });
  });

  it('the proxy compresses, and keeps what is too large and what nobody should reach from Kinto', async () => {
    const many = Array.from({ length: 20 }, (_, i) => ({ id: `many-${i}`, content: { ...alignment, id: `many-${i}` }, base: null }));
    expect(await engineOf(designer).push('alignments', many)).toMatchObject({ kind: 'each' });
    // The compressed answer's time is a weak one; asking with it is understood.
    const first = (await engineOf(leader).hint('"1"')) as { mark: string };
    expect(first.mark).toMatch(/^(W\/)?"\d+"$/);
    expect(await engineOf(leader).hint(first.mark)).toMatchObject({ moved: false });
    const list = await fetch(`${address()}/buckets/${bucket}/collections/alignments/records`, {
      headers: { Authorization: leader.authorization!, 'Accept-Encoding': 'gzip' },
    });
    expect(list.headers.get('Content-Encoding')).toBe('gzip');
    expect((await admin.ask('POST', '/batch', { requests: [], large: 'x'.repeat(1_100_000) })).status).toBe(413);
    expect((await admin.ask('POST', '/__flush__')).status).toBe(404);
    expect((await admin.ask('GET', '/openid/openid/login?callback=x')).status).toBe(404);
  });

  it('a head that is gone is not missed', async () => {
    const [first] = env.KINTO_PORTS!.split(' ');
    process.kill(Number(readFileSync(join(home, `head-${first}.pid`), 'utf8')), 'SIGKILL');
    for (let turn = 0; turn < 10; turn++) expect(await idsIn(engineOf(leader), 'alignments')).toContain('al1');
  });

  it('a backup is taken and restored, and browsers are told that it is another life of the storage', async () => {
    const one = engineOf(designer);
    const before = await one.generation();
    expect(before.id).not.toBeNull();
    const backup = rest.findIndex(({ heading }) => heading === 'Backup and restore');
    const upTo = rest[backup]!;
    expect(upTo.text).toContain('pg_dump');
    await runToEnd('backup', 'bash', ['-euo', 'pipefail', '-c', `${settings!.text}\n${upTo.text}`], { runFolder, env, cwd: home });
    ran = backup + 1;
    await one.push('alignments', [{ id: 'late', content: { ...alignment, id: 'late' }, base: null }]);
    expect(await idsIn(one, 'alignments')).toContain('late');
    await runThrough('Backup and restore');
    expect(await idsIn(one, 'alignments')).not.toContain('late');
    expect(await idsIn(one, 'alignments')).toContain('al1');
    const after = await one.generation();
    expect(after.id).not.toBeNull();
    expect(after.id).not.toBe(before.id);
    const again = await one.push('alignments', [{ id: 'late', content: { ...alignment, id: 'late' }, base: null }]);
    expect(again).toMatchObject({ kind: 'each', results: [{ outcome: 'taken' }] });
  });

  it('it can be watched, forgets marks of what was erased, and stops', async () => {
    await runThrough('Watching it');
    const watched = readFileSync(join(runFolder, 'logs', `block-${ran}.log`), 'utf8')
      .trim()
      .split('\n');
    expect(watched[0]).toContain('"storage":true');
    expect(watched.at(-1)).toBe('t');
    await runThrough('What grows');
    await runThrough('Stopping it');
    expect(ran).toBe(rest.length);
    for (const port of [...env.KINTO_PORTS!.split(' '), env.PROXY_PORT!])
      await expect.poll(() => answers(port), { timeout: 20_000 }).toBe(false);
  });
});
