export interface Growing {
  base: string;
  token: string;
  grow: (n: number) => void;
  close: () => Promise<void>;
}
export function line(i: number): string;
export function startGrowing(count: number): Promise<Growing>;
