import { useSignals } from '@preact/signals-react/runtime';
import { CircleAlert, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import '@/components/look/look.css';
import { ProductMark } from '@/components/look/glyphs';
import { Icon } from '@/components/look/Icon';
import { Notice } from '@/components/look/Notice';
import { ToastList } from '@/components/look/Toasts';
import { t } from '@/components/look/words';
import './chart-panel.css';
import { Linked } from './Linked';
import { LinkForm } from './LinkForm';
import { chartState, type ChartState, type Line, type TileAt } from './state';

export type { TileAt } from './state';

/** The chart's side: KPI, trend, courses; or linking when there is no link yet. `onClose` is called by the cross and by Escape. */
export function ChartPanel({ client, at, onClose }: { client: Line; at: TileAt; onClose: () => void }) {
  const { site, dashboard, tile } = at;
  return <OneTile key={JSON.stringify([site, dashboard, tile])} client={client} at={{ site, dashboard, tile }} onClose={onClose} />;
}

function OneTile({ client, at, onClose }: { client: Line; at: TileAt; onClose: () => void }) {
  const [state] = useState(() => chartState(client, at));
  useEffect(() => state.start(), [state]);
  return <Drawer state={state} onClose={onClose} />;
}

/** Escape closes the last thing opened: dialogs, menus and the reading of a chart take it before it comes here. */
function useEscape(onEscape: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const inner = event.target instanceof Element && event.target.closest('dialog, [role="menu"], select');
      if (event.key === 'Escape' && !event.defaultPrevented && !inner) onEscape();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [onEscape]);
}

/** The same, from a state. */
function Drawer({ state, onClose }: { state: ChartState; onClose: () => void }) {
  useSignals();
  useEscape(onClose);
  const view = state.view.value;
  const trouble = state.trouble.value;
  return (
    <section className="drawer tl" aria-labelledby="drawer-name">
      <Head state={state} onClose={onClose} />
      {trouble === null ? null : (
        <Notice
          bar
          announce
          tone="problem"
          icon={CircleAlert}
          title={trouble.sentence}
          actions={
            <button className="btn" type="button" onClick={state.dismiss}>
              {view === null ? t('again') : t('dismiss')}
            </button>
          }
        >
          {trouble.hint}
        </Notice>
      )}
      {view === null ? (
        trouble === null && <Waiting />
      ) : view.linked ? (
        <Linked state={state} view={view} linked={view.linked} />
      ) : (
        <LinkForm state={state} view={view} key={view.tile.id} />
      )}
      <ToastList toasts={state.toasts} />
    </section>
  );
}

function Head({ state, onClose }: { state: ChartState; onClose: () => void }) {
  useSignals();
  const view = state.view.value;
  const metric = view?.linked?.series.metric;
  return (
    <div className="drawer-head">
      <span className="drawer-mark">
        <ProductMark />
      </span>
      <div>
        <h2 id="drawer-name">{metric ? metric.name : view ? t('link_title') : t('frame_chart')}</h2>
        {view === null ? null : (
          <p className="small muted">
            {metric
              ? t('kpi_short', metric.unit || t('unit_none'), t(`cadence_${metric.cadence}`), t(`better_${metric.betterWhen}`))
              : t('link_tile', view.tile.title || t('chart_untitled'))}
          </p>
        )}
      </div>
      <button className="btn btn-quiet btn-icon no-print" type="button" aria-label={t('close')} onClick={onClose}>
        <Icon of={X} />
      </button>
    </div>
  );
}

/** Boxes of the final size, so that nothing moves when the values come. */
function Waiting() {
  return (
    <output className="section" aria-label={t('waiting')}>
      <span className="sk" />
      <span className="sk sk-chart" />
      <span className="sk" />
    </output>
  );
}
