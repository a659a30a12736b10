import type { BrowserContext, Locator, Page } from 'playwright-core';

/** The box of a chart on a Superset dashboard, and our mark in it. */
export const tileOf = (page: Page, chart: number): Locator => page.locator(`.dashboard-chart-id-${chart}`);
export const markOn = (page: Page, chart: number): Locator => tileOf(page, chart).locator('throughline-mark');

/** Clicks where the mark is seen: what is inside its closed root cannot be asked for. */
export async function clickMark(page: Page, chart: number): Promise<void> {
  await markOn(page, chart).waitFor();
  await markOn(page, chart).scrollIntoViewIfNeeded();
  const box = await markOn(page, chart).boundingBox();
  await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2);
}

type Node = { nodeName: string; attributes?: string[]; children?: Node[]; shadowRoots?: Node[] };
const find = (node: Node, fits: (one: Node) => boolean): Node | undefined => {
  if (fits(node)) return node;
  for (const child of [...(node.shadowRoots ?? []), ...(node.children ?? [])]) {
    const found = find(child, fits);
    if (found) return found;
  }
  return undefined;
};
const has = (node: Node, word: string) => node.attributes?.some((value) => value.split(' ').includes(word)) ?? false;

/** All attributes of the mark's button, its state among them; empty: there is no mark. Through the protocol's eyes, since pages cannot look into a closed root. */
export async function looksOfMark(context: BrowserContext, page: Page, chart: number): Promise<string> {
  const cdp = await context.newCDPSession(page);
  const { root } = (await cdp.send('DOM.getDocument', { depth: -1, pierce: true })) as { root: Node };
  await cdp.detach();
  const tile = find(root, (node) => has(node, `dashboard-chart-id-${chart}`));
  const mark = tile && find(tile, ({ nodeName }) => nodeName === 'THROUGHLINE-MARK');
  const button = mark && find(mark, ({ nodeName }) => nodeName === 'BUTTON');
  return button?.attributes?.join(' ') ?? '';
}
