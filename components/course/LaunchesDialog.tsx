import { useSignals } from '@preact/signals-react/runtime';
import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useState, type SubmitEvent } from 'react';
import { dayText } from '@/components/look/dates';
import { Dialog } from '@/components/look/Dialog';
import { Field, Said } from '@/components/look/Field';
import { Icon } from '@/components/look/Icon';
import { ToastList } from '@/components/look/Toasts';
import { t } from '@/components/look/words';
import type { CourseView } from '@/lib/messaging/views';
import type { Launch } from '@/lib/model/schema/course';
import type { CourseState } from './state';

/** The days on which an audience could first take the course: several are usual (pilot, region, rerun). */
export function LaunchesDialog({ state, view, onClose }: { state: CourseState; view: CourseView; onClose: () => void }) {
  useSignals();
  const launches = view.course.launches.toSorted((a, b) => (a.date < b.date ? -1 : 1));
  const [edited, setEdited] = useState<Launch | 'new' | null>(launches.length === 0 ? 'new' : null);
  const [said, setSaid] = useState<string[]>([]);
  const remove = async (launch: Launch) => {
    const done = await state.removeLaunch(launch);
    setSaid(done.ok ? [] : [`${done.sentence} ${done.hint}`]);
  };
  return (
    <Dialog title={t('launches_title')} onClose={onClose}>
      <p className="hint">{t('launches_means')}</p>
      {launches.length > 0 && (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('launch_date')}</th>
              <th scope="col">{t('launch_audience')}</th>
              <th scope="col">
                <span className="visually-hidden">{t('launch_acts')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {launches.map((launch) => (
              <tr key={launch.key}>
                <th scope="row" className="nowrap">
                  {dayText(launch.date, { year: true })}
                </th>
                <td>
                  {launch.audience}
                  {launch.note && <div className="hint">{launch.note}</div>}
                </td>
                <td className="num">
                  <button
                    className="btn btn-quiet btn-icon"
                    type="button"
                    aria-label={t('launch_edit', dayText(launch.date, { year: true }))}
                    onClick={() => setEdited(launch)}
                  >
                    <Icon of={Pencil} />
                  </button>
                  <button
                    className="btn btn-quiet btn-icon"
                    type="button"
                    aria-label={t('launch_remove', dayText(launch.date, { year: true }))}
                    onClick={() => void remove(launch)}
                  >
                    <Icon of={Trash2} />
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Said errors={said} warnings={[]} />
      {edited === null ? (
        <div className="actions">
          <button className="btn" type="button" onClick={() => setEdited('new')}>
            <Icon of={Plus} />
            {t('launch_add')}
          </button>
        </div>
      ) : (
        <LaunchForm
          key={edited === 'new' ? 'new' : edited.key}
          state={state}
          launch={edited === 'new' ? undefined : edited}
          guess={launches.some((launch) => launch.date === view.launchHint) ? undefined : view.launchHint}
          onDone={() => setEdited(null)}
        />
      )}
      <ToastList toasts={state.toasts} />
    </Dialog>
  );
}

function LaunchForm({ state, launch, guess, onDone }: { state: CourseState; launch?: Launch; guess?: string; onDone: () => void }) {
  const [date, setDate] = useState(launch?.date ?? '');
  const [audience, setAudience] = useState(launch?.audience ?? '');
  const [note, setNote] = useState(launch?.note ?? '');
  const [wrong, setWrong] = useState<string[]>([]);
  const [said, setSaid] = useState<string[]>([]);
  const save = async () => {
    if (date === '') return setWrong([t('launch_dateMissing')]);
    setWrong([]);
    const done = await state.setLaunch({ key: launch?.key, date, audience: audience.trim() || undefined, note: note.trim() || undefined });
    if (done.ok) onDone();
    else setSaid([`${done.sentence} ${done.hint}`]);
  };
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    void save();
  };
  return (
    <form
      className="form"
      onSubmit={onSubmit}
      aria-label={launch ? t('launch_edit', dayText(launch.date, { year: true })) : t('launch_add')}
    >
      <div className="form-row">
        <Field
          label={t('launch_date')}
          errors={wrong}
          hint={
            guess !== undefined && guess !== date ? (
              <>
                {t('launch_guess', dayText(guess, { year: true }))}{' '}
                <button className="link" type="button" onClick={() => setDate(guess)}>
                  {t('launch_useGuess')}
                </button>
              </>
            ) : undefined
          }
        >
          {(wiring) => <input {...wiring} className="input" type="date" value={date} onChange={(event) => setDate(event.target.value)} />}
        </Field>
        <Field label={t('launch_audience')} hint={t('launch_audienceHint')}>
          {(wiring) => (
            <input {...wiring} className="input" maxLength={200} value={audience} onChange={(event) => setAudience(event.target.value)} />
          )}
        </Field>
      </div>
      <Field label={t('launch_note')}>
        {(wiring) => <input {...wiring} className="input" maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />}
      </Field>
      <Said errors={said} warnings={[]} />
      <div className="actions">
        <button className="btn btn-primary" type="submit">
          {t('save')}
        </button>
        <button className="btn" type="button" onClick={onDone}>
          {t('cancel')}
        </button>
      </div>
    </form>
  );
}
