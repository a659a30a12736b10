import { useSignals } from '@preact/signals-react/runtime';
import { ProductMark } from '@/components/look/glyphs';
import { t } from '@/components/look/words';
import { wholeNumber } from './numbers';
import { rooms, type Room } from './rooms';
import type { Shelf } from './rows';
import type { AdminState } from './state';

const counts: Partial<Record<Room, (shelf: Shelf) => number>> = {
  outcomes: (shelf) => shelf.outcomes.filter((outcome) => !outcome.hidden).length,
  kpis: (shelf) => shelf.metrics.filter((metric) => !metric.hidden).length,
  courses: (shelf) => shelf.courses.filter((course) => !course.hidden).length,
  links: (shelf) => shelf.links.filter((link) => !link.hidden).length,
  sites: (shelf) => shelf.sites.length,
};

/** The rooms: a list of links, and a select where the page is narrow. */
export function Side({ state }: { state: AdminState }) {
  useSignals();
  const here = state.room.value;
  const shelf = state.shelf.value;
  return (
    <nav className="side" aria-label={t('admin_rooms')}>
      <p className="brand">
        <ProductMark />
        {t('extName')}
      </p>
      <ul className="side-links">
        {rooms.map((room) => (
          <li key={room}>
            <a href={`#${room}`} aria-current={room === here ? 'page' : undefined}>
              <span>{t(`room_${room}`)}</span>
              {shelf && counts[room] ? <span className="small muted">{wholeNumber(counts[room](shelf))}</span> : null}
            </a>
          </li>
        ))}
      </ul>
      <select className="select" aria-label={t('admin_rooms')} value={here} onChange={(event) => (location.hash = event.target.value)}>
        {rooms.map((room) => (
          <option key={room} value={room}>
            {t(`room_${room}`)}
          </option>
        ))}
      </select>
    </nav>
  );
}
