import { useSignals } from '@preact/signals-react/runtime';
import { t } from '@/components/look/words';
import type { PopupView } from '@/lib/messaging/views';
import type { PopupState } from './state';

/** The charts of the dashboard: the way to marks that the keyboard cannot reach on the page itself. */
export function Tiles({ view, state }: { view: PopupView; state: PopupState }) {
  useSignals();
  const open = (tile: string) => void state.openMark(tile).then(() => state.refused.peek() === null && window.close());
  return (
    <section className="popup-tiles" aria-labelledby="popup-tiles">
      <h2 id="popup-tiles">{t('popup_tiles')}</h2>
      <ul>
        {view.tiles.map((tile) => {
          const title = tile.title || t('chart_untitled');
          return (
            <li key={tile.id}>
              <span className="popup-tile">{title}</span>
              <button
                className="btn"
                type="button"
                disabled={state.busy.value}
                aria-label={tile.linked ? t('popup_openTile', title) : t('popup_useTile', title)}
                onClick={() => open(tile.id)}
              >
                {tile.linked ? t('popup_open') : t('mark_use')}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
