export interface Deleting {
  base: string;
  token: string;
  dir: string;
  close(): Promise<void>;
}
export const copies: string[];
export function startDeleting(): Promise<Deleting>;
