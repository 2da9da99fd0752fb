// Every screen and dialog of the page, over a small sample: who walks through them looks at each.
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from './served.mjs';

const binary = '../build/bin/cordwood';

/**
 * Rules of three versions, a cleaning that waits since there is more than was shown,
 * and files that a server cleaned, archived and could not clean.
 */
function setRules(dir, home) {
  const env = { ...process.env, CORDWOOD_HOME: home };
  const set = (...what) => execFileSync(binary, ['rules', 'set', dir, ...what, '--yes'], { env });
  set('--cleaner', 'window');
  set('--family', 'email', '--copies', '1', '--cleaning', 'hold');
  const copy = readdirSync(dir).find((name) => /^email-.*\.gz$/.test(name));
  copyFileSync(join(dir, copy), join(dir, 'email-2026-01-01.log.gz'));
  const time = new Date(Date.now() - 86_400_000).toISOString();
  // A server that answered can be asked to rotate.
  const application = { level: 'INFO', rev: 1, writer: 'serverlog', rotations: 0 };
  const status = { version: 1, rev: 1, time, writer: 'serverlog', families: { application } };
  writeFileSync(join(dir, 'cordwood-rules.status.json'), JSON.stringify(status));
  const act = { account: 'serverlog', action: 'delete', verb: 'clean', module: 'log files', target_type: 'log file' };
  const cleaned = [
    { outcome: 'success', after: { action: 'archive' } },
    { outcome: 'success' },
    { outcome: 'failure', reason: 'in use' },
    { outcome: 'intent', reason: '7 over 3' },
  ].map((how, i) => ({ time, ...act, target: `email-2025-12-0${i + 1}.log.gz`, ...how }));
  appendFileSync(join(dir, 'audit_log.log'), cleaned.map((act) => JSON.stringify(act) + '\n').join(''));
}

/** Serves a sample; beside it lie the same as a bundle, a folder without logs, and an audit table of another suite. */
export async function startScreens(size = '3MB') {
  const work = mkdtempSync(join(tmpdir(), 'cordwood-screens-'));
  const [dir, bundle, bare, table] = ['pbx-hq', 'T-48213.tar.gz', 'bare', 'operations.csv'].map((n) => join(work, n));
  execFileSync(binary, ['demo', dir, '--size', size, '--days', '3', '--bundle', bundle]);
  const home = join(work, 'home');
  mkdirSync(bare);
  setRules(dir, home);
  writeFileSync(
    table,
    'Time,User,Action,Module,Target,Old,New\n2026-11-20 10:00:00,li,modify,Queue,Night desk,30,90\n?,li,add,Queue,,,\n',
  );
  return { ...(await serve(work, dir, home)), bundle, bare, table };
}

/** The page's own words: of a key, with what stands in them in braces; a word in plural is a pattern. */
function wordsOf(language) {
  const words = JSON.parse(readFileSync(new URL(`../src/messages/${language}.json`, import.meta.url), 'utf8'));
  return (key, args = {}) => {
    const text = words[key].replace(/\{(\w+)\}/g, (all, name) => args[name] ?? all);
    if (!text.includes('{')) return text;
    const escape = (part) => part.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
    const plain = text.split(/\{\w+(?:, plural,(?:[^{}]|\{[^{}]*\})*)?\}/);
    // eslint-disable-next-line no-restricted-syntax -- of our own words
    return new RegExp(`^${plain.map(escape).join('.*')}$`);
  };
}

/** Goes to every screen and dialog in turn and calls `look` with its name at each. */
export async function walk(page, world, language, look) {
  const w = wordsOf(language);
  const named = (role, key, args) => page.getByRole(role, { name: w(key, args), exact: true }).first();
  const button = (key, args) => named('button', key, args);
  const dialog = page.locator('dialog[open]');
  const rows = page.locator('[data-row]');
  const copy = page.getByRole('checkbox', { name: /application-\S+\.log\.gz$/ });
  const field = () => named('textbox', 'query');
  const away = async () => {
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  };
  const ask = async (text) => {
    await field().fill(text);
    await page.keyboard.press('Enter');
  };
  const part = async (name, tabs, only = Object.keys(tabs)) => {
    for (const tab of only) {
      await page.getByRole('tab', { name: w(tabs[tab]) }).last().click(); // prettier-ignore
      await look(`${name}-${tab}`);
    }
  };
  const open = async (path) => {
    await page.keyboard.press('Control+k');
    await dialog.getByRole('combobox').fill(path);
    await page.keyboard.press('Enter');
    await page.getByTitle(path).first().waitFor({ state: 'attached' }).catch(() => {}); // prettier-ignore
    await page.locator('header strong', { hasText: path.split('/').at(-1) }).waitFor();
  };

  page.setDefaultTimeout(20_000); // a machine under load
  await page.setExtraHTTPHeaders({ Authorization: `Bearer ${world.token}` });
  await page.goto(`${world.base}/`);
  await page.locator('nav').waitFor();
  await page.locator('footer [role="progressbar"]').first().waitFor({ state: 'hidden', timeout: 60_000 }); // two cores read it beside other tests
  await look('health');
  for (const [name, key] of [
    ['sources', 'source.switch'],
    ['range', 'command.range'],
    ['zone', 'command.zone'],
  ]) {
    await button(key).click();
    await look(`menu-${name}`);
    await page.keyboard.press('Escape');
  }

  await page.keyboard.press('Alt+2');
  await rows.first().waitFor();
  await look('access');
  await rows.first().click();
  await page.keyboard.press('Enter');
  await look('access-record');
  await part('access', { related: 'access.related', raw: 'detail.raw', note: 'access.note' });
  await named('textbox', 'access.memo').fill('x');
  await button('access.note.save').click();
  await page.getByText(w('access.note.saved')).waitFor();
  await look('access-note-toast');
  await button('command.undo').click();
  await button('export.rows').click();
  await look('access-export');
  await page.keyboard.press('Escape');
  await ask('ip:10.1.2.3 level:>=warn (nowhere OR -path:~"x") ms:>500');
  await look('access-nothing');
  await ask('ms:fast');
  await look('access-invalid');
  await ask('');

  await page.keyboard.press('Alt+3');
  await rows.first().waitFor();
  await look('audit');
  await ask('action:modify');
  await rows.first().click({ position: { x: 400, y: 10 } });
  await look('audit-record');
  await part('audit', { raw: 'detail.raw', history: 'audit.history', changes: 'audit.changes' }, ['raw', 'history']);
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: w('audit.origin.cordwood') }).click();
  await look('audit-trail');
  await page.getByRole('tab', { name: w('audit.origin.all') }).click();
  await button('audit.import').click();
  await look('import');
  await dialog.getByRole('textbox').fill(world.table);
  await page.keyboard.press('Enter');
  await dialog.getByRole('table').waitFor();
  await look('import-columns');
  await dialog.getByRole('button', { name: w('audit.import.do') }).click();
  await dialog.getByRole('status').waitFor();
  await look('import-done');
  await away();

  await page.keyboard.press('Alt+4');
  await rows.first().waitFor();
  await look('families');
  await button('families.open', { name: 'application.log' }).click();
  await copy.first().click();
  await copy.nth(1).click();
  await look('families-chosen');
  await named('toolbar', 'chosen').getByRole('button', { name: w('lock.unlock') }).click(); // prettier-ignore
  await look('unlock');
  await dialog.getByRole('button', { name: w('lock.unlock') }).click();
  await button('delete').click();
  await dialog.getByRole('listitem').first().waitFor();
  await look('delete');
  await dialog.getByRole('radio').nth(1).click();
  await look('delete-for-good');
  await dialog.getByRole('radio').first().click();
  await dialog.getByRole('button', { name: w('delete.do.hold') }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText(w('delete.held')).waitFor();
  await look('delete-toast');
  await page.getByRole('tab', { name: w('held') }).click();
  await button('held.purge.now').waitFor();
  await look('held');
  await button('held.purge.now').click();
  await look('held-purge');
  await away();
  await button('held.restore').click();
  await page.getByText(w('held.none')).waitFor();
  await look('held-none');
  await page.getByRole('tab', { name: w('families') }).click();

  await page.getByRole('button', { name: 'application.log', exact: true }).first().click();
  await rows.first().waitFor();
  await look('log');
  await page.getByRole('checkbox', { name: /^error[,，]/ }).click();
  await page.locator('[data-row].band-4').first().waitFor({ state: 'detached' });
  await page.locator('[data-row].band-5').last().waitFor();
  await rows.last().click();
  await page.keyboard.press('Enter');
  await look('log-entry');
  await button('charset').click();
  await look('charset');
  await page.keyboard.press('Escape');
  await button('clock.button').click();
  await look('clock');
  await dialog.getByRole('textbox').first().fill('soon');
  await look('clock-wrong');
  await away();
  await button('download').click();
  await look('download-menu');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+g');
  await dialog.getByRole('textbox').fill('50%');
  await look('goto');
  await away();
  await page.keyboard.press('Shift+F');
  await look('log-following');
  await ask('level:error nothing_has_this_word');
  await look('log-nothing');
  await ask('');

  await page.keyboard.press('Alt+5');
  await page.locator('table').first().waitFor();
  await look('rules');
  await button('rules.allow.one').click();
  await dialog.getByRole('listitem').first().waitFor();
  await look('rules-allow');
  await away();
  await button('rules.rotate.of', { file: 'application.log' }).click();
  await look('rules-rotate');
  await away();
  await named('combobox', 'rules.cleaner').selectOption('none');
  await look('rules-pending');
  await page.getByRole('button', { name: w('rules.review') }).click();
  await look('rules-apply');
  await away();
  await button('rules.discard').click();
  for (const tab of ['cleaned', 'versions']) {
    await named('tab', `rules.tab.${tab}`).click();
    await rows.nth(2).waitFor();
    await look(`rules-${tab}`);
  }
  await named('tab', 'rules.tab.rules').click();

  await page.keyboard.press('Control+k');
  await look('palette');
  await dialog.getByRole('combobox').fill('qqqq');
  await look('palette-none');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+,');
  await named('textbox', 'settings.tenants.account').fill('1001');
  await named('textbox', 'settings.tenants.company').fill('Acme');
  await page.keyboard.press('Enter');
  await button('settings.tenants.change', { n: 1 }).click();
  await look('settings');
  await button('settings.tenants.stop').click();
  await button('settings.tenants.remove', { n: 1 }).click();
  await page.keyboard.press('F1');
  await look('keys');
  await away();

  await open(world.bundle);
  await page.keyboard.press('Alt+4');
  await rows.first().waitFor();
  await button('families.open', { name: 'application.log' }).click();
  await copy.first().click();
  await look('bundle-families');
  await page.keyboard.press('Alt+5');
  await look('bundle-rules');
  await open(world.bare);
  for (const [name, keys] of ['health', 'access', 'audit', 'families', 'rules'].entries()) {
    await page.keyboard.press(`Alt+${name + 1}`);
    await look(`bare-${keys}`);
  }

  await button('command.start').click();
  await named('heading', 'start.title').waitFor();
  await look('start');
  for (const key of ['command.open.folder', 'command.open.bundle']) {
    await page.getByRole('button', { name: w(key) }).click();
    await look(key.replace('command.open', 'browse').replace('.', '-'));
    await away();
  }
  await named('textbox', 'start.path').fill('/nowhere/at/all');
  await page.keyboard.press('Enter');
  await page.getByText('/nowhere/at/all').waitFor();
  await look('start-refused');
}
