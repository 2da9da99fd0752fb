export interface Ill {
  base: string;
  token: string;
  close(): Promise<void>;
}
export function startIll(): Promise<Ill>;
