export interface Troubles {
  base: string;
  token: string;
  dir: string;
  table: string;
  close(): Promise<void>;
}
export function startTroubles(): Promise<Troubles>;
