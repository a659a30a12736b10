// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { marked, optionsOf } from '@/components/picker/options';
import { Picker } from '@/components/picker/Picker';
import { makeSearch, type Answer } from '@/components/picker/search';
import { RefusalError } from '@/lib/messaging/refused';
import { search } from '@/test/gallery/fake-line';
import { press, type } from '../course/press';

afterEach(cleanup);

/** A search whose answers come when the test says so. */
function slow() {
  const waiting = new Map<string, (answer: Answer) => void>();
  return {
    search: (words: string) => new Promise<Answer>((resolve) => waiting.set(words, resolve)),
    answer: (words: string) => act(async () => waiting.get(words)?.(search(words))),
  };
}
function draw(over: Partial<Parameters<typeof Picker>[0]> = {}) {
  const spies = { onChoose: vi.fn(async () => undefined), onNew: vi.fn(), onClose: vi.fn() };
  render(<Picker search={async (words) => search(words)} words="" {...spies} {...over} />);
  return spies;
}
const field = () => screen.getByRole<HTMLInputElement>('combobox');
const active = () => document.getElementById(field().getAttribute('aria-activedescendant') ?? '')?.textContent ?? '';

describe('searching', () => {
  it('drops an answer that comes after a later search was made', async () => {
    const line = slow();
    const searching = makeSearch(line.search);
    const first = searching.ask('da');
    const second = searching.ask('dam');
    await line.answer('dam');
    await line.answer('da');
    expect(await second).toBe(true);
    expect(await first).toBe(false);
    expect(searching.results.value?.words).toBe('dam');
  });

  it('says what went wrong, and forgets it with the next answer', async () => {
    let broken = true;
    const searching = makeSearch(async (words) => {
      if (broken) throw new RefusalError('workerGone');
      return search(words);
    });
    await searching.ask('a');
    expect(searching.trouble.value).toContain('did not answer');
    broken = false;
    await searching.ask('a');
    expect(searching.trouble.value).toBeNull();
  });
});

describe('the picker', () => {
  it('has the focus in its field and the likeliest outcome active', async () => {
    draw();
    await waitFor(() => expect(active()).toContain('Reduce damaged-package complaints by 20 %'));
    expect(document.activeElement).toBe(field());
  });

  it('adds by Enter what the newest words find, even when the answer is still on its way', async () => {
    const line = slow();
    const { onChoose } = draw({ search: line.search });
    await line.answer('');
    type('first');
    await press('Enter');
    expect(onChoose).not.toHaveBeenCalled(); // the old first option is not what was typed
    await line.answer('first');
    await waitFor(() => expect(onChoose).toHaveBeenCalledExactlyOnceWith({ kind: 'outcome', id: 'outcome:fcr' }));
  });

  it('adds once, however often Enter is pressed while it is being saved', async () => {
    let saved: () => void = () => undefined;
    const onChoose = vi.fn(() => new Promise<undefined>((resolve) => (saved = () => resolve(undefined))));
    draw({ onChoose });
    await waitFor(() => expect(active()).not.toBe(''));
    await press('Enter');
    await press('Enter');
    await act(async () => saved());
    expect(onChoose).toHaveBeenCalledTimes(1);
  });

  it('moves by arrows round the end, and keeps the new outcome last', async () => {
    const { onNew } = draw({ words: 'damaged' });
    await waitFor(() => expect(active()).toContain('Reduce damaged-package complaints'));
    await press('ArrowUp');
    expect(active()).toContain('New outcome “damaged”');
    await press('Enter');
    await waitFor(() => expect(onNew).toHaveBeenCalledWith('damaged'));
    await press('ArrowDown');
    expect(active()).toContain('Reduce damaged-package complaints');
  });

  it('writes a new outcome when nothing is found, and says so', async () => {
    const { onNew } = draw();
    type('Parcels on the moon');
    expect(await screen.findByText('Nothing found for “Parcels on the moon”. Enter writes a new outcome.')).toBeTruthy();
    await press('Enter');
    await waitFor(() => expect(onNew).toHaveBeenCalledWith('Parcels on the moon'));
  });

  it('says the counts in a status, and closes by Escape', async () => {
    const { onClose } = draw();
    await waitFor(() => expect(screen.getByRole('status').textContent).toBe('2 outcomes, 12 templates'));
    await press('Escape');
    expect(onClose).toHaveBeenCalledTimes(1);
  });

  it('adds what is pressed with the pointer, without taking the focus from the field', async () => {
    const { onChoose } = draw();
    const option = await waitFor(() => screen.getAllByRole('option')[3]!);
    expect(fireEvent.mouseDown(option)).toBe(false);
    fireEvent.click(option);
    expect(onChoose).toHaveBeenCalledWith({ kind: 'template', id: 'firstContactResolution' });
  });

  it('leaves Enter of an input method to the input method', async () => {
    const { onChoose } = draw();
    await waitFor(() => expect(active()).not.toBe(''));
    fireEvent.keyDown(field(), { key: 'Enter', isComposing: true });
    expect(onChoose).not.toHaveBeenCalled();
  });
});

describe('options', () => {
  it('stand in the order recent, all, templates, new', () => {
    const groups = optionsOf({ words: '', answer: search('') }).map((option) => option.group);
    expect([...new Set(groups)]).toEqual(['recent', 'all', 'templates', 'new']);
    expect(groups.filter((group) => group === 'templates')).toHaveLength(12);
  });

  it('have words for each of the twelve templates', () => {
    for (const option of optionsOf({ words: '', answer: search('') })) {
      expect(option.first).not.toBe('');
      expect(option.sub).not.toMatch(/^,|, ,|undefined/);
    }
  });

  it('mark the letters that were searched, whatever case and accents', () => {
    expect(marked('Reduce damaged-package', 'DAM')).toEqual(['Reduce ', 'dam', 'aged-package']);
    expect(marked('Qualité perçue', 'qualite')).toEqual(['', 'Qualité', ' perçue']);
    expect(marked('Scrap rate', 'rate sc')).toEqual(['', 'Sc', 'rap ', 'rate']);
    expect(marked('Scrap rate', '  ')).toEqual(['Scrap rate']);
    expect(marked('İstanbul', 'i')).toEqual(['', 'İ', 'stanbul']);
  });
});
