import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeBackend } from '../backend/fake/fake';
import { SOURCE } from '../backend/fake/sources';
import { App } from '../state/app.svelte';
import Window from './Window.svelte';

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1200);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function open(hash: string) {
  history.replaceState(null, '', hash);
  const backend = new FakeBackend();
  const app = new App(backend);
  render(Window, { app });
  return { backend, app };
}

const families = `#/serverlogs?s=${SOURCE}`;
const log = `#/serverlogs?s=${SOURCE}&v=application`;

it('starts with two doors, recent sources and the sample', async () => {
  const { app } = open('#/');
  await screen.findByRole('heading', { name: 'Open the server’s logs' });
  await fireEvent.click(screen.getByRole('button', { name: 'Open the sample server' }));
  await screen.findByText('This is the sample server: all of its data is made up.');
  expect(app.source?.unlocked).toBe(true);
});

it('says in words why a path could not be opened', async () => {
  open('#/');
  const field = await screen.findByRole('textbox', { name: /Path of a folder/ });
  await fireEvent.input(field, { target: { value: '/nowhere' } });
  await fireEvent.click(screen.getByRole('button', { name: 'Open' }));
  await screen.findByText('It is not there.');
});

it('says since when a share is silent, and that it is back', async () => {
  const { app } = open(families);
  await screen.findByRole('button', { name: 'application.log' });
  const source = app.source;
  if (!source) throw new Error('no source');
  app.take({ ...source, state: 'stale', silentFrom: source.now - 192_000 });
  const state = await screen.findByTitle(/^Does not answer since 2026-11-18 14:28:56/);
  expect(state.textContent).toMatch(/stale\s*· 14:28:56/);
  app.take({ ...source, state: 'live', silentFrom: null });
  await screen.findByText('pbx-hq is back after 3 min 12 s.');
});

it('lists families, opens one at its end, and filters by level as text', async () => {
  const { app } = open(families);
  await fireEvent.click(await screen.findByRole('button', { name: 'application.log' }));
  await screen.findByText('Message');
  await waitFor(() => expect(screen.getAllByRole('row').at(-1)?.getAttribute('aria-label')).toMatch(/^Row 40\s968 of/));
  await fireEvent.click(screen.getByRole('checkbox', { name: /^error,/ }));
  await waitFor(() => expect(app.params['q']).toBe('level:error'));
  await fireEvent.click(screen.getByRole('checkbox', { name: /^warn,/ }));
  await waitFor(() => expect(app.params['q']).toBe('(level:error OR level:warn)'));
  expect(location.hash).toContain('v=application');
});

it('keeps the previous result under a wrong query, and offers the fix', async () => {
  const { app, backend } = open(log);
  const field = await screen.findByRole('textbox', { name: 'Filter' });
  await waitFor(() => expect(backend.calls.some((c) => c.name === 'ServerLogs.Open')).toBe(true));
  await fireEvent.input(field, { target: { value: 'ms:fast' } });
  await fireEvent.keyDown(field, { key: 'Enter' });
  await screen.findByText('ms: needs a number, for example ms:>500');
  expect(field.getAttribute('aria-invalid')).toBe('true');
  await waitFor(() => expect(screen.getAllByRole('row').length).toBeGreaterThan(5));
  await fireEvent.click(screen.getByRole('button', { name: 'Use ms:>500' }));
  await waitFor(() => expect(app.params['q']).toBe('ms:>500'));
});

it('leaves Enter to an input method that is composing', async () => {
  const { app } = open(log);
  const field = await screen.findByRole('textbox', { name: 'Filter' });
  await fireEvent.input(field, { target: { value: '连接' } });
  await fireEvent.keyDown(field, { key: 'Enter', isComposing: true });
  expect(app.params['q'] ?? '').toBe('');
});

it('offers deletion only when unlocked, holds, and takes it back', async () => {
  const { app, backend } = open(families);
  await fireEvent.click(await screen.findByRole('button', { name: 'Copies of crm_data.log' }));
  await fireEvent.click(screen.getByRole('checkbox', { name: 'Choose crm_data.log.4' }));
  const button = screen.getByRole('button', { name: 'Delete…' });
  expect(button.hasAttribute('disabled')).toBe(true);
  await app.unlock();
  await waitFor(() => expect(button.hasAttribute('disabled')).toBe(false));
  await fireEvent.click(button);
  await fireEvent.click(await screen.findByRole('button', { name: 'Hold 1 file' }));
  await screen.findByText(/^1 file held/);
  expect(screen.queryByText('crm_data.log.4')).toBeNull();
  await fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  await screen.findByText('crm_data.log.4');
  expect(backend.calls.map((c) => c.name)).toContain('ServerLogs.Undo');
});

it('deletes for good only after the number is typed', async () => {
  const { app } = open(families);
  await fireEvent.click(await screen.findByRole('button', { name: 'Copies of crm_data.log' }));
  await app.unlock();
  await fireEvent.click(screen.getByRole('checkbox', { name: 'Choose crm_data.log.4' }));
  await waitFor(() => expect(screen.getByRole('button', { name: 'Delete…' }).hasAttribute('disabled')).toBe(false));
  await fireEvent.click(screen.getByRole('button', { name: 'Delete…' }));
  await fireEvent.click(await screen.findByRole('radio', { name: 'Delete for good now' }));
  const verb = await screen.findByRole('button', { name: 'Delete 1 file for good' });
  expect(verb.hasAttribute('disabled')).toBe(true);
  await fireEvent.input(screen.getByLabelText('Type 1 to allow'), { target: { value: '1' } });
  await waitFor(() => expect(verb.hasAttribute('disabled')).toBe(false));
});

it('keeps the reader in place when rows come, and follows when asked', async () => {
  const { app, backend } = open(log);
  await waitFor(() => expect(screen.getAllByRole('row').at(-1)?.getAttribute('aria-label')).toMatch(/^Row 40\s968 of/));
  const last = () => screen.getAllByRole('row').at(-1)?.getAttribute('aria-label') ?? '';
  const opened = backend.calls.filter((c) => c.name === 'ServerLogs.Open').length;
  backend.logs.grow(String(opened), 5);
  await waitFor(() => expect(backend.calls.some((c) => c.name === 'ServerLogs.State')).toBe(true));
  await waitFor(() => expect(last()).toMatch(/^Row 40\s968 of 40\s973/));
  expect(screen.getByText('everything')).toBeTruthy();
  app.commands.run('follow');
  await waitFor(() => expect(last()).toMatch(/^Row 40\s973 of/));
  backend.logs.grow(String(opened), 5);
  await waitFor(() => expect(last()).toMatch(/^Row 40\s978 of/));
  const counted = () => backend.calls.filter((c) => c.name === 'ServerLogs.Facet' && c.args[1] === 'logger').length;
  const before = counted();
  backend.logs.grow(String(opened), 5);
  await waitFor(() => expect(counted()).toBeGreaterThan(before), { timeout: 10_000 });
});

it('a range that ends in a minute has all of it, and one that ends before it begins is refused', async () => {
  const { app } = open(log);
  await screen.findByRole('textbox', { name: 'Filter' });
  app.sheet = 'range';
  const to = await screen.findByRole('textbox', { name: 'To' });
  const from = screen.getByRole('textbox', { name: 'From' });
  await fireEvent.input(from, { target: { value: '2026-11-18 14:31' } });
  await fireEvent.input(to, { target: { value: '2026-11-18 14:30' } });
  const set = screen.getByRole('button', { name: 'Set range' });
  expect((set as HTMLButtonElement).disabled).toBe(true);
  await fireEvent.input(from, { target: { value: '2026-11-18 14:30' } });
  await fireEvent.click(set);
  const { from: first, to: last } = app.range();
  expect((last ?? 0) - (first ?? 0)).toBe(59_999);
});

it('opens the first of what is dropped on the window, and says why it cannot', async () => {
  const { app, backend } = open('#/');
  await screen.findByRole('heading', { name: 'Open the server’s logs' });
  backend.drop(['/nowhere']);
  await screen.findByText('It is not there.');
  backend.drop(['/srv/callcentre/logs', '/srv/other']);
  await waitFor(() => expect(app.source).not.toBeNull());
  await screen.findByText('Opened the first of 2 that were dropped: /srv/callcentre/logs');
});

it('shows a download in the status bar until it is cancelled', async () => {
  const { app, backend } = open(families);
  await screen.findByRole('button', { name: 'application.log' });
  await app.downloads.fetch({ source: SOURCE, kind: 'zip', files: ['application-1'], handle: '', format: '' });
  backend.emit({ kind: 'download', id: 'd1', rev: 0, done: 450_000, total: 1 << 20 });
  await screen.findByRole('progressbar', { name: 'logs.zip 42 %' });
  await fireEvent.click(screen.getByRole('button', { name: 'Cancel the download of logs.zip' }));
  await waitFor(() => expect(screen.queryByRole('progressbar', { name: /logs\.zip/ })).toBeNull());
  expect(backend.calls.at(-1)?.name).toBe('Downloads.Cancel');
});
