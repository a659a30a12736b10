// WAI-ARIA's combobox has roles that no element brings: the listbox is no <select>, its options take no focus and no keys.
/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus */
import { useSignals } from '@preact/signals-react/runtime';
import { Search } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { Icon } from '@/components/look/Icon';
import { t, tn } from '@/components/look/words';
import { marked, optionsOf, type Option } from './options';
import './picker.css';
import { Preview } from './Preview';
import { makeSearch, type Answer, type Results } from './search';

type Props = {
  search: (words: string) => Promise<Answer>;
  /** What was typed before the picker was here. */
  words: string;
  onChoose: (choice: Exclude<Option['choice'], { kind: 'new' }>) => Promise<unknown>;
  onNew: (name: string) => void;
  onClose: () => void;
};

const listId = 'outcome-options';

/**
 * A combobox with its list always open below (WAI-ARIA: focus stays in the field, the active option is pointed at). The
 * likeliest outcome is active from the first, so Enter adds it; Enter before the newest answer waits for that answer.
 */
export function Picker({ search, words: first, onChoose, onNew, onClose }: Props) {
  useSignals();
  const [searching] = useState(() => makeSearch(search));
  const [words, setWords] = useState(first);
  const [at, setAt] = useState(0);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const pending = useRef<Promise<boolean>>(Promise.resolve(false));

  const look = (typed: string) => {
    setWords(typed);
    setAt(0);
    pending.current = searching.ask(typed);
  };
  useEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(first.length, first.length);
    pending.current = searching.ask(first);
  }, [searching, first]);

  const results = searching.results.value;
  const options = results ? optionsOf(results) : [];
  const active = options[Math.min(at, options.length - 1)];
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active?.key]);

  const choose = async (option: Option) => {
    if (option.choice.kind === 'new') return onNew(option.choice.name);
    if (busy) return;
    setBusy(true);
    await onChoose(option.choice);
    setBusy(false);
  };
  /** Enter means what the typed words find, never what was found for earlier words. */
  const chooseNewest = async () => {
    if (searching.results.value?.words !== words) await pending.current;
    const now = searching.results.value;
    if (now?.words !== words) return;
    const all = optionsOf(now);
    const chosen = all[Math.min(at, all.length - 1)];
    if (chosen) await choose(chosen);
  };
  const onKey = (event: KeyboardEvent) => {
    const last = options.length - 1;
    const to =
      event.key === 'ArrowDown'
        ? at >= last
          ? 0
          : at + 1
        : event.key === 'ArrowUp'
          ? at <= 0
            ? last
            : at - 1
          : event.key === 'PageDown'
            ? Math.min(last, at + 5)
            : event.key === 'PageUp'
              ? Math.max(0, at - 5)
              : undefined;
    if (to !== undefined) setAt(to);
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) void chooseNewest();
    else if (event.key === 'Escape') onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="section">
      <div className="picker-field">
        <Icon of={Search} />
        <input
          ref={field}
          className="input"
          type="text"
          role="combobox"
          aria-label={t('picker_search')}
          aria-expanded={results !== null}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={active && optionId(active)}
          placeholder={t('picker_search')}
          autoComplete="off"
          spellCheck={false}
          value={words}
          onChange={(event) => look(event.target.value)}
          onKeyDown={onKey}
        />
      </div>
      <div className="picker">
        <div className="picker-list" role="listbox" id={listId} aria-label={t('picker_list')} ref={list}>
          <Groups
            options={options}
            words={results?.words ?? ''}
            active={active}
            onPoint={(option) => setAt(options.indexOf(option))}
            onChoose={(option) => void choose(option)}
          />
        </div>
        <Preview option={active} />
        <div className="picker-foot">
          <span className="hide-narrow">
            <kbd>↑</kbd> <kbd>↓</kbd> {t('picker_move')}
          </span>
          <span>
            <kbd>{t('key_enter')}</kbd> {t('picker_add')}
          </span>
          <span>
            <kbd>{t('key_escape')}</kbd> {t('picker_close')}
          </span>
          <output className="push">{searching.trouble.value ?? (results && countText(results))}</output>
        </div>
      </div>
    </div>
  );
}

const optionId = (option: Option): string => `option-${option.key.replaceAll(/[^\w-]/g, '-')}`;

function countText({ words, answer }: Results): string {
  if (words.trim() !== '' && answer.found.length === 0) return t('picker_nothing', words.trim());
  return t('picker_counts', tn('course_outcomes', answer.outcomes), tn('picker_templates', answer.templates));
}

function Groups(props: {
  options: Option[];
  words: string;
  active: Option | undefined;
  onPoint: (option: Option) => void;
  onChoose: (option: Option) => void;
}) {
  const { options, words, active, onPoint, onChoose } = props;
  return (['recent', 'all', 'templates', 'new'] as const).map((group) => {
    const inside = options.filter((option) => option.group === group);
    if (inside.length === 0) return null;
    const label = t(`picker_group_${group}`);
    return (
      <div role="group" key={group} aria-label={label}>
        {group !== 'new' && (
          <div className="picker-group" aria-hidden="true">
            {label}
          </div>
        )}
        {inside.map((option) => (
          // The field keeps the focus and reads the keys; the pointer is the only thing an option hears itself
          <div
            className="option"
            role="option"
            key={option.key}
            id={optionId(option)}
            aria-selected={option === active}
            onPointerMove={() => option !== active && onPoint(option)}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChoose(option)}
          >
            <span className="first">
              {marked(option.first, group === 'new' ? '' : words).map((piece, i) => (i % 2 === 1 ? <mark key={i}>{piece}</mark> : piece))}
            </span>
            <span className="sub">{option.sub}</span>
          </div>
        ))}
      </div>
    );
  });
}
