// A folder whose last day has a known number of errors, refusals and changes, and a server over it.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from './served.mjs';

/** Minutes before now: n of them inside the hour, the rest inside the day, some older than it. */
const spread = (hour, day, older) => [
  ...Array.from({ length: older }, (_, i) => 1500 + i),
  ...Array.from({ length: day - hour }, (_, i) => 1400 - i * 40),
  ...Array.from({ length: hour }, (_, i) => 50 - i * 5),
];

export async function startIll() {
  const work = mkdtempSync(join(tmpdir(), 'cordwood-ill-'));
  const dir = join(work, 'logs');
  mkdirSync(dir);
  const now = Date.now();
  const at = (minutes) => new Date(now - minutes * 60_000).toISOString();
  const put = (name, minutes, record) =>
    writeFileSync(join(dir, name), minutes.flatMap((m) => record(at(m)).map((r) => JSON.stringify(r) + '\n')).join(''));
  const entry = (time) => [
    { time, level: 'INFO', message: 'a till opens' },
    { time, level: 'ERROR', message: 'a till fails' },
  ];
  put('application.log', spread(7, 29, 3), entry);
  put('gc.log', spread(1, 2, 0), entry);
  const visit = { scope: 'tenant', account: 'u1', method: 'POST', path: '/login', ip: '203.0.113.9' };
  put('access_log.log', spread(3, 5, 2), (time) => [
    { time, kind: 'refused', status: 401, result: 'wrong password', ...visit },
    { time, kind: 'visit', status: 200, result: 'ok', ...visit },
  ]);
  const act = { account: 'a1', name: 'Ada', module: 'Queues', target_type: 'queue', target_id: 'q1', target: 'Q', outcome: 'success' }; // prettier-ignore
  put('audit_log.log', spread(2, 4, 1), (time) => [
    { time, action: 'modify', verb: 'rename', before: { n: 1 }, after: { n: 2 }, ...act },
    { time, action: 'query', verb: 'list', ...act },
  ]);
  return serve(work, dir, join(work, 'home'));
}
