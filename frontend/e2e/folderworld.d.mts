import type { Served } from './served.mjs';
export interface FolderWorld extends Served {
  put(name: string, bytes: string | Uint8Array, options?: { flag?: string }): void;
}
export function startFolder(files: Record<string, string | Uint8Array>): Promise<FolderWorld>;
