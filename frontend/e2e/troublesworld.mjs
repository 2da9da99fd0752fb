// A folder with one of each trouble that can be told, and a server over it that speaks Chinese.
import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { serve } from './served.mjs';

const lines = (day, n = 60) =>
  Array.from(
    { length: n },
    (_, i) => `2026-11-${day} 10:00:${String(i % 60).padStart(2, '0')},000 INFO [main] shop.Till - ${i}\n`,
  ).join('');

export async function startTroubles() {
  const work = mkdtempSync(join(tmpdir(), 'cordwood-troubles-'));
  const [dir, home] = [join(work, 'logs'), join(work, 'home')];
  mkdirSync(join(dir, 'sub'), { recursive: true });
  mkdirSync(home);
  const put = (name, text) => writeFileSync(join(dir, name), text);
  put('application.log', lines(21));
  for (const day of [16, 17, 18]) put(`application-2026-11-${day}.log.gz`, gzipSync(lines(day)));
  put('cut-2026-11-16.log.gz', gzipSync(lines(16, 4000)).subarray(0, 4000));
  put('binary.log', Buffer.from([0, 1, 2, 3, 0, 5, 0x41, 0, 9]));
  put('notes.md', 'no log\n');
  put('archive.7z', Buffer.from('377abcaf271c0004', 'hex'));
  put('picture.png', Buffer.from('89504e470d0a1a0a', 'hex'));
  execFileSync('mkfifo', [join(dir, 'pipe.log')]);
  symlinkSync('application.log', join(dir, 'again.log'));
  symlinkSync('nowhere', join(dir, 'gone.log'));
  symlinkSync('sub', join(dir, 'folder.log'));
  put('twice.log', lines(19));
  linkSync(join(dir, 'twice.log'), join(dir, 'sub', 'second.txt'));
  put(
    'cordwood-rules.json',
    JSON.stringify({
      version: 1,
      rev: 1,
      written_at: '2026-11-20T10:00:00Z',
      written_by: 'test',
      cleaner: 'window',
      all: { level: 'INFO', copies: 1, cleaning: true, action: 'delete', max_bytes: 104857600 },
    }),
  );
  put('tenants.csv', 'company,account\n,\nno,account,too,many\n');
  writeFileSync(join(home, 'config.toml'), 'language = "zh-CN"\n');
  const table = join(work, 'table.csv');
  writeFileSync(table, 'time,user,action\nsoon,a,b\n2026-11-20 10:00:00,a,b,c,d\n');
  return { ...(await serve(work, dir, home)), dir, table };
}
