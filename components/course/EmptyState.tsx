import { useSignals } from '@preact/signals-react/runtime';
import { CircleMinus, Search } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { Icon } from '@/components/look/Icon';
import { instantDay } from '@/components/look/dates';
import { t } from '@/components/look/words';
import type { CourseView } from '@/lib/messaging/views';
import { dialogChunks, pickerChunk } from './chunks';
import type { CourseState } from './state';

/** A question, the field that answers it, and an honest way out. */
export function EmptyState({ state, view }: { state: CourseState; view: CourseView }) {
  useSignals();
  const policy = view.course.policy;
  return (
    <div className="ask-panel">
      {policy?.kind === 'noneByDesign' ? (
        <>
          <h3 className="statement">{t('policy_none')}</h3>
          <p>{t('quoted', policy.reason)}</p>
          <p className="hint">{t('policy_since', instantDay(policy.at, { year: true }))}</p>
          <div className="actions">
            <button className="btn" type="button" onClick={() => void state.setPolicy({ kind: 'expected' })}>
              {t('policy_expect')}
            </button>
          </div>
        </>
      ) : (
        <>
          <h3 className="statement" id="empty-question">
            {t('empty_question')}
          </h3>
          <div className="ask-line">
            <FirstField state={state} />
            <button
              className="btn"
              type="button"
              onPointerEnter={dialogChunks.policy.prefetch}
              onFocus={dialogChunks.policy.prefetch}
              onClick={() => state.openDialog({ kind: 'policy' })}
            >
              <Icon of={CircleMinus} />
              {t('policy_none')}
            </button>
          </div>
          <p className="hint">
            {t('empty_hint')}{' '}
            <button
              className="link"
              type="button"
              onPointerEnter={dialogChunks.outcomeNew.prefetch}
              onClick={() => state.openDialog({ kind: 'outcomeNew', name: '' })}
            >
              {t('empty_write')}
            </button>
          </p>
        </>
      )}
    </div>
  );
}

/**
 * Stands for the picker's field until the picker is here. Tabbing through opens nothing; a click, Enter, the down arrow or
 * the first letter does, and what was typed goes along.
 */
function FirstField({ state }: { state: CourseState }) {
  const [words, setWords] = useState('');
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    state.pick(words);
  };
  return (
    <div className="picker-field" onPointerEnter={pickerChunk.prefetch}>
      <Icon of={Search} />
      <input
        id="add-outcome"
        className="input"
        type="text"
        role="combobox"
        aria-expanded="false"
        aria-controls="outcome-options"
        aria-label={t('picker_search')}
        placeholder={t('picker_search')}
        autoComplete="off"
        value={words}
        onFocus={pickerChunk.prefetch}
        onClick={() => state.pick(words)}
        onKeyDown={onKey}
        onChange={(event) => {
          setWords(event.target.value);
          state.pick(event.target.value);
        }}
      />
    </div>
  );
}
