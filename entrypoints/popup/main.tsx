import browser from 'webextension-polyfill';
import { drawPage } from '@/components/look/own-page';
import { t } from '@/components/look/words';
import { Popup } from '@/components/popup/Popup';
import { makePopup } from '@/components/popup/state';
import { connect } from '@/lib/messaging/client';
import './page.css';

/** The tab is settled before anything can be clicked; `?tab=` is for the popup as a page of its own. */
async function tabOf(search: string): Promise<number> {
  const asked = new URLSearchParams(search).get('tab');
  if (asked !== null && /^\d+$/.test(asked)) return Number(asked);
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  return tab?.id ?? browser.tabs.TAB_ID_NONE;
}

const state = makePopup(connect('own'), await tabOf(location.search));
void state.load();
drawPage(t('extName'), <Popup state={state} />);
