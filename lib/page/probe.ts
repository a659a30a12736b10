import type { Probe } from '@/lib/messaging/views';
import type { Adapter } from '@/lib/sites/contract';

/**
 * Looks once at a page with every adapter and says what it would be: plain facts for the popup, nothing is changed in the page.
 * Checks in order: `product`, `page`, then `role` and `place` of a course or `tiles` of a dashboard (`detail`: how many).
 */
export function probe(doc: Document, url: URL, adapters: Adapter[]): Probe {
  for (const adapter of adapters) {
    const at = adapter.detect(doc, url);
    if (!at) continue;
    const page = adapter.page(doc, url);
    const checks: Probe['checks'] = [{ code: 'product', ok: true, detail: adapter.name }];
    const known = { product: adapter.id, root: at.root, kind: adapter.kind, checks };
    if (page.kind === 'none') {
      checks.push({ code: 'page', ok: false, detail: page.because });
      return { ...known, because: page.because };
    }
    const { kind, nativeId, title } = page;
    checks.push({ code: 'page', ok: true, detail: kind });
    if (page.kind === 'course') {
      const [place] = adapter.anchors(doc, page);
      checks.push({ code: 'role', ok: page.role === 'staff', detail: page.role });
      checks.push({ code: 'place', ok: !!place, ...(place ? { detail: place.kind } : {}) });
      return { ...known, page: { kind, nativeId, title, role: page.role } };
    }
    const tiles = adapter.tiles?.(doc).length ?? 0;
    checks.push({ code: 'tiles', ok: tiles > 0, detail: `${tiles}` });
    return { ...known, page: { kind, nativeId, title } };
  }
  return { product: null, because: 'otherProduct', checks: [{ code: 'product', ok: false }] };
}
