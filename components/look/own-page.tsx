import { StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import browser from 'webextension-polyfill';
import './look.css';
import { t } from './words';

/** Draws one of our own pages into `#root`: language and direction are the catalogue's, the title names the page. */
export function drawPage(title: string, page: ReactNode): void {
  const root = document.getElementById('root');
  if (!root) throw new Error('the page has no #root');
  document.documentElement.lang = t('lang');
  document.documentElement.dir = browser.i18n.getMessage('@@bidi_dir') || 'ltr';
  document.title = title;
  createRoot(root).render(<StrictMode>{page}</StrictMode>);
}
