import { nothing } from '../backend';
import type { CopyRow, FamilyRow } from '../wire';
import { NOW } from './sources';

const MiB = 1 << 20;
const day = 86_400_000;

/** name, code, rotated copies, MiB of all, lines, days covered, errors, warns, state, silent */
const table: [string, string, number, number, number, number, number, number, string, number][] = [
  ['application', 'APP', 30, 2273, 31_400_000, 25.5, 1943, 4120, 'live', 0],
  ['apps_objects', 'OBJ', 8, 73.4, 412_806, 47, 31, 74, 'live', 0],
  ['inbox_channel', 'INB', 12, 192, 2_600_000, 12, 4, 212, 'live', 0],
  ['email', 'EML', 6, 48.1, 303_118, 91, 17, 9, 'silent', 3 * 3_600_000 + 11 * 60_000],
  ['database', 'DB', 20, 1556, 18_900_000, 14, 3219, 846, 'live', 0],
  ['access_log', 'ACC', 60, 443, 6_000_000, 60, 0, 0, 'live', 0],
  ['call_event', 'CEV', 40, 3174, 56_500_000, 8.4, 41, 390, 'growing', 0],
  ['schedule_jobs', 'JOB', 10, 60.7, 388_040, 78, 1, 6, 'live', 0],
  ['crm_data', 'CRM', 4, 21.2, 96_450, 130, 58, 120, 'live', 0],
  ['audit_log', 'AUD', 24, 116, 1_100_000, 208, 0, 0, 'live', 0],
  ['gc', 'GC', 2, 21, 218_440, 19, 0, 0, 'live', 0],
];

export function families(gone: ReadonlySet<string>): FamilyRow[] {
  return table.map(([name, code, rotated, mib, lines, days, errors, warns, state, silent]) => {
    const copies = copiesOf(name, rotated, mib, lines, days, errors, warns).filter((c) => !gone.has(c.id));
    return {
      name,
      file: `${name}.log`,
      code,
      known: name !== 'gc',
      copies,
      rotated: copies.length - 1,
      bytes: copies.reduce((sum, c) => sum + c.bytes, 0),
      lines: copies.reduce((sum, c) => sum + c.lines, 0),
      first: copies.at(-1)?.first ?? null,
      last: NOW - silent - 1000,
      errors,
      warns,
      state,
      silent,
      percent: 100,
      charset: '',
    };
  });
}

function copiesOf(
  name: string,
  rotated: number,
  mib: number,
  lines: number,
  days: number,
  errors: number,
  warns: number,
): CopyRow[] {
  const step = (days * day) / (rotated + 1);
  const perDay = new Map<string, number>();
  return Array.from({ length: rotated + 1 }, (_, i): CopyRow => {
    const last = NOW - i * step - 1000;
    const zipped = i > 0 && i < rotated - 3;
    const at = new Date(last + 8 * 3_600_000).toISOString().slice(0, 10);
    const nth = (perDay.get(at) ?? 0) + 1;
    if (zipped) perDay.set(at, nth);
    const dated = nth === 1 ? `${name}-${at}.log.gz` : `${name}-${at}-${nth}.log.gz`;
    const path = i === 0 ? `${name}.log` : zipped ? dated : `${name}.log.${i}`;
    const size = Math.round((mib * MiB) / (rotated + 1));
    return {
      id: `${name}-${i}`,
      path,
      bytes: zipped ? Math.round(size / 12) : size,
      decoded: size,
      lines: Math.round(lines / (rotated + 1)),
      first: NOW - (i + 1) * step,
      last,
      errors: i === 0 ? errors : 0,
      warns: i === 0 ? warns : 0,
      modified: last,
      compression: zipped ? 'gzip' : '',
      charset: 'utf-8',
      live: i === 0,
      format: 'serverlog',
      problem: nothing,
    };
  });
}
