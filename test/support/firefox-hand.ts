import type { Frame, Page } from 'puppeteer-core';

type Wire = { send(method: string, params: object): Promise<unknown> };
type Place = Page | Frame;

/**
 * A hand on mouse and keyboard in a page or in a frame of it. It acts inside the frame's own context, since a frame in a closed
 * shadow root cannot be reached through its page; the browser makes real events of it.
 */
export type Hand = {
  click(place: Place, selector: string, words?: RegExp): Promise<void>;
  hover(place: Place, selector: string, words?: RegExp): Promise<void>;
  /** Presses and releases keys one after the other: `'Enter'`, `'ArrowDown'`, single letters. */
  keys(place: Place, ...keys: string[]): Promise<void>;
  type(place: Place, text: string): Promise<void>;
};

/** The code points that WebDriver gives to keys without a character. */
const special: Record<string, string> = {
  Enter: '\uE007',
  Tab: '\uE004',
  Escape: '\uE00C',
  ArrowDown: '\uE015',
  ArrowUp: '\uE013',
  Space: ' ',
};

const frameOf = (place: Place): Frame => ('mainFrame' in place ? place.mainFrame() : place);
/** WebDriver's name of a page or frame. */
export const contextOf = (place: Place): string => (frameOf(place) as unknown as { _id: string })._id;

export function makeHand(wire: Wire): Hand {
  const point = async (place: Place, selector: string, words: RegExp): Promise<{ x: number; y: number }> => {
    const frame = frameOf(place);
    const waited = frame.waitForFunction(
      (css, source, flags) => {
        const named = (e: Element) => new RegExp(source, flags).test(e.getAttribute('aria-label') ?? e.textContent);
        const element = [...document.querySelectorAll<HTMLButtonElement>(css)].find((e) => named(e) && !e.disabled && e.checkVisibility());
        if (!element) return null;
        element.scrollIntoView({ block: 'nearest' });
        const box = element.getBoundingClientRect();
        const at = { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) };
        // a person aims at what stands still: the frame takes its new height some frames after its content grew
        const hand = globalThis as unknown as { handStood?: { said: string; frames: number } };
        const said = JSON.stringify([css, source, at, innerHeight]);
        const frames = hand.handStood?.said === said ? hand.handStood.frames + 1 : 0;
        hand.handStood = { said, frames };
        return frames < 5 ? null : at;
      },
      {},
      selector,
      words.source,
      words.flags,
    );
    const found = await waited.catch(async () => {
      throw new Error(`no ${selector} named ${words}; there is:\n${await frame.evaluate(() => document.body.innerText)}`);
    });
    return (await found.jsonValue()) as { x: number; y: number };
  };
  const act = (place: Place, source: object) => wire.send('input.performActions', { context: contextOf(place), actions: [source] });
  const mouse = (place: Place, actions: object[]) =>
    act(place, { type: 'pointer', id: 'hand', parameters: { pointerType: 'mouse' }, actions });
  const keys = (place: Place, all: string[]) =>
    act(place, {
      type: 'key',
      id: 'keys',
      actions: all.flatMap((key) => {
        const value = special[key] ?? key;
        return [
          { type: 'keyDown', value },
          { type: 'keyUp', value },
        ];
      }),
    });
  return {
    async click(place, selector, words = /(?:)/) {
      const at = await point(place, selector, words);
      await mouse(place, [
        { type: 'pointerMove', ...at },
        { type: 'pointerDown', button: 0 },
        { type: 'pointerUp', button: 0 },
      ]);
    },
    async hover(place, selector, words = /(?:)/) {
      await mouse(place, [{ type: 'pointerMove', ...(await point(place, selector, words)) }]);
    },
    async keys(place, ...all) {
      await keys(place, all);
    },
    async type(place, text) {
      await keys(place, text.split(''));
    },
  };
}
