import { useState, type SubmitEvent } from 'react';
import { Dialog } from '@/components/look/Dialog';
import { Field, Said, Segmented } from '@/components/look/Field';
import { templateBehaviours } from '@/components/look/templates';
import { t } from '@/components/look/words';
import type { TagView } from '@/lib/messaging/views';
import type { Alignment } from '@/lib/model/schema/alignment';
import type { CourseState } from './state';

const shapes: readonly Alignment['shape'][] = ['levelAndSlope', 'level', 'flat'];
const grades = ['high', 'medium', 'low'] as const;

/** How the course is expected to work on the outcome; fixed before the launch, so that the reading cannot be chosen afterwards. */
export function AlignmentDialog({ state, tag, onClose }: { state: CourseState; tag: TagView; onClose: () => void }) {
  const { alignment, series, outcome } = tag;
  const [rationale, setRationale] = useState(alignment.rationale);
  const [shape, setShape] = useState(alignment.shape);
  const [contribution, setContribution] = useState(alignment.contribution);
  const [lag, setLag] = useState(String(alignment.lagPeriods));
  const [review, setReview] = useState(alignment.reviewDate ?? '');
  const [lagWrong, setLagWrong] = useState<string[]>([]);
  const [said, setSaid] = useState<string[]>([]);
  const behaviours = templateBehaviours(outcome.templateId ?? series.metric.templateId);

  const save = async () => {
    const periods = Number(lag);
    if (lag.trim() === '' || !Number.isInteger(periods) || periods < 0 || periods > 500) return setLagWrong([t('alignment_lagWrong')]);
    setLagWrong([]);
    const done = await state.change(alignment.id, {
      rationale: rationale.trim(),
      shape,
      contribution,
      lagPeriods: periods,
      reviewDate: review === '' ? undefined : review,
    });
    if (done.ok) onClose();
    else setSaid([`${done.sentence} ${done.hint}`]);
  };
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    void save();
  };

  return (
    <Dialog title={t('alignment_title')} onClose={onClose}>
      <form className="form" onSubmit={onSubmit}>
        <Field
          label={t('ask_behaviour')}
          hint={behaviours.length > 0 ? t('ask_fromTemplate', behaviours.join('; ')) : t('ask_behaviourMeans')}
        >
          {(wiring) => (
            <textarea
              {...wiring}
              className="textarea"
              rows={2}
              maxLength={1000}
              value={rationale}
              onChange={(event) => setRationale(event.target.value)}
            />
          )}
        </Field>
        <div className="form-row">
          <Field label={t('alignment_lag')} hint={t(`alignment_lag_${series.metric.cadence}`)} errors={lagWrong}>
            {(wiring) => (
              <input {...wiring} className="input" inputMode="numeric" value={lag} onChange={(event) => setLag(event.target.value)} />
            )}
          </Field>
          <Field label={t('alignment_review')} hint={t('alignment_reviewHint')}>
            {(wiring) => (
              <input {...wiring} className="input" type="date" value={review} onChange={(event) => setReview(event.target.value)} />
            )}
          </Field>
        </div>
        <Segmented
          label={t('alignment_contribution')}
          options={grades.map((grade) => ({ value: grade, label: t(`grade_${grade}`) }))}
          chosen={contribution}
          onChoose={(grade) => setContribution(grade)}
        />
        <Field label={t('alignment_shape')} hint={t('alignment_shapeHint')}>
          {(wiring) => (
            <select
              {...wiring}
              className="select"
              value={shape}
              onChange={(event) => setShape(shapes.find((one) => one === event.target.value) ?? shape)}
            >
              {shapes.map((one) => (
                <option key={one} value={one}>
                  {t(`shape_${one}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Said errors={said} warnings={[]} />
        <div className="actions">
          <button className="btn btn-primary" type="submit">
            {t('save')}
          </button>
          <button className="btn" type="button" onClick={onClose}>
            {t('cancel')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
