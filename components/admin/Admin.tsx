import { useSignals } from '@preact/signals-react/runtime';
import { FlaskConical, TriangleAlert } from 'lucide-react';
import { Notice } from '@/components/look/Notice';
import { ToastList } from '@/components/look/Toasts';
import { t } from '@/components/look/words';
import './admin.css';
import './lists.css';
import './parts.css';
import { Courses } from './Courses';
import { Data } from './Data';
import { Dialogs } from './Dialogs';
import { Kpis } from './Kpis';
import { Links } from './Links';
import { Outcomes } from './Outcomes';
import type { Room } from './rooms';
import type { Shelf } from './rows';
import { Side } from './Side';
import { Sites } from './Sites';
import type { AdminState } from './state';

const views: Record<Room, (part: { state: AdminState; shelf: Shelf }) => React.ReactNode> = {
  outcomes: Outcomes,
  kpis: Kpis,
  courses: Courses,
  links: Links,
  sites: Sites,
  data: Data,
};

/** The catalogue, the sites and the data, for those who keep them in order. */
export function Admin({ state }: { state: AdminState }) {
  useSignals();
  const shelf = state.shelf.value;
  const trouble = state.trouble.value;
  const room = state.room.value;
  const View = views[room];
  return (
    <div className="app tl">
      <Side state={state} />
      <main className="work" aria-busy={shelf === null && trouble === null}>
        {trouble === null ? null : (
          <Notice
            icon={TriangleAlert}
            tone="problem"
            announce
            title={trouble.sentence}
            actions={
              <button className="btn" type="button" onClick={state.dismiss}>
                {shelf === null ? t('again') : t('dismiss')}
              </button>
            }
          >
            {trouble.hint}
          </Notice>
        )}
        {shelf?.sample ? (
          <Notice
            icon={FlaskConical}
            actions={
              room === 'data' ? undefined : (
                <a href="#data" className="btn">
                  {t('sample_go')}
                </a>
              )
            }
          >
            {t('sample_notice')}
          </Notice>
        ) : null}
        {shelf === null ? <h1 className="visually-hidden">{t(`room_${room}`)}</h1> : <View state={state} shelf={shelf} key={room} />}
      </main>
      {shelf === null ? null : <Dialogs state={state} shelf={shelf} />}
      <ToastList toasts={state.toasts} float />
    </div>
  );
}
