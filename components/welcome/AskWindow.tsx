import { useSignals } from '@preact/signals-react/runtime';
import { CircleCheck } from 'lucide-react';
import { ProductMark } from '@/components/look/glyphs';
import { Icon } from '@/components/look/Icon';
import { t } from '@/components/look/words';
import { products, isProduct } from '@/components/site/address';
import type { SiteAsk } from '@/components/site/turn-on';
import { Asked } from '@/components/site/Asked';
import type { WelcomeState } from './state';
import './welcome.css';

/** Our window for one site's permission: frames cannot ask. Asks for exactly that site. Null: the address names no site. */
export function AskWindow({ site, state }: { site: SiteAsk | null; state: WelcomeState }) {
  useSignals();
  const host = site ? new URL(site.origin).hostname : '';
  const asked = state.asked.value;
  return (
    <main className="ask tl">
      <p className="welcome-brand">
        <ProductMark />
        {t('extName')}
      </p>
      <h1>{site ? t('ask_title', host) : t('ask_none')}</h1>
      {site === null ? <p>{t('ask_noneHint')}</p> : null}
      {site && asked !== 'on' ? (
        <>
          <p>{t(site.kind === 'bi' ? 'ask_bi' : 'ask_lms', isProduct(site.product) ? products[site.product].name : site.product)}</p>
          <p className="muted">{t('ask_only')}</p>
          <div className="actions">
            <button
              className="btn btn-primary"
              type="button"
              aria-disabled={asked === 'asking'}
              onClick={() => {
                if (asked !== 'asking') void state.turnOn(site).then(() => state.asked.peek() === 'on' && window.close());
              }}
            >
              {t('ask_allow', host)}
            </button>
            <button className="btn btn-quiet" type="button" onClick={() => window.close()}>
              {t('ask_notNow')}
            </button>
          </div>
          <Asked asked={asked} />
        </>
      ) : null}
      {site && asked === 'on' ? (
        <output className="with-icon">
          <Icon of={CircleCheck} size={14} />
          {t('ask_done', host)}
        </output>
      ) : null}
    </main>
  );
}
