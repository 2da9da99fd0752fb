import type { Count } from '../../backend/wire';

export interface Counts {
  all: number;
  add: number;
  modify: number;
  delete: number;
  query: number;
  refused: number;
  failed: number;
}

/** The line of counts, from what the answer counted by action and by outcome. */
export function countsOf(counts: readonly Count[]): Counts {
  const of = (text: string) => counts.find((c) => c.text === text)?.count ?? 0;
  const [ok, refused, failed] = [of('ok'), of('refused'), of('failed')];
  const known = { add: of('add'), modify: of('modify'), delete: of('delete'), query: of('query') };
  // A record without an action still has an outcome, and the other way round.
  const byAction = known.add + known.modify + known.delete + known.query;
  return { all: Math.max(byAction, ok + refused + failed), ...known, refused, failed };
}
