import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Chromium, openChromium } from '../support/chromium.ts';
import { openFirefox } from '../support/firefox.ts';
import { findChrome, findChromium } from '../support/installed.mjs';
import { askIn } from '../support/own-page.ts';
import { type DemoSites, startSites } from './servers.ts';

/** `npm start`: a browser with the extension on a sample workspace. Without a display it walks the journey and saves pictures. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const headless =
  process.argv.includes('--headless') || (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY);
const write = () => crypto.randomUUID();

type OwnPage = Parameters<typeof askIn>[0];

/** Fills the workspace through a page of the extension, as a person would who turned both sites on. */
async function prepare(page: OwnPage, sites: DemoSites): Promise<void> {
  await askIn(page, 'own/meRename', { write: write(), name: 'Demo person (learning designer)' });
  await askIn(page, 'own/enableIntent', { site: `moodle:${sites.lms}`, product: 'moodle', kind: 'lms', origin: `http://${sites.lms}` });
  await askIn(page, 'own/enableIntent', { site: `superset:${sites.bi}`, product: 'superset', kind: 'bi', origin: `http://${sites.bi}` });
  await askIn(page, 'own/sampleLoad', { write: write(), lms: sites.lms, bi: sites.bi });
  const { courses } = await askIn(page, 'own/catalogue', {});
  // as for a person who has opened the panel before: a first visit would show its one line
  for (const { id } of courses) await askIn(page, 'panel/viewState', { course: id, open: [], folded: false });
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
  const mark = marks.find(
    (m) => linked && m.x >= linked.x && m.x <= linked.x + linked.width && m.y >= linked.y && m.y <= linked.y + linked.height,
  );
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
const said = `
Throughline runs on a sample workspace with invented data.
  course:    ${sites.course}
  dashboard: ${sites.dashboard}
Close the browser to end.`;

if (findChromium() ?? findChrome()) {
  const kit = await openChromium({ build: 'demo/chrome-mv3', headless });
  await kit.context.addCookies([{ ...sites.cookie, url: `http://${sites.bi}` }]);
  const own = await kit.context.newPage();
  await own.goto(kit.own('admin.html'));
  await prepare(own, sites);
  if (headless) {
    const pictures = await walk(kit, sites);
    await kit.close();
    console.log(
      `\nNo display here, so the journey was walked without one. Invented data throughout. Pictures:\n${pictures.map((p) => `  ${p}`).join('\n')}`,
    );
  } else {
    const course = await kit.context.newPage();
    await course.goto(sites.course);
    await own.goto(sites.dashboard);
    await course.bringToFront();
    console.log(said);
    await new Promise<void>((done) => kit.context.on('close', () => done()));
  }
} else {
  const kit = await openFirefox({ build: 'demo/firefox-mv3', headless });
  await kit.browser.setCookie({ ...sites.cookie, domain: 'bi.localhost', path: '/' });
  await prepare(await kit.openOwn('admin.html', 'main'), sites);
  const course = await kit.browser.newPage();
  await course.goto(sites.course);
  if (headless) {
    await (await kit.panelFrame(course)).waitForSelector('.chart svg');
    const path = join(root, 'screenshots', 'course-page-firefox.png');
    mkdirSync(join(root, 'screenshots'), { recursive: true });
    await course.screenshot({ path });
    await kit.close();
    console.log(`\nNo display here. Invented data throughout. Picture: ${relative(process.cwd(), path)}`);
  } else {
    await (await kit.browser.newPage()).goto(sites.dashboard);
    console.log(said);
    await new Promise<void>((done) => kit.browser.on('disconnected', () => done()));
  }
}
await sites.close();
