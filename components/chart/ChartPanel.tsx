import { useSignals } from '@preact/signals-react/runtime';
import { CircleAlert, X } from 'lucide-react';
import { useEffect, useMemo, type KeyboardEvent } from 'react';
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
export function ChartPanel({ client, at, onClose }: { client: Line; at: TileAt; onClose(): void }) {
  const state = useMemo(() => chartState(client, at), [client, at.site, at.dashboard, at.tile]);
  useEffect(() => {
    void state.load();
    return () => state.end();
  }, [state]);
  return <Drawer state={state} onClose={onClose} />;
}

/** The same, from a state: what tests and the gallery draw. */
export function Drawer({ state, onClose }: { state: ChartState; onClose(): void }) {
  useSignals();
  const view = state.view.value;
  const trouble = state.trouble.value;
  const onKey = (event: KeyboardEvent) => {
    const inner = event.target instanceof HTMLElement && event.target.closest('dialog, [role="menu"], select');
    if (event.key === 'Escape' && !event.defaultPrevented && !inner) onClose();
  };
  return (
    <section className="drawer tl" aria-labelledby="drawer-name" onKeyDown={onKey}>
      <Head state={state} onClose={onClose} />
      {trouble === null ? null : (
        <Notice
          bar
          announce
          tone="problem"
          icon={CircleAlert}
          title={trouble.sentence}
          actions={
            <button className="btn" type="button" onClick={() => (view === null ? void state.load().then(() => state.view.peek() && (state.trouble.value = null)) : (state.trouble.value = null))}>
              {view === null ? t('again') : t('dismiss')}
            </button>
          }
        >
          {trouble.hint}
        </Notice>
      )}
      {view === null ? trouble === null && <Waiting /> : view.linked ? <Linked state={state} view={view} linked={view.linked} /> : <LinkForm state={state} view={view} key={view.tile.id} />}
      <ToastList toasts={state.toasts} />
    </section>
  );
}

function Head({ state, onClose }: { state: ChartState; onClose(): void }) {
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
    <div className="section" role="status" aria-label={t('waiting')}>
      <div className="sk" />
      <div className="sk sk-chart" />
      <div className="sk" />
    </div>
  );
}
