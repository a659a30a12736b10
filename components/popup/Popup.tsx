import { useSignals } from '@preact/signals-react/runtime';
import { CircleAlert, Monitor, SlidersHorizontal } from 'lucide-react';
import { ProductMark } from '@/components/look/glyphs';
import { Icon } from '@/components/look/Icon';
import { Notice } from '@/components/look/Notice';
import { t, tn } from '@/components/look/words';
import type { PopupView } from '@/lib/messaging/views';
import './popup.css';
import { SiteBox } from './SiteBox';
import type { PopupState } from './state';
import { Tiles } from './Tiles';

/** The toolbar popup: does it work on this page, and if not, why. One primary button at most. */
export function Popup({ state }: { state: PopupState }) {
  useSignals();
  const view = state.view.value;
  const refused = state.refused.value;
  return (
    <div className="popup tl">
      <header className="popup-head">
        <span className="popup-mark">
          <ProductMark />
        </span>
        <h1>{t('extName')}</h1>
        <a
          className="btn btn-quiet btn-icon"
          href="/admin.html"
          target="_blank"
          rel="noreferrer"
          aria-label={t('popup_admin')}
          title={t('popup_admin')}
        >
          <Icon of={SlidersHorizontal} />
        </a>
      </header>
      <main aria-busy={view === null && refused === null}>
        {refused === null ? null : (
          <Notice
            icon={CircleAlert}
            tone="problem"
            bar
            announce
            title={refused.sentence}
            actions={
              <button className="btn" type="button" onClick={() => void state.load()}>
                {t('again')}
              </button>
            }
          >
            {refused.hint}
          </Notice>
        )}
        {view === null ? null : <SiteBox view={view} state={state} />}
        {view === null || view.tiles.length === 0 || view.state !== 'on' ? null : <Tiles view={view} state={state} />}
      </main>
      {view === null ? null : <StoreLine store={view.store} />}
    </div>
  );
}

/** Always the last line: where the data are. */
function StoreLine({ store }: { store: PopupView['store'] }) {
  return (
    <footer className="popup-store">
      <Icon of={Monitor} size={14} />
      <span>{store.shared ? tn('store_waiting', store.waiting) : t('store_local')}</span>
    </footer>
  );
}
