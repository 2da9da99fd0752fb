import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, expect, it } from 'vitest';
import { FakeBackend } from '../../backend/fake/fake';
import { SOURCE } from '../../backend/fake/sources';
import type { Tenant } from '../../backend/wire';
import Window from '../../shell/Window.svelte';
import { App } from '../../state/app.svelte';

afterEach(cleanup);

function open() {
  history.replaceState(null, '', `#/settings?s=${SOURCE}`);
  const backend = new FakeBackend();
  render(Window, { app: new App(backend) });
  return {
    /** What was saved last, each row as its cells that say something. */
    saved: () =>
      (backend.calls.findLast((c) => c.name === 'Settings.SetTenants')?.args[0] as Tenant[] | undefined)?.map((row) =>
        Object.fromEntries(Object.entries(row).filter(([, value]) => value !== '')),
      ),
  };
}

const table = async () => within(await screen.findByRole('table', { name: 'Tenant directory' }));
const type = async (field: string, value: string) =>
  fireEvent.input((await table()).getByRole('textbox', { name: field }), { target: { value } });

it('adds, changes and removes rows of the tenant directory', async () => {
  const { saved } = open();
  await type('Network', ' 10.9.0.0/16 ');
  await type('Memo', 'second floor');
  await fireEvent.click((await table()).getByRole('button', { name: 'Add' }));
  const acme = { company: 'Acme', account: '10*' };
  await waitFor(() => expect(saved()).toEqual([acme, { network: '10.9.0.0/16', memo: 'second floor' }]));

  await fireEvent.click(await screen.findByRole('button', { name: 'Change row 2' }));
  await type('Memo', 'third floor');
  await fireEvent.click((await table()).getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(saved()).toEqual([acme, { network: '10.9.0.0/16', memo: 'third floor' }]));

  await fireEvent.click(await screen.findByRole('button', { name: 'Remove row 1' }));
  await waitFor(() => expect(saved()).toEqual([{ network: '10.9.0.0/16', memo: 'third floor' }]));
});

it('takes a row of tenants.csv as the beginning of one of ours', async () => {
  const { saved } = open();
  await screen.findByText('1 row of tenants.csv in this source');
  await fireEvent.click(screen.getByRole('button', { name: 'Write a row of your own in place of row 1' }));
  await type('Memo', 'pays late');
  await fireEvent.click((await table()).getByRole('button', { name: 'Add' }));
  await waitFor(() => expect(saved()?.at(-1)).toEqual({ company: 'Beta', memo: 'pays late', host: '*.beta.example' }));
});

it('an empty row is not saved', async () => {
  const { saved } = open();
  await fireEvent.click((await table()).getByRole('button', { name: 'Add' }));
  expect(saved()).toBeUndefined();
});
