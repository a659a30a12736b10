import { useState, type SubmitEvent } from 'react';
import { Dialog } from '@/components/look/Dialog';
import { Field } from '@/components/look/Field';
import { t } from '@/components/look/words';
import type { CourseState } from './state';

/** "No business outcome, by design": allowed with a reason, and kept with a name and a date. */
export function PolicyDialog({ state, onClose }: { state: CourseState; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const [wrong, setWrong] = useState<string[]>([]);
  const save = async () => {
    if (reason.trim() === '') return setWrong([t('policy_reasonMissing')]);
    const done = await state.setPolicy({ kind: 'noneByDesign', reason: reason.trim() });
    if (done.ok) onClose();
    else setWrong([`${done.sentence} ${done.hint}`]);
  };
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    void save();
  };
  return (
    <Dialog title={t('policy_none')} onClose={onClose}>
      <form className="form" onSubmit={onSubmit}>
        <p>{t('policy_means')}</p>
        <Field label={t('policy_reason')} hint={t('policy_reasonHint')} errors={wrong}>
          {(wiring) => (
            <textarea
              {...wiring}
              className="textarea"
              maxLength={500}
              rows={2}
              value={reason}
              onChange={(event) => {
                setReason(event.target.value);
                setWrong([]);
              }}
            />
          )}
        </Field>
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
