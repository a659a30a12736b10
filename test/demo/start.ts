import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Chromium, openChromium } from '../support/chromium.ts';
import { ask } from '../support/own-page.ts';
import { type DemoSites, startSites } from './servers.ts';

/** `npm start`: a browser with the extension on a sample workspace. Without a display it walks the journey and saves pictures. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const headless = process.argv.includes('--headless') || (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY);
const write = () => crypto.randomUUID();

async function prepare(kit: Chromium, sites: DemoSites): Promise<void> {
  await kit.context.addCookies([{ ...sites.cookie, url: `http://${sites.bi}` }]);
  await ask(kit, 'own/meRename', { write: write(), name: 'Demo person (learning designer)' });
  await ask(kit, 'own/enableIntent', { site: `moodle:${sites.lms}`, product: 'moodle', kind: 'lms', origin: `http://${sites.lms}` });
  await ask(kit, 'own/enableIntent', { site: `superset:${sites.bi}`, product: 'superset', kind: 'bi', origin: `http://${sites.bi}` });
  await ask(kit, 'own/sampleLoad', { write: write(), lms: sites.lms, bi: sites.bi });
  const { courses } = await ask(kit, 'own/catalogue', {});
  // as for a person who has opened the panel before: a first visit would show its one line
  for (const { id } of courses) await ask(kit, 'panel/viewState', { course: id, open: [], folded: false });
}

/** Walks both sides and keeps a picture of each step. */
async function walk(kit: Chromium, sites: DemoSites): Promise<string[]> {
  const folder = join(root, 'screenshots');
  mkdirSync(folder, { recursive: true });
  const pictures: string[] = [];
  const page = await kit.context.newPage();
  const picture = async (name: string) => {
    const path = join(folder, `${name}.png`);
    await page.screenshot({ path, animations: 'disabled' });
    pictures.push(relative(process.cwd(), path));
  };
  await page.goto(sites.course);
  const panel = await kit.panelFrame(page);
  await panel.locator('.statement').first().waitFor();
  await panel.locator('.chart svg[role=img]').first().waitFor();
  await picture('1-course-page');

  await page.goto(sites.dashboard);
  await page.locator('throughline-mark').first().waitFor();
  await picture('2-dashboard');
  const linked = await page.locator('.dashboard-chart-id-31').boundingBox();
  const marks = await page.locator('throughline-mark').evaluateAll((all) => all.map((m) => m.getBoundingClientRect().toJSON() as DOMRect));
  const mark = marks.find((m) => linked && m.x >= linked.x && m.x <= linked.x + linked.width && m.y >= linked.y && m.y <= linked.y + linked.height);
  if (!mark) throw new Error('the linked chart has no mark');
  await page.mouse.click(mark.x + mark.width / 2, mark.y + mark.height / 2);
  const chart = await kit.panelFrame(page);
  await chart.locator('.chart svg[role=img]').first().waitFor();
  await picture('3-chart-panel');

  await page.goto(kit.own('admin.html'));
  await page.getByRole('main').waitFor();
  await picture('4-admin');
  return pictures;
}

const sites = await startSites(headless ? { lms: 0, bi: 0 } : { lms: 8700, bi: 8701 });
const kit = await openChromium({ build: 'demo/chrome-mv3', headless });
await prepare(kit, sites);

if (headless) {
  const pictures = await walk(kit, sites);
  await kit.close();
  await sites.close();
  console.log(`\nNo display here, so the journey was walked without one. Invented data throughout. Pictures:\n${pictures.map((p) => `  ${p}`).join('\n')}`);
} else {
  const [first = await kit.context.newPage()] = kit.context.pages();
  await first.goto(sites.course);
  await (await kit.context.newPage()).goto(sites.dashboard);
  await first.bringToFront();
  console.log(`\nThroughline runs on a sample workspace with invented data.\n  course:    ${sites.course}\n  dashboard: ${sites.dashboard}\nClose the browser to end.`);
  await new Promise<void>((done) => kit.context.on('close', () => done()));
  await sites.close();
}
