// Columns are laid out in pixels, never in characters: fallback glyphs of other
// scripts are not two cells wide.

export interface Column {
  id: string;
  /** Message for the head; null for a head without words (checkbox, gutter). */
  title: string | null;
  /** What a reader of the screen hears where the head shows no words. */
  spoken?: string;
  /** Pixels; 0 takes what is left (at least `min`). */
  width: number;
  min?: number;
  end?: boolean; // numbers stand right
  sort?: 'asc' | 'desc' | null; // undefined: cannot be sorted
}

/** The `grid-template-columns` of head and rows alike. */
export function template(columns: readonly Column[]): string {
  return columns.map((c) => (c.width > 0 ? `${c.width}px` : `minmax(${c.min ?? 0}px, 1fr)`)).join(' ');
}
