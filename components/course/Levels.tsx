import { dayText } from '@/components/look/dates';
import { alike, figure } from '@/components/look/figures';
import { t, tn } from '@/components/look/words';
import { unpacked } from '@/lib/messaging/points';
import type { TagView } from '@/lib/messaging/views';
import { levelsAround, type Level } from '@/lib/model/rules/levels';

/** What levels are taken from: of a tag, or of a KPI with all its launches. */
type Around = Pick<TagView, 'series' | 'launches'> & { outcome: Pick<TagView['outcome'], 'baseline'> };

/** The average before and since the launch, side by side: two figures, and the sentence that nothing is drawn from them. */
export function Levels({ tag }: { tag: Around }) {
  const { points, metric } = tag.series;
  const levels = levelsAround(unpacked(points), tag.launches, tag.outcome.baseline, metric);
  const means = alike(...[levels.before, levels.since].flatMap((level) => (level ? [level.mean] : [])));
  const level = (kind: 'before' | 'since', of: Level | null, mean: string | undefined) => (
    <>
      <dt>{t(`levels_${kind}`)}</dt>
      <dd>
        <span className="figure">
          {of ? mean : t('levels_none')} {of && <span className="visually-hidden">{metric.unit}</span>}
        </span>
        <small>{of && t('levels_span', tn(`count_${metric.cadence}`, of.n), dayText(of.from), dayText(of.to))}</small>
      </dd>
    </>
  );
  return (
    <div className="outcome-words">
      <dl className="levels">
        {level('before', levels.before, means[0])}
        {level('since', levels.since, means.at(-1))}
      </dl>
      <p className="hint">{metric.unit === '' ? t('levels_caution') : t('levels_cautionUnit', metric.unit)}</p>
    </div>
  );
}

/** The same in a row: `4.0 before, 3.3 since`. */
export function levelsText(tag: TagView): string {
  const points = unpacked(tag.series.points);
  const { before, since } = levelsAround(points, tag.launches, tag.outcome.baseline, tag.series.metric);
  const latest = points.findLast((point) => !point.partial);
  if (before && since) return t('levels_short', ...alike(before.mean, since.mean));
  return latest ? t('trend_latest', figure(latest.v, tag.series.metric)) : t('trend_none');
}
