import { Window as TestWindow } from 'happy-dom';
import type { Fixture } from '@/test/fixtures/read';
import type { Stand } from './outcome';

// as in a script of a page, the global function is that of the window in which the element stands
globalThis.getComputedStyle = (element) => (element.ownerDocument.defaultView as Window & typeof globalThis).getComputedStyle(element);

/** Puts a page into a window under its address. */
export function stand(html: string, address: string): Stand {
  const window = new TestWindow({ url: address });
  window.document.write(html);
  return { doc: window.document as unknown as Document, url: new URL(address) };
}

export const standFixture = ({ html, page }: Fixture): Stand => stand(html, page);
