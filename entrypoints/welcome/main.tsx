import { drawPage } from '@/components/look/own-page';
import { t } from '@/components/look/words';
import { siteFromQuery } from '@/components/site/address';
import { AskWindow } from '@/components/welcome/AskWindow';
import { makeWelcome } from '@/components/welcome/state';
import { Welcome } from '@/components/welcome/Welcome';
import { connect } from '@/lib/messaging/client';
import './page.css';

const query = new URLSearchParams(location.search);
const state = makeWelcome(connect('own'));

if (query.has('allow')) {
  drawPage(t('ask_page'), <AskWindow site={siteFromQuery(query)} state={state} />);
} else {
  void state.load();
  drawPage(t('welcome_page'), <Welcome state={state} />);
}
