import type { CourseState } from '@/components/course/state';
import { dayText } from '@/components/look/dates';
import { Dialog } from '@/components/look/Dialog';
import { figure } from '@/components/look/figures';
import { fieldNumber, fieldText } from '@/components/look/number-field';
import { templateWords } from '@/components/look/templates';
import { t } from '@/components/look/words';
import { unpacked } from '@/lib/messaging/points';
import type { TagView } from '@/lib/messaging/views';
import { levelsAround } from '@/lib/model/rules/levels';
import { changeOf, draftOf, type Draft } from './draft';
import { OutcomeForm } from './OutcomeForm';

/** The outcome's own fields. A change of what was agreed shows it as proposed again, and says so before saving. */
export function EditOutcome({ state, tag, onClose }: { state: CourseState; tag: TagView; onClose: () => void }) {
  const { outcome, series, alignment, status } = tag;
  const decided = status.state !== 'proposed' && status.state !== 'declined';
  return (
    <Dialog title={t('outcome_edit')} onClose={onClose} wide>
      {decided && <p className="hint">{t('outcome_editAgreed')}</p>}
      <OutcomeForm
        draft={draftOf(outcome, series.metric, { ownerName: tag.ownerName, unitName: tag.unitName ?? usualUnit(outcome.templateId) })}
        context={{ firstLaunch: tag.launches[0]?.date, lagPeriods: alignment.lagPeriods }}
        baselineHelp={(draft, take) => <FromValues tag={tag} draft={draft} take={take} />}
        saveWords={t('save')}
        onSave={(draft, whole) => state.changeOutcome(changeOf(draft, whole, outcome, tag))}
        onClose={onClose}
      />
    </Dialog>
  );
}

/** The part of an organisation that a template's KPI usually belongs to: offered until one is named. */
const usualUnit = (templateId: string | undefined): string | undefined =>
  templateId === undefined ? undefined : templateWords(templateId).unitName;

/** The average of the values between the two dates, to be taken as the baseline. */
function FromValues({ tag: { series }, draft, take }: { tag: TagView; draft: Draft; take: (change: Partial<Draft>) => void }) {
  const { baselineFrom: from, baselineTo: to } = draft;
  if (from === '' || to === '' || from > to) return series.points.v.length > 0 ? <p className="hint">{t('baseline_choose')}</p> : null;
  const { before } = levelsAround(unpacked(series.points), [], { from, to }, series.metric);
  if (!before) return <p className="hint">{t('baseline_noValues')}</p>;
  const value = fieldText(Number(before.mean.toPrecision(4)));
  const now = fieldNumber(draft.baselineValue);
  return (
    <p className="hint">
      {t('baseline_average', figure(before.mean, series.metric), dayText(from), dayText(to))}{' '}
      {(typeof now !== 'number' || figure(now, series.metric) !== figure(before.mean, series.metric)) && (
        <button className="link" type="button" onClick={() => take({ baselineValue: value })}>
          {t('baseline_take')}
        </button>
      )}
    </p>
  );
}
