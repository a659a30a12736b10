let limbo: Document | undefined;
const shared = new Map<string, CSSStyleSheet>();

/** Declarations that win over the page's, inline ones too: only important ones of a shadow root do. */
const important = (css: string): string => css.replaceAll(';', '!important;');

/** What floats over the page. */
export const floating = 'overflow:hidden;box-shadow:0 1px 2px #1018241a,0 8px 24px #10182433;position:fixed;';

export type Shell = {
  host: HTMLElement;
  root: ShadowRoot;
  /** Puts other declarations in the place of `hostCss`. */ dress(hostCss: string): void;
};

/**
 * A host element with a closed shadow root. The root is attached in an inert document: a page that defines our element's
 * name itself could otherwise reach even a closed root, by `attachInternals().shadowRoot`.
 * `hostCss`: declarations for the host, each ended by `;`. `css`: rules for what is inside. Hosts of the same first style share one sheet.
 */
export function shell(name: string, hostCss: string, css: string): Shell {
  limbo ??= document.implementation.createHTMLDocument('');
  const host = limbo.createElement(name);
  const root = host.attachShadow({ mode: 'closed' });
  const dress = (declarations: string, share?: boolean): void => {
    const text = `:host{${important(`all:initial;display:block;${declarations}`)}}@media print{:host{display:none!important}}${css}`;
    const sheet = (share && shared.get(text)) || new CSSStyleSheet();
    if (!sheet.cssRules.length) sheet.replaceSync(text);
    if (share) shared.set(text, sheet);
    root.adoptedStyleSheets = [sheet];
  };
  document.adoptNode(host);
  dress(hostCss, true);
  return { host, root, dress };
}
