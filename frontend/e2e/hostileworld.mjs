// A folder whose files, names and records are hostile, and a server over it.
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { names, payloads } from './hostiletexts.mjs';
import { serve } from './served.mjs';

/** The source's own folder, and the program's home, have hostile names too. */
export const folderName = '"><img class=cwx src=x onerror=alert(1)>\u202egol';
export const homeName = 'home<svg class=cwx onload=alert(1)>';
/** An operations table of another suite, outside the source. */
export const tableName = 'table<img class=cwx src=x onerror=alert(1)>.csv';
/** Its headings and cells: a line of such a table ends at \r, and NUL makes it a binary file. */
export const cells = payloads.filter((p) => !/[\0\r]/.test(p.text));
/** Families that have a rotated copy, which can be held. */
export const rotated = names.slice(0, 4);
/** Files that a server's audit log says it could not clean, each by and because of a text. */
export const cleaned = names.slice(0, 4);
/** Who saved the rules that are there. */
export const author = payloads[2];

const lines = (records) => records.map((r) => JSON.stringify(r)).join('\n') + '\n';

/** An object whose keys are texts, __proto__ among them. */
const keyed = (text, value) =>
  Object.fromEntries([
    ['id', 7],
    [text, value],
    [`${text}.${text}`, { [text]: value }],
  ]);

function write(dir) {
  mkdirSync(dir, { recursive: true });
  const now = Date.now();
  // The newest record is that of the first text.
  const at = (i) => new Date(now - 60_000 - i * 1000).toISOString();
  const put = (name, text) => writeFileSync(join(dir, name), text);
  const oldestFirst = payloads.map((p, i) => ({ ...p, time: at(i), i })).reverse();

  put(
    'application.log',
    lines(
      oldestFirst.map(({ text, time }) => ({
        time,
        level: 'ERROR',
        logger: text,
        message: text,
        ...keyed(text, text),
      })),
    ),
  );
  put(
    'plain.log',
    oldestFirst
      .map(({ text, time }) => `${time.slice(0, -1).replace('T', ' ').replace('.', ',')} ERROR [main] Shop - ${text}\n`)
      .join(''),
  );
  put(
    'bytes.log',
    Buffer.concat([
      Buffer.from('2026-11-22 10:00:00,000 INFO [main] Shop - '),
      Buffer.from([0x9b, 0x33, 0x31, 0x6d, 0xff, 0xfe, 0xc0, 0x80, 0x0a]),
    ]),
  );
  put(
    'access_log.log',
    lines(
      oldestFirst.map(({ text: t, time, i }) => ({
        time,
        kind: i % 2 ? 'refused' : t,
        scope: t,
        account: t,
        name: t,
        company: t,
        memo: t,
        method: t,
        path: t,
        page: t,
        status: i % 2 ? 401 : 200,
        result: t,
        ip: t,
        place: t,
        agent: t,
        ms: 1,
        bytes: 1,
        session: t,
        request_id: t,
      })),
    ),
  );
  const clean = (i) => ({ time: at(4000 + i), account: payloads[i].text, action: 'delete', verb: 'clean' });
  put(
    'audit_log.log',
    lines([
      // What a server cleaned, before all that is looked at one by one.
      ...cleaned
        .map((p, i) => ({ ...clean(i), target: p.text, outcome: 'failure', reason: payloads[i].text }))
        .reverse(),
      ...oldestFirst.map(({ text: t, time }) => ({
        time,
        account: t,
        name: t,
        role: t,
        company: t,
        ip: t,
        session: t,
        action: 'modify',
        verb: t,
        module: t,
        target_type: t,
        target_id: t,
        target: t,
        outcome: 'failure',
        reason: t,
        correlation: t,
        before: keyed(t, t),
        after: keyed(t, `${t}!`),
      })),
    ]),
  );
  put(
    'cordwood-rules.json',
    JSON.stringify({
      version: 1,
      rev: 1,
      written_at: at(0),
      written_by: author.text,
      cleaner: 'none',
      all: { level: 'INFO', copies: 30, cleaning: true, action: 'delete', max_bytes: 104857600 },
    }),
  );
  put('tenants.csv', `company,memo,account pattern\n"${names[0].text}","${names[2].text}",x\n`);
  for (const { text } of names) put(`${text}.log`, `${at(0)} ERROR ${text}\n`);
  for (const { text } of rotated) put(`${text}-2026-11-20.log`, `2026-11-20T10:00:00Z ERROR ${text}\n`);
  symlinkSync('nowhere', join(dir, '<iframe class=cwx src=x>.log'));
}

function writeTable(path) {
  const row = (first, rest) => [first, ...rest].map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',') + '\n';
  const texts = cells.map((p) => p.text);
  writeFileSync(path, row('time', texts) + row('2026-11-20 10:00:00', texts) + row(texts[0], texts));
}

/** Starts the server; close ends it and takes everything away. */
export async function startWorld() {
  const work = mkdtempSync(join(tmpdir(), 'cordwood-hostile-'));
  write(join(work, folderName));
  const table = join(work, tableName);
  writeTable(table);
  const world = await serve(work, join(work, folderName), join(work, homeName));
  const networks = payloads.map((p, i) => ({ network: `10.0.${i}.0/24`, name: p.text }));
  const answer = await fetch(`${world.base}/call/Settings.SetNetworks`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${world.token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify([networks]),
  });
  if (!answer.ok) throw new Error(`Settings.SetNetworks: ${await answer.text()}`);
  return { ...world, table };
}
