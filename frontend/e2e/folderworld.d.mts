export interface FolderWorld {
  base: string;
  token: string;
  put(name: string, bytes: string | Uint8Array, options?: { flag?: string }): void;
  /** The process stands still, as when its computer is busy with something else. */
  hold(): void;
  release(): void;
  /** It works ten milliseconds and stands still so many, until the answer is called. */
  slow(still: number): () => void;
  close(): Promise<void>;
}
export function startFolder(files: Record<string, string | Uint8Array>): Promise<FolderWorld>;
