// Every screen over the hostile folder, the same in each engine: each text must
// stand there as text, and nothing may have come of it.
import { look, watch, ways } from './hostilepage.mjs';
import { names, payloads, shown } from './hostiletexts.mjs';
import { author, cells, cleaned, folderName, homeName, rotated, startWorld, tableName } from './hostileworld.mjs';

export { payloads, startWorld };

/** Runs in the page before anything of its own. */
export const watcher = `(${watch})();`;

const lost = { name: 'path', text: '/no<img class=cwx src=x onerror=alert(1)>where/\u202egol' };
const tab = (text) => ['click', '[role="tab"]', text];
/** Two texts in quotes that nothing holds, and a query that is none. */
const nothing = '"<iframe class=cwx src=http://evil.example/>none" "{{7*7}}none"';
const wrongQuery = 'time:"<img class=cwx src=x onerror=alert(1)>"';

/**
 * Goes through all screens. run takes the body of an async function and gives
 * its answer; table is the path of the world's table; deep opens every record, else
 * the first of each kind; short leaves out what deletes, imports and chooses. The
 * answer counts the screens and says what was wrong.
 */
export async function tour(run, { table, deep, short = false }) {
  const failures = [];
  let screens = 0;
  let checked = 0;
  const way = (name, ...args) => run(`return (${ways})()[${JSON.stringify(name)}](...${JSON.stringify(args)});`);
  const expect = (screen, text, wanted) => {
    for (const p of wanted) {
      checked++;
      if (!text.includes(p.shown))
        failures.push(`${screen}: ${p.name} is not shown as ${JSON.stringify(p.shown.slice(0, 80))}`);
    }
  };
  async function visit(screen, steps, wanted = []) {
    screens++;
    let passed = '';
    try {
      for (const [name, ...args] of steps) passed += await way(name, ...args);
    } catch (error) {
      failures.push(`${screen}: ${String(error.message ?? error).split('\n')[0]}`);
    }
    const { wrong, text } = await run(`return (${look})();`);
    failures.push(...wrong.map((w) => `${screen}: ${w}`));
    expect(screen, text + passed, wanted);
  }
  async function open(screen, css, texts) {
    const n = deep ? texts.length : 1;
    const wanted = texts.slice(0, n);
    await visit(screen, []);
    const found = await way(
      'panes',
      css,
      n,
      wanted.map((p) => p.shown),
    ).catch((error) => {
      failures.push(`${screen}: ${error.message}`);
      return [];
    });
    wanted.forEach((p, i) => expect(`${screen} ${i}`, found[i] ?? '', [p]));
    await visit(`${screen}, opened`, [], [wanted.at(-1)]);
  }

  /** The panel of a button: it opens, and closes by the same button. */
  async function menu(screen, label, css) {
    const button = `button[aria-label="${label}"]`;
    await visit(screen, [
      ['click', button],
      ['wait', `.panel ${css}`],
    ]);
    await visit(`${screen}, left`, [['click', button]]);
  }

  /** What is shown only of a source that is unlocked, of a table, and in panels over a desk; from the dialog on that deletes. */
  async function changing() {
    await visit('Held, said', [
      ['click', 'dialog footer button', 'Hold '],
      ['wait', '.toast button', 'Undo'],
    ]);
    await visit('Held', [['desk', 'serverlogs', { v: 'held' }, '[data-row]'], ['rows']], rotated);
    await visit(
      'Purge',
      [
        ['click', '[data-row] button', 'Purge now'],
        ['wait', 'dialog li'],
      ],
      rotated,
    );
    await visit('Purge, left', [['click', 'dialog button', 'Cancel']]);

    await visit(
      'Cleaned files',
      [['desk', 'rules', {}, '[role="tab"]'], tab('Cleaned files'), ['rows']],
      [...cleaned, ...payloads.slice(0, cleaned.length)],
    );
    const edit = { family: '', set: ['copies'], copies: 29 };
    await visit(
      'Versions',
      [['call', 'Rules.Apply', '$source', [edit], [], 1], tab('Versions'), ['wait', '[data-row="1"]'], ['rows']],
      [author],
    );
    await visit('Versions, left', [tab('Rules')]);

    const family = names[2];
    await visit(
      'Rules, to be applied',
      [
        ['desk', 'rules', {}, 'th', 'All families'],
        ['click', `button.inherited[aria-label*='${family.text}.log']`],
        ['click', 'footer button', 'Review'],
        ['wait', 'dialog', family.shown], // what the rule file refuses is named
      ],
      [family],
    );
    await visit('Rules, left', [
      ['click', 'dialog button', 'Cancel'],
      ['click', 'footer button', 'Discard'],
    ]);

    await visit(
      'Import',
      [
        ['desk', 'audit', {}, 'button', 'Import a table'],
        ['click', 'button', 'Import a table'],
        ['type', 'dialog form input', table],
        ['click', 'dialog form button', 'Read the header'],
        ['wait', 'dialog tbody th'],
      ],
      [{ name: 'table', shown: shown(tableName) }, ...cells],
    );
    await visit(
      'Imported',
      [
        ['click', 'dialog button', 'Import '],
        ['wait', 'dialog [role="status"] li'],
      ],
      [{ name: 'table', shown: shown(tableName) }],
    );
    await visit('Import, left', [['click', 'dialog button', 'Close']]);
    await visit(
      'Own trail',
      [['desk', 'audit', { v: 'cordwood' }, '[data-row]'], ['rows']],
      [{ name: 'table', shown: shown(tableName) }, ...rotated],
    );

    await visit('Keys', [
      ['palette', 'Keys'],
      ['click', '[role="option"]', 'Keys'],
      ['wait', 'dialog li kbd'],
    ]);
    await visit('Keys, left', [['click', 'dialog button[aria-label="Close"]']]);
    for (const panel of ['Time range', 'Time zone']) {
      await visit(panel, [
        ['click', `button[aria-label="${panel}"]`],
        ['type', '.panel form input', lost.text],
      ]);
      await visit(`${panel}, left`, [['click', `button[aria-label="${panel}"]`]]);
    }
    await visit(
      'Source switch',
      [
        ['click', 'button[aria-label="Source"]'],
        ['wait', '.panel button'],
      ],
      [{ name: 'folder', shown: shown(folderName) }],
    );
    await visit('Source switch, left', [['click', 'button[aria-label="Source"]']]);
  }

  const oldestFirst = [...payloads].reverse();
  const path = { ...lost, shown: shown(lost.text) };
  const parts = nothing.split('" "').map((text) => ({ name: 'query', shown: text.replaceAll('"', '') }));

  await run(`${'const c = (' + ways + ')().call; const until = Date.now() + 20000; const s = (await c("Sources.Start")).first;'}
    while ((await c('Sources.Info', s)).percent < 100 && Date.now() < until) await new Promise((r) => setTimeout(r, 50)); return s;`);
  await visit('Health', [['desk', 'health', {}, 'button', 'application.log']], [...names, ...payloads.slice(0, 3)]);

  await visit('Access', [['desk', 'access', {}, '[data-row]'], ['rows']], payloads);
  await open('Access record', 'aside[aria-label="Detail"]', payloads);
  for (const part of ['Related', 'Raw', 'Note']) await visit(`Access record, ${part}`, [tab(part)]);
  await menu('Access, Export', 'Export…', '[role="menuitem"]');
  await visit('Access, nothing found', [['desk', 'access', { q: nothing }, 'h2', 'No entry matches']], parts);
  await visit('Access, wrong query', [['desk', 'access', { q: wrongQuery }, '[role="search"] .said']]);

  await visit('Audit', [['desk', 'audit', {}, '[data-row]'], ['rows']], payloads);
  await open('Audit record', 'section[aria-label="Record"]', payloads);
  for (const part of ['Before', 'After', 'Raw', 'History']) await visit(`Audit record, ${part}`, [tab(part)]);
  await menu('Audit, Export', 'Export…', '[role="menuitem"]');
  await visit('Audit, nothing found', [['desk', 'audit', { q: nothing }, 'h2', 'No entry matches']], parts);

  await visit('Families', [['desk', 'serverlogs', {}, '[data-row]'], ['rows']], names);
  await visit('Log', [['desk', 'serverlogs', { v: 'application' }, '[data-row]'], ['rows']], payloads);
  await open('Log entry', 'aside[aria-label="Detail"]', oldestFirst);
  await visit('Log entry, Raw', [tab('Raw')]);
  await visit(
    'Log, nothing found',
    [['desk', 'serverlogs', { v: 'application', q: nothing }, 'h2', 'No entry matches']],
    parts,
  );
  // A line ends at \r as well, NUL makes a file a binary one, and the readers of text formats drop colours.
  const plain = payloads
    .filter((p) => !/[\0\r]/.test(p.text))
    .map((p) => ({ ...p, shown: shown(p.text.replace(/\x1b\[[\d;]*m/g, '')) })); // eslint-disable-line no-control-regex
  await visit('Plain log', [['desk', 'serverlogs', { v: 'plain' }, '[data-row]'], ['rows']], plain);
  await visit('Bytes', [['desk', 'serverlogs', { v: 'bytes' }, '[data-row]'], ['rows']]);
  for (const p of deep ? names : names.slice(0, 1)) {
    const steps = [
      ['desk', 'health', {}, 'button', 'application.log'],
      ['click', 'button', `${p.shown}.log`],
      ['rows'],
    ];
    await visit(`Log of ${p.name}`, steps, [p]);
  }
  const opened = deep ? names.at(-1) : names[0];
  await menu('Charset', 'Charset of the text', '[role="menuitemradio"]');
  await menu('Download', 'Download', '[role="menuitem"]');
  await visit(
    'Clock',
    [
      ['palette', 'Clock of the log'],
      ['click', '[role="option"]', 'Clock of the log'],
      ['wait', 'dialog legend'],
      ['type', 'dialog fieldset input', lost.text],
      ['wait', 'dialog [role="alert"]'],
    ],
    [opened],
  );
  await visit('Clock, left', [['click', 'dialog button', 'Cancel']]);
  await visit('Go to', [
    ['click', 'main button', 'Go to'],
    ['type', 'dialog form input', lost.text],
    ['wait', 'dialog [role="status"]', 'Nothing there'],
  ]);
  await visit('Go to, left', [['click', 'dialog button[aria-label="Close"]']]);

  await visit('Unlock', [
    ['desk', 'serverlogs', { v: 'families' }, '[data-row]'],
    ['click', 'input[aria-label="Choose all files"]'],
    ['click', '[role="toolbar"] .link', 'Unlock'],
    ['wait', 'dialog button', 'Unlock'],
  ]);
  await visit(
    'Delete',
    [
      ['click', 'dialog button', 'Unlock'],
      ['click', '[role="toolbar"] button:not(:disabled)', 'Delete'],
      ['wait', 'dialog li'],
    ],
    names,
  );
  if (short) await visit('Delete, left', [['click', 'dialog button', 'Cancel']]);
  else await changing();
  await visit('Locked', [['call', 'Sources.Lock', '$source']]);

  // The desk names a family, and a backslash in it parts folders.
  await visit(
    'Rules',
    [['desk', 'rules', {}, 'th', 'All families']],
    names.filter((p) => !p.text.includes('\\')),
  );
  await visit(
    'Settings',
    [['desk', 'settings', {}, 'dd', 'home']],
    [...payloads, { name: 'home', shown: shown(homeName) }],
  );
  await visit('Palette', [['palette', path.text]], [path]);
  await visit(
    'Path that is not there',
    [
      ['click', '[role="option"]'],
      ['wait', '.banner, [role="alert"]'],
    ],
    [path],
  );
  await visit(
    'Browse',
    [
      ['palette', 'Open a folder'],
      ['click', '[role="option"]'],
      ['wait', 'dialog li button'],
    ],
    [{ name: 'folder', shown: shown(folderName) }],
  );
  await visit('Browse, left', [['click', 'dialog button', 'Cancel']]);
  await visit(
    'Start',
    [
      ['palette', 'Start screen'],
      ['click', '[role="option"]', 'Start screen'],
      ['wait', '.start li .open'],
    ],
    [{ name: 'folder', shown: shown(folderName) }],
  );
  await visit(
    'Opened from the start',
    [
      ['click', '.start li .open'],
      ['wait', 'nav'],
    ],
    [{ name: 'folder', shown: shown(folderName) }],
  );
  // What was watched for all along is seen when it happens.
  const seen = await run(`const e = document.createElement('img');
    e.className = 'cwx';
    e.src = 'http://evil.example/canary.gif';
    document.body.append(e);
    await new Promise((r) => setTimeout(r, 300));
    return (${look})();`);
  for (const sign of ['csp: ', 'an element of a text: IMG', 'IMG from http://evil'])
    if (!seen.wrong.some((w) => w.startsWith(sign))) failures.push(`the watch does not see "${sign}"`);
  return { screens, checked, failures };
}
