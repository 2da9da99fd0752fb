import type { Effect, EffectItem, RuleShown, Said } from '../../backend/wire';

/** Files of one family that go on one day. */
export interface Going {
  key: string;
  day: number;
  at: number;
  code: string;
  /** The first file; with `more` after it. */
  path: string;
  more: number;
  bytes: number;
  why: Said;
  /** The first and the newest entry that go. */
  from: number | null;
  upTo: number | null;
}

export function going(items: readonly EffectItem[]): Going[] {
  const rows = new Map<string, Going>();
  for (const item of items) {
    const key = `${item.day} ${item.family}`;
    const row = rows.get(key);
    if (!row) {
      const { day, at, code, path, bytes, why, from, upTo } = item;
      rows.set(key, { key, day, at, code, path, more: 0, bytes, why, from, upTo });
      continue;
    }
    row.more++;
    row.bytes += item.bytes;
    if (item.from !== null) row.from = Math.min(row.from ?? Infinity, item.from);
    if (item.upTo !== null) row.upTo = Math.max(row.upTo ?? -Infinity, item.upTo);
  }
  return [...rows.values()].sort((a, b) => a.day - b.day);
}

/** What an effect shows to go now, of all families or of these. */
export function shown(effect: Effect | null, families?: readonly string[]): RuleShown[] {
  const goes = effect?.families.filter((f) => f.now > 0 && (families?.includes(f.family) ?? true)) ?? [];
  return goes.map(({ family, now, bytes, last }) => ({ family, files: now, bytes, last }));
}

/** What stays of the families that lose something now, by code. */
export function earliest(effect: Effect): { code: string; at: number }[] {
  return effect.families.flatMap((f) => (f.now > 0 && f.earliest !== null ? [{ code: f.code, at: f.earliest }] : []));
}

export interface Bar {
  x: number;
  height: number;
  n: number;
}

/** Bars of one family's days: 8 wide, a day 12.5; the highest 12, never lower than 3. */
export function bars(days: readonly number[], most: number): Bar[] {
  return days.flatMap((n, i) =>
    n === 0 ? [] : [{ x: i * 12.5, height: Math.max(3, Math.round((n / Math.max(1, most)) * 12)), n }],
  );
}
