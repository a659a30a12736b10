import { useSignals } from '@preact/signals-react/runtime';
import { Ellipsis, Pencil, RefreshCw, Table2, Trash2, Waypoints } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Agreement } from '@/components/look/Agreement';
import { dayText } from '@/components/look/dates';
import { Menu, type MenuItem } from '@/components/look/Menu';
import { Statement } from '@/components/look/statement';
import { t } from '@/components/look/words';
import type { CourseView, TagView } from '@/lib/messaging/views';
import { AgreementNotice } from './AgreementNotice';
import { Evidence } from './Evidence';
import { sourceText } from './PanelFoot';
import { SourceNotice } from './SourceNotice';
import type { CourseState } from './state';
import { Thread } from './Thread';

/** One outcome in full: the sentence, its agreement, levels beside the trend, the line, and what stands in the way. */
export function OutcomeOpen({ state, view, tag, later }: { state: CourseState; view: CourseView; tag: TagView; later: boolean }) {
  useSignals();
  const { alignment, outcome, series } = tag;
  const heading = useRef<HTMLHeadingElement>(null);
  const landed = state.landing.value === alignment.id;
  useEffect(() => {
    if (!landed) return;
    heading.current?.focus();
    state.landed();
  }, [landed, state]);

  return (
    <>
      {(series.trouble || series.source.earlierAccount) && (
        <div className="notices">
          <SourceNotice series={series} onRefresh={(id) => void state.refresh(id)} onAllow={(site) => void state.allowReading(site)} />
        </div>
      )}
      <article className="outcome">
        <div className="outcome-wide">
          <div className="outcome-head">
            <h3 className="statement" ref={heading} tabIndex={-1}>
              <Statement outcome={outcome} metric={series.metric} unitName={tag.unitName} />
            </h3>
            <div className="tools no-print">
              <Menu label={t('outcome_more', series.metric.name)} icon={Ellipsis} items={menuOf(state, tag)} />
            </div>
          </div>
          <div className="meta">
            <Agreement status={tag.status} owner={tag.ownerName} />
            <span className="hide-narrow">{t('outcome_contribution', t(`grade_${alignment.contribution}`))}</span>
            {alignment.reviewDate !== undefined && (
              <span className="hide-narrow">{t('outcome_review', dayText(alignment.reviewDate))}</span>
            )}
            {view.tags.length > 1 && <span>{sourceText(series)}</span>}
          </div>
        </div>
        <Evidence state={state} view={view} tag={tag} later={later} />
        {series.source.otherAccounts > 0 && !series.source.earlierAccount && (
          <p className="outcome-wide hint">{t('source_otherAccounts')}</p>
        )}
        <div className="outcome-wide">
          <Thread tag={tag} />
        </div>
      </article>
      <AgreementNotice
        tag={tag}
        onAsk={() => void state.askOwner(alignment.id)}
        onAmend={() => state.openDialog({ kind: 'outcomeEdit', alignmentId: alignment.id })}
      />
    </>
  );
}

function menuOf(state: CourseState, tag: TagView): MenuItem[] {
  const { alignment, series } = tag;
  const typed = series.metric.source.kind === 'typed';
  return [
    {
      key: 'outcome',
      label: t('outcome_edit'),
      icon: Pencil,
      onChoose: () => state.openDialog({ kind: 'outcomeEdit', alignmentId: alignment.id }),
    },
    {
      key: 'alignment',
      label: t('alignment_edit'),
      icon: Waypoints,
      onChoose: () => state.openDialog({ kind: 'alignmentEdit', alignmentId: alignment.id }),
    },
    typed
      ? {
          key: 'values',
          label: t('values_title'),
          icon: Table2,
          onChoose: () => state.openDialog({ kind: 'values', metricId: series.metric.id }),
        }
      : { key: 'refresh', label: t('source_refresh'), icon: RefreshCw, onChoose: () => void state.refresh(series.metric.id) },
    { key: 'line', line: true },
    { key: 'remove', label: t('outcome_remove'), icon: Trash2, onChoose: () => void state.untag(tag) },
  ];
}
