import type { Tenant } from '../../backend/wire';

/** What a row of the directory says, in the order of its columns. */
export const CELLS = ['account', 'host', 'path', 'network', 'company', 'memo', 'name', 'scope'] as const;

/** How the conditions look; what a row gives is free text. */
export const EXAMPLES: Partial<Tenant> = {
  account: '10*',
  host: '*.example.com',
  path: '/portal/',
  network: '10.2.0.0/16',
};

export const NONE: Tenant = {
  company: '',
  memo: '',
  name: '',
  scope: '',
  account: '',
  host: '',
  path: '',
  network: '',
};

/** The rows with a draft in them, in the place of the row it changes; null when the draft says nothing. */
export function withDraft(rows: readonly Tenant[], draft: Tenant, changing: number | null): Tenant[] | null {
  const row = { ...NONE };
  for (const cell of CELLS) row[cell] = draft[cell].trim();
  if (CELLS.every((cell) => row[cell] === '')) return null;
  return changing === null ? [...rows, row] : rows.map((old, i) => (i === changing ? row : old));
}
