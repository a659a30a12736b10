import browser from 'webextension-polyfill';
import type messages from '@/public/_locales/en/messages.json';

export type WordKey = keyof typeof messages;

/** Text of the catalogue in the browser's language. `$1`…`$9` are filled in order. Empty only if the key is unknown. */
export function t(key: WordKey, ...fill: (string | number)[]): string {
  return browser.i18n.getMessage(key, fill.map(String));
}

const rules = new Map<string, Intl.PluralRules>();

/** Chooses `<key>_one`, `<key>_few` … by the language's own plural classes, else `<key>_other`; `$1` is the count. */
export function tn(key: string, n: number, ...fill: (string | number)[]): string {
  const language = browser.i18n.getUILanguage();
  const rule = rules.get(language) ?? new Intl.PluralRules(language);
  rules.set(language, rule);
  const all = [new Intl.NumberFormat(language).format(n), ...fill.map(String)];
  return browser.i18n.getMessage(`${key}_${rule.select(n)}`, all) || browser.i18n.getMessage(`${key}_other`, all);
}
