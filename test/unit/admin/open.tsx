import { render, screen } from '@testing-library/react';
import { Admin } from '@/components/admin/Admin';
import type { Room } from '@/components/admin/rooms';
import { makeAdmin, type AdminState } from '@/components/admin/state';
import { fakeLine, type FakeLine } from '../../support/fake-line';
import { catalogue } from './samples';

/** What only a browser has: sizes (what scrolls is 800 px high, a row 48), and popovers that close. */
export function giveBrowser(): void {
  Object.defineProperties(HTMLElement.prototype, {
    clientHeight: { configurable: true, get: () => 800 },
    clientWidth: { configurable: true, get: () => 1000 },
    offsetHeight: { configurable: true, get: () => 48 },
    offsetWidth: { configurable: true, get: () => 1000 },
    hidePopover: { configurable: true, value: () => undefined },
  });
}

/** Draws the admin page in one of its rooms. */
export async function openAdmin(
  room: Room,
  line: FakeLine = fakeLine({}),
  more: Partial<typeof catalogue> = {},
): Promise<{ line: FakeLine; state: AdminState }> {
  line.answer({ 'own/catalogue': { ...catalogue, ...more } });
  const state = makeAdmin(line);
  state.go(room);
  render(<Admin state={state} />);
  await state.load();
  await screen.findByRole('main');
  return { line, state };
}
