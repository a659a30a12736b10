import { ChevronDown, ChevronRight } from 'lucide-react';
import { Agreement } from '@/components/look/Agreement';
import { useChunk } from '@/components/look/chunk';
import { alike } from '@/components/look/figures';
import { Icon } from '@/components/look/Icon';
import { changeText } from '@/components/look/statement';
import { t } from '@/components/look/words';
import type { TagView } from '@/lib/messaging/views';
import { targetLevel } from '@/lib/model/rules/target';
import { sparkChunk } from './chunks';
import { levelsText } from './Levels';

/** One outcome folded to a line; opened, it is the head of what stands below. */
export function OutcomeRow({
  tag,
  open,
  later,
  controls,
  onToggle,
}: {
  tag: TagView;
  open: boolean;
  later: boolean;
  controls: string;
  onToggle: () => void;
}) {
  const { outcome, series } = tag;
  const spark = useChunk(sparkChunk, later && !open);
  const level = targetLevel(outcome);
  return (
    <button className="row" type="button" aria-expanded={open} aria-controls={open ? controls : undefined} onClick={onToggle}>
      <Icon of={open ? ChevronDown : ChevronRight} />
      <span className="name">
        <b>{series.metric.name}</b> <span className="muted">{shortChange(tag, level)}</span>
      </span>
      {!open && (
        <>
          <span className="kpi">
            {spark.module && <spark.module.Spark series={series} launches={tag.launches} target={level === null ? undefined : { level }} />}
          </span>
          <span className="said">{levelsText(tag)}</span>
          <Agreement status={tag.status} short />
        </>
      )}
    </button>
  );
}

/** `by 20 % (4.0 → 3.2)`, `to 1.8 per 200,000 h` */
function shortChange({ outcome, series: { metric } }: TagView, level: number | null): string {
  const amount = changeText(outcome, metric);
  if (amount === null) return '';
  if (outcome.change?.kind === 'level' || outcome.direction === 'maintain') return t('change_to', amount);
  const from = outcome.baseline?.value;
  return from === undefined || level === null ? t('change_by', amount) : t('change_byLevels', amount, ...alike(from, level));
}
