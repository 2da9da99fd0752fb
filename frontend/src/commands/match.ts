/**
 * How well what was typed fits a text: the letters in order, better when they
 * begin words or follow each other; 0 when they do not all occur.
 */
export function matchScore(typed: string, text: string): number {
  const wanted = typed.toLowerCase().replace(/\s+/g, '');
  const lower = text.toLowerCase();
  if (wanted === '') return 1;
  if (lower.includes(typed.trim().toLowerCase())) return 1000 - lower.indexOf(typed.trim().toLowerCase());
  let score = 0;
  let at = 0;
  for (const letter of wanted) {
    const found = lower.indexOf(letter, at);
    if (found < 0) return 0;
    const begins = found === 0 || /[\s.:/-]/.test(lower[found - 1] ?? '');
    score += begins ? 10 : found === at ? 5 : 1;
    at = found + 1;
  }
  return score;
}

/** Those that fit, the best first; what cannot run now, for a reason, comes after. */
export function ranked<T extends { label: string; why: string | null }>(typed: string, rows: readonly T[]): T[] {
  return rows
    .map((row) => ({ row, score: matchScore(typed, row.label) }))
    .filter(({ score }) => score > 0)
    .map(({ row, score }) => ({ row, score: row.why === null ? score : score - 500 }))
    .sort((a, b) => b.score - a.score)
    .map(({ row }) => row);
}

/** Whether it is a path on this computer rather than words. */
export function looksLikePath(typed: string): boolean {
  return /^(\/|\\\\|[A-Za-z]:[\\/]|~\/)/.test(typed.trim());
}
