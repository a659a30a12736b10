import { useState, type ReactNode, type SubmitEvent } from 'react';
import { today } from '@/components/look/dates';
import { Field, Said, Segmented } from '@/components/look/Field';
import { Statement } from '@/components/look/statement';
import { t } from '@/components/look/words';
import type { Done } from '@/components/course/state';
import type { LintContext } from '@/lib/model/rules/lint';
import type { Metric } from '@/lib/model/schema/metric';
import { BaselineFields } from './BaselineFields';
import { ChangeFields } from './ChangeFields';
import { findingsIn, metricOf, outcomeOf, unreadable, type Draft } from './draft';
import { about } from './findings';
import { MetricFields } from './MetricFields';

type Props = {
  draft: Draft;
  context: Omit<LintContext, 'today'>;
  /** Absent: the KPI stays as it is. */
  findMetrics?: (words: string) => Promise<Metric[]>;
  /** Beside the baseline: what the values of its dates say. */
  baselineHelp?: (draft: Draft, take: (change: Partial<Draft>) => void) => ReactNode;
  saveWords: string;
  /** `whole`: nothing is left to mend, so it may be active. */
  onSave: (draft: Draft, whole: boolean) => Promise<Done>;
  onClose: () => void;
};

/** An outcome in fields, with its sentence as it grows and what is to be mended beside each field. */
export function OutcomeForm({ draft: first, context, findMetrics, baselineHelp, saveWords, onSave, onClose }: Props) {
  const [draft, setDraft] = useState(first);
  const [tried, setTried] = useState(false);
  const [said, setSaid] = useState<string[]>([]);
  const change = (next: Partial<Draft>) => setDraft({ ...draft, ...next });
  const findings = findingsIn(draft, { ...context, today: today() });
  const odd = unreadable(draft);
  // Blank owner and unit are said when saving was tried: a form that starts with red lines teaches nobody
  const owned = about(findings, 'owner', 'businessUnit');
  const metric = metricOf(draft);

  const save = async (whole: boolean) => {
    setTried(true);
    if (odd.length > 0 || (whole && findings.some((finding) => finding.level === 'error'))) return;
    const done = await onSave(draft, whole);
    if (done.ok) onClose();
    else setSaid([`${done.sentence} ${done.hint}`]);
  };
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    void save(true);
  };

  return (
    <form className="form" onSubmit={onSubmit}>
      <output className="statement">
        {metric.name === '' ? (
          <span className="muted">{t('outcome_statementEmpty')}</span>
        ) : (
          <Statement outcome={outcomeOf(draft)} metric={metric} unitName={draft.unitName} />
        )}
      </output>
      <div className="field">
        <Segmented
          label={t('outcome_direction')}
          options={(['reduce', 'increase', 'maintain'] as const).map((value) => ({ value, label: t(`direction_${value}`) }))}
          chosen={draft.direction}
          onChoose={(direction) =>
            change({
              direction,
              ...(draft.metric || direction === 'maintain' ? {} : { betterWhen: direction === 'reduce' ? 'lower' : 'higher' }),
            })
          }
        />
        <Said {...about(findings, 'direction')} />
      </div>
      <MetricFields
        draft={draft}
        onChange={change}
        findMetrics={findMetrics}
        said={about(findings, 'metricId')}
        missing={tried && odd.includes('name')}
      />
      <ChangeFields draft={draft} onChange={change} said={about(findings, 'change')} wrong={odd.includes('amount')} />
      <BaselineFields
        draft={draft}
        onChange={change}
        said={about(findings, 'baseline')}
        odd={odd}
        tried={tried}
        help={baselineHelp?.(draft, change)}
      />
      <div className="form-row">
        <Field label={t('outcome_due')} {...about(findings, 'dueDate')}>
          {(wiring) => (
            <input
              {...wiring}
              className="input"
              type="date"
              value={draft.dueDate}
              onChange={(event) => change({ dueDate: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('outcome_unit')} hint={t('outcome_unitHint')}>
          {(wiring) => (
            <input
              {...wiring}
              className="input"
              maxLength={200}
              value={draft.unitName}
              onChange={(event) => change({ unitName: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('outcome_owner')} hint={t('outcome_ownerHint')}>
          {(wiring) => (
            <input
              {...wiring}
              className="input"
              maxLength={200}
              value={draft.ownerName}
              onChange={(event) => change({ ownerName: event.target.value })}
            />
          )}
        </Field>
      </div>
      {tried && <Said {...owned} />}
      <Field label={t('outcome_scope')} hint={t('outcome_scopeHint')}>
        {(wiring) => (
          <input
            {...wiring}
            className="input"
            maxLength={200}
            value={draft.scope}
            onChange={(event) => change({ scope: event.target.value })}
          />
        )}
      </Field>
      <Said errors={said} warnings={[]} />
      <div className="actions">
        <button className="btn btn-primary" type="submit">
          {saveWords}
        </button>
        <button className="btn" type="button" onClick={() => void save(false)}>
          {t('outcome_saveDraft')}
        </button>
        <button className="btn btn-quiet" type="button" onClick={onClose}>
          {t('cancel')}
        </button>
      </div>
      {tried && findings.some((finding) => finding.level === 'error') && <output className="hint">{t('outcome_notWhole')}</output>}
    </form>
  );
}
