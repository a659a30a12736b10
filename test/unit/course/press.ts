import { act, fireEvent } from '@testing-library/react';

/**
 * One key on whatever has the focus, with what a browser does of itself: Enter presses a button or sends a form. Counted by
 * tests of actions; returns how many elements heard it (1, or 0 when nothing has the focus).
 */
export async function press(key: string): Promise<number> {
  const target = document.activeElement;
  if (!(target instanceof HTMLElement) || target === document.body) return 0;
  const untouched = fireEvent.keyDown(target, { key });
  await act(async () => {
    if (key === 'Enter' && untouched) {
      if (target instanceof HTMLButtonElement) target.click();
      else if (target instanceof HTMLInputElement) target.form?.requestSubmit();
    }
  });
  return 1;
}

/** Types into the field that has the focus. */
export function type(text: string): void {
  const target = document.activeElement;
  if (!(target instanceof HTMLInputElement)) throw new Error('no field has the focus');
  fireEvent.change(target, { target: { value: text } });
}
