import { describe, expect, it, vi } from 'vitest';
import { moodle } from '@/lib/sites/moodle';
import { kolibri } from '@/lib/sites/kolibri';
import { superset } from '@/lib/sites/superset';
import { allFixtures } from '@/test/fixtures/read';
import { fixtureAt } from '@/test/fixtures/serve';
import { outcome } from './outcome';
import { stand } from './stand';

// dozens of whole pages are parsed in one test, on machines that do other things too
vi.setConfig({ testTimeout: 60_000 });

const adapters = { moodle, kolibri, superset };
const get = (address: string) => fixtureAt(new URL(address));

describe('the served fixtures', () => {
  it('are recognised under both names of their host and on any port', () => {
    for (const f of allFixtures()) {
      const adapter = adapters[f.product as keyof typeof adapters];
      if (!adapter) continue;
      const host = f.file.length % 2 ? '.test:8080/' : '.localhost:41234/';
      const page = new URL(f.page.replace('.test/', host));
      const asked = new URL(page);
      asked.searchParams.set('fixture', f.file.replace('.html', ''));
      const served = fixtureAt(asked);
      expect([f.file, served?.status]).toEqual([f.file, f.status]);
      const here = outcome(adapter, stand(f.html, f.page)).page;
      const there = outcome(adapter, stand(served?.body ?? '', page.href)).page;
      expect(there.kind === 'none' ? there : there.at.root).toEqual(
        here.kind === 'none' ? here : here.at.root.replace('.test', host.slice(0, -1)),
      );
    }
  });

  it('answer at the addresses that people open', () => {
    const title = (address: string) => /<title>(.*?)<\/title>/.exec(get(address)?.body ?? '')?.[1];
    expect(title('http://lms.localhost:8080/course/view.php?id=7')).toBe('Course: Pack it right | Learning at Northway');
    expect(title('http://lms.test/moodle/course/view.php?id=7')).toBe('Course: Pack it right | Learning at Northway');
    expect(title('http://bi.localhost/superset/dashboard/field-operations/')).toBe('Field operations, weekly');
    expect(get('http://bi.test/superset/dashboard/all-depots/')?.body.match(/class="chart-slice"/g)?.length).toBe(60);
    expect(get('http://bi.test/superset/dashboard/field-operations/?edit=true')?.body).toContain('dashboard--editing');
    expect(get('http://lms.test/report/view.php?courseid=7')?.status).toBe(404);
    expect(get('http://elsewhere.test/course/view.php?id=7')).toBe(null);
    expect(get('http://lms.test/nothing/here.php')).toBe(null);
  });

  it('bring every style sheet and script that a page asks for', () => {
    for (const f of allFixtures()) {
      const { doc, url } = stand(f.html, f.page);
      for (const node of doc.querySelectorAll('link[rel=stylesheet], script[src]')) {
        const wanted = new URL(node.getAttribute('href') ?? node.getAttribute('src') ?? '', url);
        expect([f.file, wanted.href, fixtureAt(wanted)?.status]).toEqual([f.file, wanted.href, 200]);
      }
    }
  });

  it('serve Kolibri as an application that has drawn nothing yet, and its pages by route', () => {
    const address = new URL('http://lms.test:9000/en/coach/');
    const shell = stand(fixtureAt(address)?.body ?? '', `${address.href}#/b3f6149c0d2e4a7f9a1c5e8d7b602f31/home`);
    expect(outcome(kolibri, shell).page).toEqual({ kind: 'none', because: 'notReady' });
    address.searchParams.set('route', '#/b3f6149c0d2e4a7f9a1c5e8d7b602f31/home');
    const drawn = stand(fixtureAt(address)?.body ?? '', `http://lms.test:9000/en/coach/#/b3f6149c0d2e4a7f9a1c5e8d7b602f31/home`);
    expect(outcome(kolibri, drawn).page).toMatchObject({ kind: 'course', title: 'Handling fragile parcels' });
  });
});

describe('a dashboard of sixty tiles', () => {
  it('has sixty tiles, four of them without a title band', () => {
    const { doc, url } = stand(
      get('http://bi.test/superset/dashboard/all-depots/')?.body ?? '',
      'http://bi.test/superset/dashboard/all-depots/',
    );
    expect(superset.page(doc, url)).toMatchObject({ kind: 'dashboard', nativeId: '60', title: 'All depots' });
    const tiles = superset.tiles?.(doc) ?? [];
    expect(new Set(tiles.map((t) => t.id)).size).toBe(60);
    expect(tiles.filter((t) => !t.band).length).toBe(4);
  });
});
