import { Admin } from '@/components/admin/Admin';
import { placeOf } from '@/components/admin/rooms';
import { makeAdmin } from '@/components/admin/state';
import { drawPage } from '@/components/look/own-page';
import { t } from '@/components/look/words';
import { connect } from '@/lib/messaging/client';
import './page.css';

const state = makeAdmin(connect('own'));

/** Each room is an address, so that back, forward and a reload work; a record in it opens its form. */
function follow(): void {
  const { room, id } = placeOf(location.hash);
  if (room !== state.room.peek()) state.words.value = '';
  state.room.value = room;
  state.dialog.value =
    id === null ? null
    : room === 'outcomes' ? { kind: 'outcome', id }
    : room === 'kpis' ? { kind: 'metric', id }
    : room === 'courses' ? { kind: 'course', id }
    : null;
}

follow();
addEventListener('hashchange', follow);
void state.load();
drawPage(t('admin_page'), <Admin state={state} />);
