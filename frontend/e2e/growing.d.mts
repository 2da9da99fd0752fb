import type { Served } from './served.mjs';
export interface Growing extends Served {
  grow: (n: number) => void;
}
export function line(i: number): string;
export function startGrowing(count: number): Promise<Growing>;
