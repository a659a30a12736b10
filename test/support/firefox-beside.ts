/**
 * The extension's pages that are no tabs: the toolbar's popup and the sidebar. WebDriver does not see them, so the browser's own
 * window looks into them and clicks there; the clicks are real ones (trusted, with the right to ask for permissions).
 */
export type Beside = {
  /** The visible text, once it matches. */
  reads(words: RegExp): Promise<string>;
  /** Clicks the first thing of this kind whose text or label matches, once it is there. */
  press(selector: string, words: RegExp): Promise<void>;
  /** Is it open? */
  open(): Promise<boolean>;
};

type InBrowser = <T>(expression: string) => Promise<T>;

const popupOf = (id: string) => `(() => {
  const { ViewPopup } = ChromeUtils.importESModule('resource:///modules/ExtensionPopups.sys.mjs');
  const popup = ViewPopup.for(WebExtensionPolicy.getByID('${id}').extension, window);
  return popup?.panel?.state === 'open' ? popup.browser : null;
})()`;
const sidebarOf = `(SidebarController.isOpen ? SidebarController.browser.contentDocument.getElementById('webext-panels-browser') : null)`;

/** Longer than any condition takes on a busy machine; then it says what stood there instead. */
const patience = 30_000;

function beside(inBrowser: InBrowser, name: string, element: string): Beside {
  /** `look` is a function of the page's window, as text; its first answer that is not null is given back. */
  const until = async <T>(look: string, wanted: string): Promise<T> => {
    const { found, stood } = await inBrowser<{ found?: T; stood?: string }>(`(async () => {
      const from = Date.now();
      const ask = async (look) => {
        const browser = ${element};
        if (!browser?.currentURI?.spec.startsWith('moz-extension:')) return null;
        const name = 'look' + Math.random();
        const manager = browser.messageManager;
        const answered = new Promise((done) => manager.addMessageListener(name, ({ data }) => done(data)));
        const script = '{ let said; try { said = (' + look + ')(content); } catch (error) { said = null; } sendAsyncMessage("' + name + '", said ?? null); }';
        manager.loadFrameScript('data:application/javascript,' + encodeURIComponent(script), false);
        return answered;
      };
      for (;;) {
        const found = await ask(${JSON.stringify(look)});
        if (found !== null) return { found };
        if (Date.now() - from > ${patience}) return { stood: String(await ask('(w) => w.document.body.innerText')) };
        await new Promise((next) => ChromeUtils.idleDispatch(next));
      }
    })()`);
    if (stood !== undefined) throw new Error(`no ${wanted} in the ${name}; it reads:\n${stood}`);
    return found as T;
  };
  return {
    reads: (words) => until<string>(`(w) => ${words}.test(w.document.body.innerText) ? w.document.body.innerText : null`, String(words)),
    press: async (selector, words) => {
      await until(
        `(w) => {
          const named = (e) => ${words}.test(e.getAttribute('aria-label') ?? e.textContent);
          const found = [...w.document.querySelectorAll(${JSON.stringify(selector)})].find((e) => named(e) && !e.disabled && e.checkVisibility());
          if (!found) return null;
          found.scrollIntoView({ block: 'nearest' });
          const { x, y, width, height } = found.getBoundingClientRect();
          for (const [type, buttons] of [['mousedown', 1], ['mouseup', 0]])
            w.synthesizeMouseEvent(type, x + width / 2, y + height / 2, { button: 0, buttons, clickCount: 1 }, {});
          return true;
        }`,
        `${selector} named ${words}`,
      );
    },
    open: () => inBrowser<boolean>(`!!${element}`),
  };
}

export const toolbarPopup = (inBrowser: InBrowser, id: string): Beside => beside(inBrowser, 'popup', popupOf(id));
export const sidebar = (inBrowser: InBrowser): Beside => beside(inBrowser, 'sidebar', sidebarOf);

/** Clicks the toolbar button on the tab in front, closing an earlier popup first: the button would only close it. Resolves when the popup is open. */
export const openPopup = (id: string): string => `(async () => {
  const { ViewPopup } = ChromeUtils.importESModule('resource:///modules/ExtensionPopups.sys.mjs');
  const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs');
  const { extension } = WebExtensionPolicy.getByID('${id}');
  ViewPopup.for(extension, window)?.closePopup();
  const action = ExtensionParent.apiManager.global.browserActionFor(extension);
  await action.triggerAction(window);
  while (ViewPopup.for(extension, window)?.panel?.state !== 'open') await new Promise((next) => ChromeUtils.idleDispatch(next));
})()`;

/** Closes the popup, as a click elsewhere does. */
export const closePopup = (id: string): string => `(() => {
  const { ViewPopup } = ChromeUtils.importESModule('resource:///modules/ExtensionPopups.sys.mjs');
  ViewPopup.for(WebExtensionPolicy.getByID('${id}').extension, window)?.closePopup();
})()`;
