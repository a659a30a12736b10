import { useSignals } from '@preact/signals-react/runtime';
import {
  CircleCheck,
  CircleHelp,
  Eye,
  Info,
  Lock,
  PanelRight,
  Pause,
  Play,
  SquareArrowOutUpRight,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from '@/components/look/Icon';
import { Notice } from '@/components/look/Notice';
import { t, tn } from '@/components/look/words';
import { isProduct, products } from '@/components/site/address';
import { surfaceHere } from '@/components/site/surfaces';
import type { PopupView } from '@/lib/messaging/views';
import { Checks } from './Checks';
import { nextStep } from './check-words';
import type { PopupState } from './state';
import { situationOf, whyText } from './situation';

type Part = { view: PopupView; state: PopupState };

/** What is so on this site, why, and what can be done about it. */
export function SiteBox({ view, state }: Part) {
  useSignals();
  const situation = situationOf(view, state.asked.value);
  return (
    <section className="popup-site" aria-labelledby="popup-host">
      <h2 id="popup-host" className="popup-host">
        {view.host || t('popup_browserPage')}
      </h2>
      <Situation of={situation} view={view} state={state} />
      {state.asked.value === 'declined' ? (
        <Notice icon={Info} announce title={t('popup_declined')}>
          {t('popup_declinedHint')}
        </Notice>
      ) : null}
      {state.asked.value === 'failed' ? (
        <Notice icon={TriangleAlert} tone="problem" announce title={t('popup_askFailed')}>
          {t('popup_failedHint')}
        </Notice>
      ) : null}
    </section>
  );
}

function Situation({ of, view, state }: Part & { of: ReturnType<typeof situationOf> }) {
  useSignals();
  const id = view.site?.product ?? view.product ?? '';
  const product = isProduct(id) ? products[id].name : id;
  const asking = state.asked.value === 'asking';
  switch (of) {
    case 'policy':
      return (
        <>
          <Line icon={Lock}>{t('popup_policy')}</Line>
          <p className="hint">{t('popup_policyHint')}</p>
        </>
      );
    case 'restricted':
      return <p>{t('popup_restricted')}</p>;
    case 'unknownProduct':
      return (
        <>
          <Line icon={CircleHelp}>{t('popup_unknown')}</Line>
          <Checks view={view} />
          <p className="hint">{t('popup_unknownHint')}</p>
        </>
      );
    case 'off':
      return (
        <>
          <p>{t('popup_off', product)}</p>
          <div className="actions">
            <button
              className="btn btn-primary"
              type="button"
              aria-disabled={asking}
              onClick={() => void (asking ? undefined : state.turnOn())}
            >
              {t('popup_turnOn')}
            </button>
          </div>
          <p className="hint">{asking ? t('popup_asking') : view.site?.kind === 'bi' ? t('popup_readsBi') : t('popup_readsLms')}</p>
        </>
      );
    case 'paused':
      return (
        <>
          <Line icon={Pause}>{t('popup_paused')}</Line>
          <div className="actions">
            <button className="btn btn-primary" type="button" disabled={state.busy.value} onClick={() => void state.pause(false)}>
              <Icon of={Play} />
              {t('popup_resume')}
            </button>
            <TurnOff state={state} />
          </div>
        </>
      );
    case 'shown':
      return (
        <>
          <Recognised view={view} />
          <OnActions state={state} />
          <Beside state={state} quiet />
        </>
      );
    case 'notYetHere':
      return (
        <>
          <Line icon={Eye}>{whyText(view)}</Line>
          <Recognised view={view} />
          <div className="actions">
            <button className="btn btn-primary" type="button" disabled={state.busy.value} onClick={() => void state.showHere()}>
              {t('popup_showHere')}
            </button>
          </div>
          <p className="hint">{t('popup_showHereHint')}</p>
          <OnActions state={state} />
        </>
      );
    case 'notShown':
      return (
        <>
          <Line icon={view.recognised?.why === 'learner' ? Info : TriangleAlert}>{whyText(view)}</Line>
          <Checks view={view} />
          {view.recognised?.why === 'learner' ? null : <Beside state={state} />}
          <OnActions state={state} />
        </>
      );
    case 'otherPage':
      return (
        <>
          <Line icon={Info}>{view.site?.kind === 'bi' ? t('popup_noDashboard') : t('popup_noCourse')}</Line>
          <Checks view={view} />
          <p className="hint">
            {nextStep(view.checks) ?? (view.site?.kind === 'bi' ? t('popup_noDashboardHint') : t('popup_noCourseHint'))}
          </p>
          <OnActions state={state} />
        </>
      );
  }
}

function Line({ icon, children }: { icon: LucideIcon; children: ReactNode }) {
  return (
    <p className="popup-line">
      <Icon of={icon} size={14} />
      <span>{children}</span>
    </p>
  );
}

function Recognised({ view }: { view: PopupView }) {
  const page = view.recognised;
  if (!page) return null;
  return (
    <Line icon={CircleCheck}>
      {page.kind === 'course' ? t('popup_course') : t('popup_dashboard')} <b>{page.title}</b>
      {page.tags === undefined ? null : `, ${tn('popup_outcomes', page.tags)}`}
      {page.tiles === undefined ? null : `, ${tn('popup_charts', page.tiles)}`}
    </Line>
  );
}

function OnActions({ state }: { state: PopupState }) {
  useSignals();
  return (
    <div className="actions">
      <button className="btn" type="button" disabled={state.busy.value} onClick={() => void state.pause(true)}>
        <Icon of={Pause} />
        {t('popup_pause')}
      </button>
      <TurnOff state={state} />
    </div>
  );
}

function TurnOff({ state }: { state: PopupState }) {
  useSignals();
  return (
    <button
      className="btn btn-quiet"
      type="button"
      disabled={state.busy.value}
      title={t('popup_turnOffHint')}
      onClick={() => void state.turnOff()}
    >
      {t('popup_turnOff')}
    </button>
  );
}

/** The same panel where the page has no place for it: primary when that is the only way, a link when it is a choice. */
function Beside({ state, quiet }: { state: PopupState; quiet?: boolean }) {
  const beside = surfaceHere();
  const words = beside === 'window' ? t('popup_window') : beside === 'side' ? t('popup_side') : t('popup_sidebar');
  const open = () => void (beside === 'window' ? state.openWindow() : state.openBeside()).then(() => window.close());
  if (quiet)
    return (
      <p>
        <button className="link" type="button" onClick={open}>
          {words}
        </button>
      </p>
    );
  return (
    <div className="actions">
      <button className="btn btn-primary" type="button" onClick={open}>
        <Icon of={PanelRight} />
        {words}
      </button>
      {beside === 'window' ? null : (
        <button className="btn" type="button" onClick={() => void state.openWindow().then(() => window.close())}>
          <Icon of={SquareArrowOutUpRight} />
          {t('popup_windowShort')}
        </button>
      )}
    </div>
  );
}
