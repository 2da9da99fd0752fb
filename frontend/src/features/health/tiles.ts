import type { Tile } from '../../backend/wire';

/** From this many errors an hour the figure takes the colour of ERROR. */
const LOUD = 10;

export function isLoud(tile: Pick<Tile, 'unit' | 'hour'>): boolean {
  return tile.unit === 'errors' && tile.hour >= LOUD;
}

export interface Bar {
  x: number;
  y: number;
  height: number;
}

/**
 * A sparkline of half hours in a field 246 wide and 40 high: bars 4 wide. One
 * event stays visible beside thousands (3 px), and few events do not fill it.
 */
export function sparkline(values: readonly number[]): Bar[] {
  const most = Math.max(8, ...values);
  const step = 246 / Math.max(1, values.length);
  return values.flatMap((n, i) => {
    if (n <= 0) return [];
    const height = Math.max(3, Math.round((n / most) * 38));
    return [{ x: Math.round(i * step), y: 40 - height, height }];
  });
}

/** Known families in the house's order, then others by name. */
export function ordered(tiles: readonly Tile[]): Tile[] {
  return [...tiles].sort((a, b) => place(a) - place(b) || a.family.localeCompare(b.family));
}

const order = [
  'application',
  'apps_objects',
  'inbox_channel',
  'email',
  'database',
  'access_log',
  'call_event',
  'schedule_jobs',
  'crm_data',
  'audit_log',
];

function place(tile: Tile): number {
  const at = order.indexOf(tile.family);
  return at < 0 ? order.length : at;
}
