import { useSignals } from '@preact/signals-react/runtime';
import { ChevronDown, ChevronUp, CircleMinus, Ellipsis, Flag, ListTree, Plus, RotateCcw } from 'lucide-react';
import { ProductMark } from '@/components/look/glyphs';
import { Icon } from '@/components/look/Icon';
import { Menu, type MenuItem } from '@/components/look/Menu';
import { t, tn } from '@/components/look/words';
import type { CourseView } from '@/lib/messaging/views';
import { pickerChunk } from './chunks';
import type { CourseState, DialogKind } from './state';

/** Title, what there is in one line, and the panel's own acts. Always 40 px, also when it is all there is. */
export function PanelHead({ state }: { state: CourseState }) {
  useSignals();
  const view = state.view.value;
  const folded = state.folded.value;
  const canAdd = view !== null && !folded && view.tags.length > 0 && state.picking.value === null && state.asking.value === null;
  return (
    <div className="panel-head">
      <h2>
        <ProductMark />
        {t('course_title')}
      </h2>
      <span className="summary">{view && summary(view)}</span>
      <div className="tools no-print">
        {canAdd && (
          <button
            className="btn btn-quiet"
            type="button"
            id="add-outcome"
            aria-keyshortcuts="a"
            onPointerEnter={pickerChunk.prefetch}
            onFocus={pickerChunk.prefetch}
            onClick={() => state.pick()}
          >
            <Icon of={Plus} />
            <span className="add-word">{t('course_add')}</span>
          </button>
        )}
        <Menu label={t('more')} icon={Ellipsis} items={menuOf(state, view)} />
        <button
          className="btn btn-quiet btn-icon"
          type="button"
          aria-expanded={!folded}
          aria-label={folded ? t('course_open') : t('course_fold')}
          onClick={() => state.fold(!folded)}
        >
          <Icon of={folded ? ChevronDown : ChevronUp} />
        </button>
      </div>
    </div>
  );
}

function summary(view: CourseView): string {
  if (view.tags.length === 0) return view.course.policy?.kind === 'noneByDesign' ? t('policy_none') : '';
  const waiting = view.tags.filter((tag) => tag.status.state === 'proposed' || tag.status.state === 'changed').length;
  const all = tn('course_outcomes', view.tags.length);
  return waiting === 0 || view.tags.length === 1 ? all : t('course_waiting', all, waiting);
}

function menuOf(state: CourseState, view: CourseView | null): MenuItem[] {
  const open = (dialog: DialogKind) => () => state.openDialog(dialog);
  return [
    { key: 'launches', label: t('launches_title'), icon: Flag, onChoose: open({ kind: 'launches' }) },
    ...(view && view.tags.length === 0
      ? [{ key: 'policy', label: t('policy_none'), icon: CircleMinus, onChoose: open({ kind: 'policy' }) }]
      : []),
    ...(view && view.hidden.length > 0
      ? [{ key: 'hidden', label: tn('hidden_menu', view.hidden.length), icon: RotateCcw, onChoose: open({ kind: 'hidden' }) }]
      : []),
    { key: 'line', line: true },
    { key: 'admin', label: t('course_catalogue'), icon: ListTree, onChoose: () => void state.openAdmin('outcomes') },
  ];
}
