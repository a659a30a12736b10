let limbo: Document | undefined;
const shared = new Map<string, CSSStyleSheet>();

const sheetOf = (css: string): CSSStyleSheet => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
};

/**
 * A host element with a closed shadow root, and a function that sets its style. The root is attached in an inert document:
 * a page that defines our element's name itself could otherwise reach a closed root by `attachInternals().shadowRoot`.
 * Declarations for the host need `!important`: only so do they win over the page's own, inline ones too.
 * Hosts of the same first style share one sheet.
 */
export function shell(name: string, hostCss: string, css: string): { host: HTMLElement; root: ShadowRoot; dress(hostCss: string): void } {
  limbo ??= document.implementation.createHTMLDocument('');
  const host = limbo.createElement(name);
  const root = host.attachShadow({ mode: 'closed' });
  document.adoptNode(host);
  let element: HTMLStyleElement | undefined;
  const text = (rules: string): string =>
    `:host{all:initial!important;display:block!important;${rules}}@media print{:host{display:none!important}}${css}`;
  const wear = (rules: string, sheet: () => CSSStyleSheet): void => {
    try {
      root.adoptedStyleSheets = [sheet()];
    } catch {
      // a content script in Firefox cannot hand a sheet to the page's document
      if (!element) root.append((element = document.createElement('style')));
      element.textContent = rules;
    }
  };
  const first = text(hostCss);
  wear(first, () => {
    let sheet = shared.get(first);
    if (!sheet) shared.set(first, (sheet = sheetOf(first)));
    return sheet;
  });
  return {
    host,
    root,
    dress: (rules) => {
      const next = text(rules);
      wear(next, () => sheetOf(next));
    },
  };
}
