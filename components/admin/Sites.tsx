import { CircleCheck, KeyRound, Pause, Play } from 'lucide-react';
import { Icon } from '@/components/look/Icon';
import { t } from '@/components/look/words';
import { isProduct, products } from '@/components/site/address';
import type { Shelf } from './rows';
import type { AdminState } from './state';

type Site = Shelf['sites'][number];

/** Where Throughline is on, and whether the browser still lets it. */
export function Sites({ state, shelf }: { state: AdminState; shelf: Shelf }) {
  return (
    <>
      <div className="work-head">
        <h1>{t('room_sites')}</h1>
        <div className="actions">
          <a className="btn" href="/welcome.html">
            {t('sites_add')}
          </a>
        </div>
      </div>
      {shelf.sites.length === 0 ? (
        <div className="tablewrap tablewrap-empty">
          <p className="muted">{t('admin_noSites')}</p>
        </div>
      ) : (
        <ul className="card">
          {shelf.sites.map((site) => (
            <SiteLine key={site.id} site={site} state={state} />
          ))}
        </ul>
      )}
    </>
  );
}

function SiteLine({ site, state }: { site: Site; state: AdminState }) {
  const key = `${site.product}:${site.host}`;
  const product = isProduct(site.product) ? products[site.product].name : site.product;
  const how = !site.granted ? 'withdrawn' : site.paused ? 'paused' : 'on';
  return (
    <li className="health">
      <Icon of={how === 'withdrawn' ? KeyRound : how === 'paused' ? Pause : CircleCheck} />
      <b>{site.name ? `${site.name}, ${site.host}` : site.host}</b>
      <p className="small muted">{t(`site_${how}`, product)}</p>
      <div className="actions">
        {how === 'withdrawn' ? (
          <button className="btn" type="button" onClick={() => void state.allowAgain(key)}>
            {t('site_allowAgain')}
          </button>
        ) : null}
        {how === 'withdrawn' ? null : (
          <button
            className="btn"
            type="button"
            aria-label={t(how === 'paused' ? 'site_resumeOne' : 'site_pauseOne', site.host)}
            onClick={() => void state.pause(key, how !== 'paused')}
          >
            <Icon of={how === 'paused' ? Play : Pause} />
            {how === 'paused' ? t('popup_resume') : t('site_pause')}
          </button>
        )}
        <button
          className="btn btn-quiet"
          type="button"
          aria-label={t('site_offOne', site.host)}
          onClick={() => void state.turnOff(key, site.host)}
        >
          {t('popup_turnOff')}
        </button>
      </div>
    </li>
  );
}
