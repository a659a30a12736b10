import { Monitor } from 'lucide-react';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { Agreement } from '@/components/look/Agreement';
import { Field } from '@/components/look/Field';
import { Icon } from '@/components/look/Icon';
import { Statement } from '@/components/look/statement';
import { templateBehaviours } from '@/components/look/templates';
import { t } from '@/components/look/words';
import type { TagView } from '@/lib/messaging/views';
import type { CourseState, Trouble } from './state';

/** After the choice, which is already saved: name the behaviour, and ask the owner. Enter asks. */
export function AskStep({ state, tag }: { state: CourseState; tag: TagView }) {
  const { alignment, outcome, ownerName, series } = tag;
  const [words, setWords] = useState(alignment.rationale);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const behaviours = templateBehaviours(outcome.templateId ?? series.metric.templateId);

  const keep = async (): Promise<boolean> => {
    if (words.trim() === alignment.rationale) return true;
    const done = await state.change(alignment.id, { rationale: words.trim() });
    setTrouble(done.ok ? null : done);
    return done.ok;
  };
  const run = async (then: () => Promise<unknown> | void) => {
    if (busy) return;
    setBusy(true);
    if (await keep()) await then();
    setBusy(false);
  };
  const ask = async () => {
    const done = await state.askOwner(alignment.id);
    if (done.ok) state.leaveAsking();
  };
  const complete = () => {
    state.leaveAsking();
    state.openDialog({ kind: 'outcomeEdit', alignmentId: alignment.id });
  };
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    void run(ownerName === undefined ? complete : ask);
  };

  return (
    <form className="outcome outcome-single" onSubmit={onSubmit} aria-label={t('askOwner_title')}>
      <div className="outcome-words">
        <h3 className="statement">
          <Statement outcome={outcome} metric={series.metric} unitName={tag.unitName} />
        </h3>
        <div className="meta">
          <Agreement status={tag.status} owner={ownerName} />
          <output className="with-icon">
            <Icon of={Monitor} size={14} />
            {t('store_device')}
          </output>
        </div>
        <Field
          label={
            <>
              {t('ask_behaviour')} <span>{t('ask_behaviourMeans')}</span>
            </>
          }
          hint={behaviours.length > 0 ? t('ask_fromTemplate', behaviours.join('; ')) : undefined}
          errors={trouble ? [`${trouble.sentence} ${trouble.hint}`] : []}
        >
          {(wiring) => (
            <input
              {...wiring}
              ref={field}
              className="input"
              maxLength={1000}
              value={words}
              onChange={(event) => setWords(event.target.value)}
            />
          )}
        </Field>
        <div className="actions">
          <button className="btn btn-primary btn-wrap" type="submit" aria-disabled={busy}>
            {ownerName === undefined ? t('agree_complete') : t('ask_owner', ownerName)}
          </button>
          <button className="btn" type="button" onClick={() => void run(state.leaveAsking)}>
            {t('later')}
          </button>
          <button className="btn btn-quiet" type="button" onClick={() => void state.untag(tag)}>
            {t('undo')}
          </button>
          <span className="hint hide-narrow">
            {outcome.templateId === undefined ? t('ask_settings') : t('ask_settingsTemplate')}{' '}
            <button className="link" type="button" onClick={() => state.openDialog({ kind: 'alignmentEdit', alignmentId: alignment.id })}>
              {t('change')}
            </button>
          </span>
        </div>
        {ownerName === undefined && <p className="hint">{t('agree_noOwner')}</p>}
      </div>
    </form>
  );
}
