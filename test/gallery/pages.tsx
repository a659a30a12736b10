import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import '@/components/look/look.css';
import { Admin } from '@/components/admin/Admin';
import { placeOf } from '@/components/admin/rooms';
import { makeAdmin } from '@/components/admin/state';
import { ChartPanel } from '@/components/chart/ChartPanel';
import { Popup } from '@/components/popup/Popup';
import { makePopup } from '@/components/popup/state';
import { siteFromQuery } from '@/components/site/address';
import { AskWindow } from '@/components/welcome/AskWindow';
import { makeWelcome } from '@/components/welcome/state';
import { Welcome } from '@/components/welcome/Welcome';
import { fakeLine } from '../support/fake-line';
import './gallery.css';
import * as sample from './page-samples';

/** Our own pages and the chart's side with invented data: `pages.html?view=popup|chart|welcome|ask|admin&theme=dark`. */
const query = new URLSearchParams(location.search);
const theme = query.get('theme');
if (theme) document.documentElement.dataset.theme = theme;

const views: Record<string, () => ReactNode> = {
  popup: () =>
    row(Object.entries(sample.popups), 340, (view) => {
      const state = makePopup(fakeLine({ 'own/popup': view }), 7);
      void state.load();
      return <Popup state={state} />;
    }),
  chart: () =>
    row(Object.entries(sample.charts), 400, ({ view, read, metrics = [] }) => (
      <ChartPanel
        client={fakeLine({
          'panel/chartView': view,
          'panel/metricSearch': { metrics },
          'panel/chartRead': () => (read === undefined || read === 'never' ? new Promise(() => undefined) : read),
        })}
        at={{ site: view.tile.site, dashboard: view.tile.dashboard, tile: view.tile.id }}
        onClose={() => undefined}
      />
    )),
  welcome: () => {
    const state = makeWelcome(
      fakeLine({ 'own/me': { id: 'local:1', name: 'Learning designer', welcomed: false }, 'own/meRename': {}, 'own/sampleLoad': {} }),
    );
    void state.load();
    return <Welcome state={state} />;
  },
  ask: () => <AskWindow site={siteFromQuery(new URLSearchParams('site=superset:bi.example.org'))} state={makeWelcome(fakeLine({}))} />,
  admin: () => {
    const state = makeAdmin(
      fakeLine({
        'own/catalogue': query.has('many') ? sample.many : sample.catalogue,
        'own/importPreview': sample.preview,
        'own/dependents': [
          { type: 'alignment', id: 'l1', name: 'Pack it right' },
          { type: 'course', id: '4', name: 'Pack it right' },
        ],
      }),
    );
    const follow = () => state.go(placeOf(location.hash).room);
    follow();
    addEventListener('hashchange', follow);
    void state.load();
    Object.assign(globalThis, { admin: state });
    return <Admin state={state} />;
  },
};

function row<S>(states: [string, S][], width: number, draw: (state: S) => ReactNode): ReactNode {
  return (
    <main className="gallery-row">
      {states.map(([name, state]) => (
        <div key={name}>
          <p>{name}</p>
          <div className="tl card" style={{ width, overflow: 'hidden' }}>
            {draw(state)}
          </div>
        </div>
      ))}
    </main>
  );
}

createRoot(document.getElementById('gallery') as HTMLElement).render(views[query.get('view') ?? 'popup']?.());
