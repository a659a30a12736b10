import { Admin } from '@/components/admin/Admin';
import { placeOf, type Room } from '@/components/admin/rooms';
import { makeAdmin } from '@/components/admin/state';
import { drawPage } from '@/components/look/own-page';
import { t } from '@/components/look/words';
import { connect } from '@/lib/messaging/client';
import './page.css';

const state = makeAdmin(connect('own'));

/** Each room is an address, so that back, forward and a reload work; a record in it opens its form. */
function follow(): void {
  const { room, id } = placeOf(location.hash);
  const kind = forms[room];
  state.go(room, id !== null && kind !== undefined ? { kind, id } : undefined);
}

const forms: Partial<Record<Room, 'outcome' | 'metric' | 'course'>> = { outcomes: 'outcome', kpis: 'metric', courses: 'course' };

follow();
addEventListener('hashchange', follow);
void state.load();
drawPage(t('admin_page'), <Admin state={state} />);
