import type { Served } from './served.mjs';
export interface Deleting extends Served {
  dir: string;
}
export const copies: string[];
export function startDeleting(): Promise<Deleting>;
