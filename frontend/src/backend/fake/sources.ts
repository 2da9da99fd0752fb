import { nothing } from '../backend';
import type { Listing, Source } from '../wire';
import { refuse, type Handlers } from './handlers';

/** 18 Nov 2026 14:32:08 at UTC+8, the moment of the made-up incident's end. */
export const NOW = Date.UTC(2026, 10, 18, 6, 32, 8);
export const SOURCE = '01JCWFAKE000000000000000HQ';

const live: Source = {
  id: SOURCE,
  name: 'pbx-hq',
  path: '\\\\pbx-hq\\logs',
  kind: 'folder',
  state: 'live',
  sample: false,
  unlocked: false,
  locksAt: null,
  zone: { name: 'UTC+08:00', label: 'UTC+08:00', minutes: 480, fixed: true, origin: 'found' },
  openedAt: NOW,
  clocks: [],
  now: NOW,
  first: Date.UTC(2026, 9, 23, 18, 11),
  last: NOW - 1000,
  files: 226,
  bytes: 8_375_186_227,
  lines: 117_912_345,
  percent: 100,
  resolved: 100,
  findings: 3,
  problems: [],
  checkedAt: NOW - 1000,
  canOperate: true,
  why: nothing,
  silentFrom: null,
};

const listing: Listing = {
  path: '/srv/logs',
  parent: '/srv',
  entries: [
    { name: 'pbx', path: '/srv/logs/pbx', kind: 'folder', bytes: 0 },
    { name: 'acme-2026-11-14.tar.gz', path: '/srv/logs/acme-2026-11-14.tar.gz', kind: 'bundle', bytes: 2_147_483_648 },
  ],
};

export function sourceHandlers(): Handlers {
  let source = live;
  const columns = new Map<string, string[]>();
  const seen = {
    at: NOW - 60_000,
    families: 10,
    bytes: 7.8 * 2 ** 30,
    lines: 117_900_000,
    first: NOW - 30 * 86_400_000,
    last: NOW,
    zone: 480,
  };
  const recent = { opened: NOW, sample: false, state: 'ready', seen };
  return {
    'Sources.Start': () => ({
      recent: [
        { id: SOURCE, name: 'pbx-hq', path: live.path, kind: 'folder', ...recent },
        {
          id: 'b1',
          name: 'T-20418',
          path: '/cases/brindlewick-2026-11-14.tar.gz',
          kind: 'bundle',
          ...recent,
          opened: NOW - 4 * 86_400_000,
        },
        {
          id: 'b2',
          name: 'lab-3',
          path: '/mnt/lab3/log',
          kind: 'folder',
          ...recent,
          state: 'offline',
          opened: NOW - 2 * 86_400_000,
        },
      ],
      open: [source],
      face: 'browser',
      version: '0.0.0',
      first: '',
    }),
    'Sources.Open': (path) =>
      path.includes('nowhere')
        ? refuse('not_found', path, 'Check the path.')
        : (source = { ...live, path, name: path.split(/[\\/]/).at(-1) || path }),
    'Sources.OpenSample': () => (source = { ...live, name: 'sample', sample: true, unlocked: true }),
    'Sources.Info': (id) => (id === SOURCE ? source : refuse('not_found', id, '')),
    'Sources.Browse': (path) => (path === '/srv/logs/pbx' ? { path, parent: '/srv/logs', entries: [] } : listing),
    'Sources.Unlock': () => (source = { ...source, unlocked: true, locksAt: NOW + 30 * 60_000 }),
    'Sources.Lock': () => (source = { ...source, unlocked: false, locksAt: null }),
    'Sources.SetZone': (_, zone) => {
      const own =
        zone === '' ? live.zone : { name: zone, label: zone, minutes: 0, fixed: zone === 'UTC', origin: 'set' };
      return (source = { ...source, zone: own, openedAt: source.openedAt + 1 });
    },
    'Sources.SetCharset': () => (source = { ...source, openedAt: source.openedAt + 1 }),
    'Sources.SetClocks': (_, clocks) => {
      const others = source.clocks.filter((c) => !clocks.some((now) => now.family === c.family));
      const own = clocks.filter((c) => c.zone !== '' || c.ahead !== 0);
      return (source = { ...source, clocks: [...others, ...own], openedAt: source.openedAt + 1 });
    },
    'Sources.Columns': (_, desk) => columns.get(desk) ?? [],
    'Sources.SetColumns': (_, desk, names) => {
      columns.set(desk, names);
      return null;
    },
    'Sources.Close': () => null,
    'Sources.Forget': () => null,
    'Sources.Pick': () => live.path,
  };
}
