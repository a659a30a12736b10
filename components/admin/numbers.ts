import browser from 'webextension-polyfill';

/** A count as people read it: `10,000`. */
export const wholeNumber = (n: number): string => new Intl.NumberFormat(browser.i18n.getUILanguage()).format(n);
