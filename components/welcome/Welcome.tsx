import { useSignals } from '@preact/signals-react/runtime';
import { Check, CircleCheck, CircleX, X } from 'lucide-react';
import { useState, type FormEvent, type ReactNode } from 'react';
import { Field } from '@/components/look/Field';
import { Node, ProductMark } from '@/components/look/glyphs';
import { Icon } from '@/components/look/Icon';
import { t } from '@/components/look/words';
import type { WelcomeState } from './state';
import { TurnOnForm } from './TurnOnForm';
import './welcome.css';

/** Opens after the installation: what it is, who you are, where it may look. Every step can be left for later. */
export function Welcome({ state }: { state: WelcomeState }) {
  useSignals();
  return (
    <div className="welcome tl">
      <header>
        <p className="welcome-brand">
          <ProductMark />
          {t('extName')}
        </p>
        <h1>{t('welcome_title')}</h1>
        <p className="welcome-lead">{t('welcome_lead')}</p>
        <Line />
      </header>
      <main>
        <Step n={1} title={t('welcome_reads')}>
          <div className="welcome-two">
            <Reads title={t('welcome_readsTitle')} icon={Check} lines={[t('welcome_reads1'), t('welcome_reads2'), t('welcome_reads3')]} />
            <Reads title={t('welcome_neverTitle')} icon={X} lines={[t('welcome_never1'), t('welcome_never2'), t('welcome_never3')]} />
          </div>
        </Step>
        <Step n={2} title={t('welcome_name')}>
          {state.name.value === null ? null : <NameForm state={state} first={state.name.value} />}
        </Step>
        <Step n={3} title={t('welcome_site')}>
          <TurnOnForm state={state} />
        </Step>
        <section className="welcome-more" aria-labelledby="welcome-sample">
          <h2 id="welcome-sample">{t('welcome_sample')}</h2>
          <p className="muted">{t('welcome_sampleHint')}</p>
          <Sample state={state} />
        </section>
      </main>
    </div>
  );
}

/** ■ course, ● behaviour, ○ result, ◇ goal */
function Line() {
  return (
    <ol className="welcome-line">
      <li>
        <Node kind="course" />
        {t('node_course')}
      </li>
      <li>
        <Node kind="behaviour" />
        {t('node_behaviour')}
      </li>
      <li>
        <Node kind="result" />
        {t('node_result')}
      </li>
      <li>
        <Node kind="goal" />
        {t('node_goal')}
      </li>
    </ol>
  );
}

function Step({ n, title, children }: { n: number; title: string; children: ReactNode }) {
  return (
    <section className="welcome-step" aria-labelledby={`step-${n}`}>
      <span className="welcome-n" aria-hidden="true">
        {n}
      </span>
      <h2 id={`step-${n}`}>{title}</h2>
      <div className="welcome-body">{children}</div>
    </section>
  );
}

function Reads({ title, icon, lines }: { title: string; icon: typeof Check; lines: readonly string[] }) {
  return (
    <div>
      <h3>{title}</h3>
      <ul className="welcome-list">
        {lines.map((line) => (
          <li key={line}>
            <Icon of={icon} size={14} />
            {line}
          </li>
        ))}
      </ul>
    </div>
  );
}

function NameForm({ state, first }: { state: WelcomeState; first: string }) {
  useSignals();
  const [name, setName] = useState(first);
  const [empty, setEmpty] = useState(false);
  const send = (event: FormEvent) => {
    event.preventDefault();
    setEmpty(name.trim() === '');
    if (name.trim() !== '') void state.rename(name);
  };
  return (
    <form onSubmit={send} className="form">
      <Field label={t('welcome_nameLabel')} hint={t('welcome_nameHint')} errors={empty ? [t('welcome_nameEmpty')] : []}>
        {(wiring) => (
          <input
            className="input"
            {...wiring}
            maxLength={200}
            autoComplete="name"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <div className="actions">
        <button className="btn" type="submit">
          {t('save')}
        </button>
        <output className="with-icon small muted">
          {state.named.value === 'saved' ? (
            <>
              <Icon of={CircleCheck} size={14} />
              {t('welcome_nameSaved', state.name.value ?? '')}
            </>
          ) : null}
          {state.named.value === 'failed' ? (
            <>
              <Icon of={CircleX} size={14} />
              {t('welcome_nameFailed')}
            </>
          ) : null}
        </output>
      </div>
    </form>
  );
}

function Sample({ state }: { state: WelcomeState }) {
  useSignals();
  if (state.sample.value === 'loaded')
    return (
      <div className="actions">
        <output className="with-icon">
          <Icon of={CircleCheck} size={14} />
          {t('welcome_sampleLoaded')}
        </output>
        <a className="btn" href="/admin.html#outcomes">
          {t('welcome_openAdmin')}
        </a>
      </div>
    );
  return (
    <div className="actions">
      <button className="btn" type="button" disabled={state.sample.value === 'loading'} onClick={() => void state.loadSample()}>
        {t('welcome_sampleLoad')}
      </button>
      <output className="small muted">{state.sample.value === 'failed' ? t('welcome_sampleFailed') : ''}</output>
    </div>
  );
}
