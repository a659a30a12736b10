import type { Adapter, Page } from '@/lib/sites/contract';
import type { Hook } from '@/test/fixtures/read';

/** A page and its address, in a window of a test or in a real browser. */
export type Stand = { doc: Document; url: URL };

/** All that an adapter says of a page, as plain data: two pages that give the same are the same to it. */
export function outcome(adapter: Adapter, { doc, url }: Stand) {
  const page: Page = adapter.detect(doc, url) ? adapter.page(doc, url) : { kind: 'none', because: 'otherProduct' };
  if (page.kind === 'none') return { page };
  return {
    page,
    anchors: adapter.anchors(doc, page).map(({ id, kind, where, inset = 0 }) => ({ id, kind, where, inset })),
    theme: adapter.theme(doc),
    tiles: (adapter.tiles?.(doc) ?? []).map(({ mount, ...tile }) => ({ ...tile, mount: mount.className })),
    tileArea: adapter.tileArea?.(doc)?.className ?? null,
  };
}

/** The last part of a selector is the hook itself: an attribute, a class, an id, or else the element. */
function removeOne(doc: Document, selector: string): number {
  const found = [...doc.querySelectorAll(selector)];
  const [, attribute, className, id] = /(?:\[([\w-]+)[^\]]*\]|\.([\w-]+)|#([\w-]+))$/.exec(selector) ?? [];
  for (const element of found) {
    if (attribute) element.removeAttribute(attribute);
    else if (className) element.classList.remove(className);
    else if (id) element.removeAttribute('id');
    else element.remove();
  }
  return found.length;
}

/** Takes a hook out of a page: of `text:X` the text in inline scripts, of `a, b` every part. Gives how many places it was in. */
export function removeHook(doc: Document, { selector }: Hook): number {
  if (!selector.startsWith('text:')) return selector.split(/,\s*(?![^[]*\])/).reduce((sum, one) => sum + removeOne(doc, one), 0);
  const text = selector.slice(5);
  const holders = [...doc.scripts].filter((s) => s.textContent?.includes(text));
  for (const script of holders) script.textContent = (script.textContent ?? '').replaceAll(text, 'removed');
  return holders.length;
}
