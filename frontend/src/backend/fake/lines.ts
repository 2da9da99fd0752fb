import type { LogRow } from '../wire';
import { NOW } from './sources';

/** Entries of the made-up chain: one hour up to NOW, the incident from 14:06 on. */
export const TOTAL = 40_968;
const START = NOW - 3_600_000;
const INCIDENT = Date.UTC(2026, 10, 18, 6, 6);

const words = ['', 'TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

/** A small hash, so that row n is the same whenever it is asked for. */
function dice(n: number, sides: number): number {
  let x = (n + 1) * 2654435761;
  x = Math.imul(x ^ (x >>> 15), 2246822519);
  x = Math.imul(x ^ (x >>> 13), 3266489917);
  return ((x ^ (x >>> 16)) >>> 0) % sides;
}

const trace = [
  'java.sql.SQLTransientConnectionException: crm-main, 304 waiting',
  '  at suite.dialer.LinePlanner.reserve(LinePlanner.java:214)',
  '  at suite.dialer.CampaignRunner.next(CampaignRunner.java:88)',
  '  at suite.core.Scheduler.tick(Scheduler.java:141)',
  ...Array.from({ length: 35 }, (_, i) => `  at suite.pool.Frame${i}.run(Frame${i}.java:${40 + i})`),
];

/** Row `n` of the chain, without marks. */
export function line(n: number): LogRow {
  const time = START + Math.floor((n / TOTAL) * 3_600_000);
  const bad = time > INCIDENT;
  const d = dice(n, 100);
  const call = dice(n >> 2, 0xffffff)
    .toString(16)
    .padStart(8, '4');
  const level = bad && d < 9 ? 5 : d < (bad ? 22 : 3) ? 4 : d < 82 ? 3 : 2;
  const texts: Record<number, string> = {
    5: `reserve failed for call ${call}: no connection after 5 000 ms`,
    4: bad
      ? `pool crm-main: 60 of 60 connections in use, ${200 + dice(n, 130)} waiting`
      : `call ${call} retry 1 of 3 in 250 ms`,
    3:
      [
        `agent ${1001 + dice(n, 80)} state ready → wrap-up`,
        `POST /api/contacts/${80000 + dice(n, 9999)} 200 in ${dice(n, 90)} ms`,
        `campaign 318 dialling ${300 + dice(n, 100)} of 400 simultaneous calls`,
      ][dice(n, 3)] ?? '',
    2: `presence fan-out 61 listeners in ${(dice(n, 40) / 10 + 1).toFixed(1)} ms`,
  };
  const live = n > TOTAL - 24_110;
  const more = level === 5 && dice(n, 2) === 0 ? trace : [];
  return {
    pos: n,
    file: live ? 'application-0' : 'application-1',
    name: live ? 'application.log' : 'application-2026-11-18-2.log.gz',
    family: 'application',
    line: live ? n - (TOTAL - 24_111) : 612_000 + n,
    lines: 1 + more.length,
    time,
    timeText: new Date(time + 8 * 3_600_000).toISOString().slice(0, 23).replace('T', ' '),
    level,
    levelText: words[level] ?? '',
    text: texts[level] ?? '',
    cut: 0,
    marks: [],
    more,
  };
}
