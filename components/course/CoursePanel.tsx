import { useSignals } from '@preact/signals-react/runtime';
import { CircleAlert } from 'lucide-react';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import '@/components/look/look.css';
import { useChunk } from '@/components/look/chunk';
import { Notice } from '@/components/look/Notice';
import { ToastList } from '@/components/look/Toasts';
import { t } from '@/components/look/words';
import type { CourseView, TagView } from '@/lib/messaging/views';
import { askChunk, pickerChunk } from './chunks';
import './course.css';
import { Dialogs } from './Dialogs';
import { EmptyState } from './EmptyState';
import { useLater } from './later';
import { OutcomeOpen } from './OutcomeOpen';
import { OutcomeRow } from './OutcomeRow';
import { PanelFoot } from './PanelFoot';
import { PanelHead } from './PanelHead';
import { Skeleton, useLoading } from './Skeleton';
import type { CourseState } from './state';

/** The panel on a course page. The sentence first; charts come in the next task. */
export function CoursePanel({ state }: { state: CourseState }) {
  useSignals();
  const view = state.view.value;
  const trouble = state.trouble.value;
  const folded = state.folded.value;
  const shown = useLoading(view === null);
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    const { target } = event;
    const typing = target instanceof HTMLElement && target.closest('input, textarea, select, dialog, [role="menu"]') !== null;
    if (event.key.toLowerCase() !== 'a' || event.ctrlKey || event.metaKey || event.altKey || typing || !view || folded) return;
    event.preventDefault();
    state.pick();
  };
  return (
    // A letter is a shortcut only while the focus is inside the panel (WCAG 2.1.4), so the panel is where it is heard
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section className="panel tl" aria-label={t('course_title')} onKeyDown={onKey}>
      <PanelHead state={state} />
      {trouble && (
        <div className="panel-body">
          <Notice
            bar
            announce
            tone="problem"
            icon={CircleAlert}
            title={trouble.sentence}
            actions={
              <button className="btn" type="button" onClick={view ? state.dismissTrouble : () => void state.load()}>
                {view ? t('dismiss') : t('again')}
              </button>
            }
          >
            {trouble.hint}
          </Notice>
        </div>
      )}
      {!folded && shown === 'skeleton' && !trouble && <Skeleton />}
      {!folded && shown === 'content' && view && <Body state={state} view={view} />}
      {state.dialog.value === null && <ToastList toasts={state.toasts} />}
      {view && !folded && <PanelFoot view={view} onRefresh={(id) => void state.refresh(id)} />}
      {view && <Dialogs state={state} view={view} />}
    </section>
  );
}

function Body({ state, view }: { state: CourseState; view: CourseView }) {
  useSignals();
  const later = useLater();
  const picking = state.picking.value;
  const picker = useChunk(pickerChunk, picking !== null);
  const asked = view.tags.find((tag) => tag.alignment.id === state.asking.value);
  const ask = useChunk(askChunk, picking !== null || asked !== undefined);
  const wasPicking = useRef(false);
  useEffect(() => {
    if (wasPicking.current && picking === null && state.asking.value === null) document.getElementById('add-outcome')?.focus();
    wasPicking.current = picking !== null;
  }, [picking, state]);
  const others = view.tags.filter((tag) => tag !== asked);

  return (
    <div className="panel-body">
      {picking && picker.module && (
        <picker.module.Picker
          search={state.search}
          words={picking.words}
          onChoose={state.tag}
          onNew={(name) => startNew(state, name)}
          onClose={state.stopPicking}
        />
      )}
      {(picker.lost || ask.lost) && <p className="ask-panel">{t('refusalHint_extensionGone')}</p>}
      {asked && ask.module && <ask.module.AskStep key={asked.alignment.id} state={state} tag={asked} />}
      {!asked && view.tags.length === 0 && !(picking && picker.module) && <EmptyState state={state} view={view} />}
      {others.length === 1 && !asked && others[0] && <OutcomeOpen state={state} view={view} tag={others[0]} later={later} />}
      {(others.length > 1 || (asked && others.length > 0)) &&
        others.map((tag) => <Foldable key={tag.alignment.id} state={state} view={view} tag={tag} later={later} />)}
    </div>
  );
}

function Foldable({ state, view, tag, later }: { state: CourseState; view: CourseView; tag: TagView; later: boolean }) {
  useSignals();
  const open = state.isOpen(tag);
  const id = `outcome-${tag.alignment.id}`;
  return (
    <div className="outcome-box" id={id}>
      <OutcomeRow tag={tag} open={open} later={later} controls={id} onToggle={() => state.toggle(tag)} />
      {open && <OutcomeOpen state={state} view={view} tag={tag} later={later} />}
    </div>
  );
}

function startNew(state: CourseState, name: string): void {
  state.stopPicking();
  state.openDialog({ kind: 'outcomeNew', name });
}
