// What hostile.mjs gives to the specs.

export interface World {
  url: string;
  base: string;
  /** Path of a table of operations, outside the source. */
  table: string;
  token: string;
  close: () => Promise<void>;
}

export interface Toured {
  screens: number;
  /** Texts looked for. */
  checked: number;
  failures: string[];
}

export const payloads: readonly { name: string; text: string; shown: string }[];
export const watcher: string;
export function startWorld(): Promise<World>;
export function tour(
  run: (body: string) => Promise<unknown>,
  how: { table: string; deep: boolean; short?: boolean },
): Promise<Toured>;
