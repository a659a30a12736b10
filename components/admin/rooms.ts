/** The rooms of the admin page, in the order of the side; each is an address of its own, `#kpis`, and may name a record, `#kpis/<id>`. */
export const rooms = ['outcomes', 'kpis', 'courses', 'links', 'sites', 'data'] as const;
export type Room = (typeof rooms)[number];

const isRoom = (name: string): name is Room => (rooms as readonly string[]).includes(name);

/** From `#kpis/metric-1`; an unknown room is the first. */
export function placeOf(hash: string): { room: Room; id: string | null } {
  const [name = '', ...rest] = hash.replace(/^#/, '').split('/');
  const id = safeDecode(rest.join('/'));
  return { room: isRoom(name) ? name : 'outcomes', id: isRoom(name) && id !== '' ? id : null };
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
