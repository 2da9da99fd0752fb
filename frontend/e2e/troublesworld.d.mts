import type { Served } from './served.mjs';
export interface Troubles extends Served {
  dir: string;
  table: string;
}
export function startTroubles(): Promise<Troubles>;
