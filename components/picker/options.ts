import { changeText, levelPair, statementText } from '@/components/look/statement';
import { dayText } from '@/components/look/dates';
import { figure } from '@/components/look/figures';
import { templateWords } from '@/components/look/templates';
import { t } from '@/components/look/words';
import type { In } from '@/lib/messaging/names';
import type { OutcomeFound } from '@/lib/messaging/views';
import { targetLevel } from '@/lib/model/rules/target';
import type { Results } from './search';

export type Option = {
  key: string;
  group: OutcomeFound['group'] | 'new';
  first: string;
  sub: string;
  choice: In<'panel/tag'>['choice'] | { kind: 'new'; name: string };
  found?: OutcomeFound;
};

/** Recent, all, templates, and last the offer to write a new one. The first is the likeliest. */
export function optionsOf({ words, answer }: Results): Option[] {
  const found = (['recent', 'all', 'templates'] as const).flatMap((group) => answer.found.filter((one) => one.group === group));
  const name = words.trim();
  return [
    ...found.map((one): Option => ({
      key: `${one.kind}:${one.id}`,
      group: one.group,
      choice: { kind: one.kind, id: one.id },
      found: one,
      ...wordsOf(one),
    })),
    {
      key: 'new',
      group: 'new',
      choice: { kind: 'new', name },
      first: name === '' ? t('picker_newAny') : t('picker_new', name),
      sub: t('picker_newSub'),
    },
  ];
}

function wordsOf(found: OutcomeFound): { first: string; sub: string } {
  const { outcome, metric, ownerName, unitName } = found;
  if (found.kind === 'template' || !outcome || !metric) {
    const words = templateWords(found.id);
    return {
      first: words.name,
      sub: [t('template_sub', words.unit, words.cadence, words.better), words.unitName].filter(Boolean).join(' · '),
    };
  }
  const level = targetLevel(outcome);
  const from = outcome.baseline?.value;
  const levels =
    changeText(outcome, metric) === null || level === null
      ? ''
      : from === undefined
        ? figure(level, metric)
        : t('levels_arrow', ...levelPair(from, level, metric));
  const due = outcome.dueDate === undefined ? '' : t('statement_due', dayText(outcome.dueDate, { year: true }));
  return {
    first: statementText(outcome, metric).strong,
    sub: [[levels, due].filter(Boolean).join(' '), ownerName ?? unitName ?? ''].filter(Boolean).join(' · '),
  };
}

/** Cuts a text where the searched words stand in it, for marking: every second piece is a match. Case and accents are not looked at. */
export function marked(text: string, words: string): string[] {
  const sought = words.trim().split(/\s+/).filter(Boolean).map(plain);
  if (sought.length === 0) return [text];
  const letters = lettersOf(text);
  const flat = letters.map(plain);
  const hit = letters.map(() => false);
  for (const word of sought) {
    const size = lettersOf(word).length;
    for (let i = 0; i + size <= flat.length; i++) if (flat.slice(i, i + size).join('') === word) hit.fill(true, i, i + size);
  }
  const pieces: string[] = [''];
  for (const [i, letter] of letters.entries()) {
    const inMatch = pieces.length % 2 === 0;
    if (hit[i] === inMatch) pieces[pieces.length - 1] += letter;
    else pieces.push(letter);
  }
  return pieces;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const lettersOf = (text: string): string[] => Array.from(segmenter.segment(text), (part) => part.segment);
const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();
