export interface Deleting {
  /** Opens the page once, and leaves the cookie that a download needs: it carries no header. */
  url: string;
  base: string;
  token: string;
  dir: string;
  close(): Promise<void>;
}
export const copies: string[];
export function startDeleting(): Promise<Deleting>;
