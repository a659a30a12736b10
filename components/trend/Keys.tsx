import type { ReactNode } from 'react';
import { t } from '@/components/look/words';
import type { Plot } from './plot';

/** Names every mark that this chart draws, and no other. */
export function Keys({ plot }: { plot: Plot }) {
  return (
    <ul className="chart-note chart-keys">
      <Key drawn text={t('key_observed')}>
        <path className="c-series" d="M1 6H21" />
        <circle className="c-dot" cx="11" cy="6" r="2" />
      </Key>
      <Key drawn={plot.baseline !== undefined} text={t('key_baseline')}>
        <path className="c-bracket" d="M1 6V2H21V6" />
        <path className="c-centre" d="M1 10H21" />
      </Key>
      <Key drawn={plot.launches.length > 0} text={t('key_launch')}>
        <path className="c-launch" d="M7 0V12" />
        <path className="c-pennant" d="M7 0h8l-2.5 3 2.5 3h-8Z" />
      </Key>
      <Key drawn={plot.target !== undefined} text={t('key_target')}>
        <path className="c-target" d="M1 6H21" />
        <path className="c-target-cap" d="M21 2v8" />
      </Key>
      <Key drawn={plot.partials.length > 0} text={t('key_partial')}>
        <circle className="c-hollow" cx="11" cy="6" r="3" />
      </Key>
      <Key drawn={plot.missingPath !== ''} text={t('key_missing')}>
        <path className="c-missing" d="M8.5 3.5l5 5m0 -5l-5 5" />
      </Key>
    </ul>
  );
}

function Key({ drawn, text, children }: { drawn: boolean; text: string; children: ReactNode }) {
  if (!drawn) return null;
  return (
    <li>
      <svg width="22" height="12" viewBox="0 0 22 12" aria-hidden="true" focusable="false">
        {children}
      </svg>
      {text}
    </li>
  );
}
