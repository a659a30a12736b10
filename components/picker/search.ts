import { signal, type ReadonlySignal } from '@preact/signals-react';
import { refusalText } from '@/components/look/refusals';
import type { Out } from '@/lib/messaging/names';

export type Answer = Out<'panel/outcomeSearch'>;
export type Results = { words: string; answer: Answer };

/**
 * Searches are numbered, and an answer that is not the newest search's is dropped: what is shown always belongs to words
 * that came later than what was shown before.
 */
export type Searching = {
  results: ReadonlySignal<Results | null>;
  trouble: ReadonlySignal<string | null>;
  /** Starts a search; resolves when its answer is shown, or true words are already on the way (false). */
  ask: (words: string) => Promise<boolean>;
};

export function makeSearch(search: (words: string) => Promise<Answer>): Searching {
  const results = signal<Results | null>(null);
  const trouble = signal<string | null>(null);
  let newest = 0;
  return {
    results,
    trouble,
    async ask(words) {
      const number = (newest += 1);
      try {
        const answer = await search(words);
        if (number !== newest) return false;
        trouble.value = null;
        results.value = { words, answer };
        return true;
      } catch (error) {
        if (number !== newest) return false;
        const { sentence, hint } = refusalText(error);
        trouble.value = `${sentence} ${hint}`;
        return false;
      }
    },
  };
}
