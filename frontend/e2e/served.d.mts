export interface Served {
  /** The address with its token. Opening it leaves the cookie that a download needs: it carries no header. */
  url: string;
  base: string;
  token: string;
  /** The process stands still, as when its computer is busy with something else. */
  hold(): void;
  release(): void;
  /** It works ten milliseconds and stands still so many, until the answer is called. */
  slow(still: number): () => void;
  close(): Promise<void>;
}
/** `dir` is what `cordwood serve` is given; --sample is the sample. */
export function serve(work: string, dir: string, home: string): Promise<Served>;
