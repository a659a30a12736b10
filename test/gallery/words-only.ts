import messages from '@/public/_locales/en/messages.json';

/** Stands for webextension-polyfill where there is no extension: the English catalogue, and nothing else. */
const texts = messages as Record<string, { message: string }>;

export default {
  i18n: {
    getMessage: (key: string, fill: string | string[] = []) =>
      (texts[key]?.message ?? '').replace(/\$(\d)/g, (_, n: string) => [fill].flat()[Number(n) - 1] ?? ''),
    getUILanguage: () => 'en',
  },
};
