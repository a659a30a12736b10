import {
  Clock,
  ExternalLink,
  FileX,
  KeyRound,
  Link2Off,
  Lock,
  LogOut,
  TableProperties,
  UserRound,
  WifiOff,
  type LucideIcon,
} from 'lucide-react';
import { ageText, instantDay } from '@/components/look/dates';
import { failureText } from '@/components/look/failures';
import { Icon } from '@/components/look/Icon';
import { Notice, type NoticeTone } from '@/components/look/Notice';
import { t } from '@/components/look/words';
import type { SeriesView } from '@/lib/messaging/views';
import type { FailureCode } from '@/lib/metrics/contract';

type Act = 'signIn' | 'allow' | 'again' | 'none';

/** Attention only where a click helps; grey where nobody did anything wrong and nothing can be done here. */
const looks: Record<FailureCode, { icon: LucideIcon; tone: NoticeTone; act: Act }> = {
  signedOut: { icon: LogOut, tone: 'attention', act: 'signIn' },
  notJson: { icon: LogOut, tone: 'attention', act: 'signIn' },
  noPermission: { icon: KeyRound, tone: 'attention', act: 'allow' },
  noRight: { icon: Lock, tone: 'quiet', act: 'again' },
  notFound: { icon: Link2Off, tone: 'attention', act: 'signIn' },
  changedShape: { icon: TableProperties, tone: 'attention', act: 'signIn' },
  noSavedQuery: { icon: FileX, tone: 'attention', act: 'signIn' },
  noNumbers: { icon: TableProperties, tone: 'attention', act: 'signIn' },
  noDates: { icon: TableProperties, tone: 'attention', act: 'signIn' },
  otherCadence: { icon: TableProperties, tone: 'attention', act: 'signIn' },
  empty: { icon: TableProperties, tone: 'quiet', act: 'again' },
  tooLarge: { icon: TableProperties, tone: 'quiet', act: 'again' },
  offline: { icon: WifiOff, tone: 'quiet', act: 'again' },
  slow: { icon: Clock, tone: 'quiet', act: 'again' },
  pending: { icon: Clock, tone: 'quiet', act: 'again' },
  refused: { icon: FileX, tone: 'quiet', act: 'again' },
};

/** `superset:bi.example.org/analytics` → an address to open. The scheme is no part of a site's identity; plain http is for this machine only. */
export function siteAddress(site: string): string | null {
  const root = /^[a-z]+:([^/\s]+(?:\/.*)?)$/.exec(site)?.[1];
  if (root === undefined) return null;
  const host = root.split('/')[0] ?? '';
  const local = /^(?:localhost|[^:]+\.localhost|127\.0\.0\.1)(?::\d+)?$/.test(host);
  return `${local ? 'http' : 'https'}://${root}/`;
}

/** The newest attempt failed: what happened, the age of what is shown instead, what to do. */
export function SourceNotice({
  series,
  onRefresh,
  onAllow,
}: {
  series: SeriesView;
  onRefresh: (metricId: string) => void;
  onAllow: (site: string) => void;
}) {
  const { trouble, source, points, metric } = series;
  if (!trouble) return source.earlierAccount ? <EarlierAccount series={series} onRefresh={onRefresh} /> : null;
  const { icon, tone, act } = looks[trouble.code] ?? looks.refused;
  const host = source.site?.replace(/^[a-z]+:/, '');
  const { sentence, hint } = failureText(
    trouble.code,
    trouble.detail,
    trouble.code === 'noPermission' ? (host ?? source.name) : source.name,
  );
  const kept =
    points.v.length > 0 && source.seenAt !== undefined
      ? t('trouble_kept', instantDay(source.seenAt), ageText(source.seenAt))
      : t('trouble_nothingKept');
  const address = source.address ?? (source.site === undefined ? null : siteAddress(source.site));
  const actions = [
    act === 'signIn' && address !== null && (
      <a className="btn" key="open" href={address} target="_blank" rel="noreferrer">
        {t('trouble_open', source.name)}
        <Icon of={ExternalLink} size={14} />
      </a>
    ),
    act === 'allow' && source.site !== undefined && (
      <button className="btn" key="allow" type="button" onClick={() => onAllow(source.site ?? '')}>
        {t('trouble_allow', host ?? source.name)}
      </button>
    ),
    act !== 'allow' && (
      <button className="btn" key="again" type="button" disabled={series.refreshing} onClick={() => onRefresh(metric.id)}>
        {t('source_refresh')}
      </button>
    ),
  ].filter(Boolean);
  return (
    <Notice icon={icon} title={sentence} tone={tone} announce actions={<>{actions}</>}>
      {source.earlierAccount ? `${t('source_earlier', source.name)} ` : ''}
      {kept} {hint}
    </Notice>
  );
}

/** Somebody else is signed in at the source now: whose values these are is said until they are read anew, which begins by itself. */
function EarlierAccount({ series, onRefresh }: { series: SeriesView; onRefresh: (metricId: string) => void }) {
  const { source, metric, refreshing } = series;
  return (
    <Notice
      icon={UserRound}
      title={t('source_earlier', source.name)}
      announce
      actions={
        refreshing ? undefined : (
          <button className="btn" type="button" onClick={() => onRefresh(metric.id)}>
            {t('source_refresh')}
          </button>
        )
      }
    >
      {t(refreshing ? 'source_earlierReading' : 'source_earlierWaits')}
    </Notice>
  );
}
