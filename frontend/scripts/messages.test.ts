import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const work = mkdtempSync(join(tmpdir(), 'cordwood-messages-'));
afterAll(() => rmSync(work, { recursive: true }));

const whole = {
  'messages/en.json': { close: 'Close', 'rules.tab': 'Rules', 'rules.held': '{n} held' },
  'messages/zh-CN.json': { close: '关闭', 'rules.tab': '规则', 'rules.held': '{n} 个已扣留' },
  'messages/said.zh-CN.json': { "the server's own": '服务器自己的' },
  'backend/wire.ts':
    "export type Sentence =\n  | ''\n  | 'the server\\'s own';\n\nexport type Other = 'no sentence';\n",
  'rules/Rules.svelte': "{t('rules.tab')}{t(open ? 'close' : 'rules.tab')}{t(`rules.${what}`)}",
  'rules/commands.ts': "[{ id: 'rules.all', label: t('close') }]",
};

/** What the first step of `npm run build` says of this source, and how it ends. */
function messages(changed: object): { said: string; code: number | null } {
  const src = mkdtempSync(join(work, 'src-'));
  for (const [name, content] of Object.entries({ ...whole, ...changed })) {
    mkdirSync(join(src, name, '..'), { recursive: true });
    writeFileSync(join(src, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  const run = spawnSync('node', ['scripts/messages.mjs', src], { encoding: 'utf8' });
  return { said: run.stderr.trim(), code: run.status };
}

test('the build begins with it', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  expect(scripts['build']).toMatch(/^npm run messages && /);
  expect(scripts['messages']).toBe('node scripts/messages.mjs');
});

test('words that are whole are taken', () => {
  expect(messages({})).toEqual({ said: '', code: 0 });
});

test('all that is wrong fails it and is named', () => {
  const { said, code } = messages({
    'messages/zh-CN.json': { close: '关闭', 'rules.held': '{m} 个已扣留' },
    'messages/said.zh-CN.json': { 'what Go does not say': '不说' },
    'rules/Rules.svelte': "{t('nosuch.key')}{t('open')}{t(kind === 'one' ? 'close' : 'shut')}{t(`audit.${action}`)}",
    'rules/heads.ts': "[{ title: 'rules.title' }]",
  });
  expect(said.split('\n').sort()).toEqual([
    'rules/Rules.svelte: "nosuch.key" is in no language',
    'rules/Rules.svelte: "open" is in no language',
    'rules/Rules.svelte: "shut" is in no language',
    'rules/Rules.svelte: no key begins with "audit."',
    'rules/heads.ts: "rules.title" is in no language',
    'zh-CN: "rules.held" takes other arguments than en',
    'zh-CN: "rules.tab" is missing',
    'zh-CN: "the server\'s own" is missing',
    'zh-CN: "what Go does not say" is not in en',
  ]);
  expect(code).toBe(1);
});
