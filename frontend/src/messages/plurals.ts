// Plural categories of our languages (CLDR); compiled messages import them by name.

export function en(n: number): string {
  return n === 1 ? 'one' : 'other';
}

export function zh(): string {
  return 'other';
}
