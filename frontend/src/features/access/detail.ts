import type { AccessDetail, Note } from '../../backend/wire';
import { placeWords } from '../../desk/ownwords';
import type { PlainKey } from '../../messages/t.svelte';
import { bytes } from '../../model/numbers';
import { duration } from '../../model/time';

export interface Line {
  label: PlainKey;
  /** Field of the query language; "" when it cannot be asked for. */
  field: string;
  value: string;
  /** What is asked for when it differs from what is shown. */
  ask?: string;
  mono?: boolean;
  /** Beside the value, quieter. */
  aside?: string;
  /** Who says so: a key below access.origin. */
  origin?: string;
}

export interface Section {
  title: PlainKey;
  lines: Line[];
}

/** A visit as who, what and where; lines without a value are left out, but for company and memo. */
export function sections({ row, precision }: Pick<AccessDetail, 'row' | 'precision'>): Section[] {
  const took = [row.ms === null ? '' : duration(row.ms), row.bytes === null ? '' : bytes(row.bytes)].filter(Boolean);
  const all: Section[] = [
    {
      title: 'access.who',
      lines: [
        { label: 'access.account', field: 'account', value: row.account, mono: true, aside: row.name },
        { label: 'access.company', field: 'company', value: row.company, origin: row.companyOrigin },
        { label: 'access.memo', field: 'memo', value: row.memo, origin: row.memoOrigin },
        { label: 'access.scope', field: 'scope', value: row.scope },
        { label: 'access.session', field: 'session', value: row.session, mono: true },
      ],
    },
    {
      title: 'access.what',
      lines: [
        {
          label: 'access.path.short',
          field: 'path',
          value: `${row.method} ${row.path}`.trim(),
          ask: row.path,
          mono: true,
          aside: row.page,
        },
        { label: 'access.result', field: 'result', value: row.result },
        { label: 'access.status', field: 'status', value: row.status > 0 ? String(row.status) : '', mono: true },
        { label: 'access.took', field: '', value: took.join(', ') },
        { label: 'access.client', field: 'agent', value: row.agent },
        { label: 'access.request', field: 'request_id', value: row.request, mono: true },
      ],
    },
    {
      title: 'access.where.section',
      lines: [
        { label: 'access.ip', field: 'ip', value: row.ip, mono: true },
        { label: 'access.place', field: 'place', value: placeWords(row), ask: row.place, aside: precision },
        { label: 'access.country', field: 'country', value: row.country },
      ],
    },
  ];
  const kept = (line: Line) => line.value !== '' || line.label === 'access.company' || line.label === 'access.memo';
  return all.map((s) => ({ ...s, lines: s.lines.filter(kept) })).filter((s) => s.lines.length > 0);
}

/** What a note can be about for this visit, the widest reach last. */
export function subjects({ row }: Pick<AccessDetail, 'row'>): { kind: string; key: string }[] {
  return [
    { kind: 'visit', key: row.id },
    { kind: 'account', key: row.account },
    { kind: 'ip', key: row.ip },
    { kind: 'network', key: networkOf(row.ip) },
    { kind: 'company', key: row.company },
  ].filter((s) => s.key !== '');
}

/** The /24 or /64 around an address, as a proposal; "" when it is none. */
export function networkOf(ip: string): string {
  const v4 = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/.exec(ip);
  if (v4) return `${v4[1]}.0/24`;
  if (!/^[0-9a-f:]+$/i.test(ip) || !ip.includes(':')) return '';
  const [head = '', tail] = ip.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail ? tail.split(':') : [];
  const zeros =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  return `${[...before, ...zeros, ...after].slice(0, 4).join(':')}::/64`;
}

/** The note on a subject as it is now; an empty one when there is none. A visit's own note goes by the record's id. */
export function noteOn(notes: readonly Note[], kind: string, key: string): Note {
  const found = notes.find((n) => n.kind === kind && (kind === 'visit' || n.key === key));
  return { kind, key, company: found?.company ?? '', memo: found?.memo ?? '', updated: found?.updated ?? 0 };
}
