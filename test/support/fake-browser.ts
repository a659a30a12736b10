import { fakeBrowser } from 'wxt/testing/fake-browser';
import messages from '@/public/_locales/en/messages.json';

/** Stands for webextension-polyfill in unit tests: WXT's fake with the built English catalogue. */
const texts = messages as Record<string, { message: string }>;
const i18n = {
  getMessage: (key: string, fill: string | string[] = []) =>
    (texts[key]?.message ?? '').replace(/\$(\d)/g, (_, n: string) => [fill].flat()[Number(n) - 1] ?? ''),
  getUILanguage: () => 'en',
};
Object.assign(fakeBrowser.i18n, i18n);

export default fakeBrowser;
