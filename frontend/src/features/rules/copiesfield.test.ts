import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, it } from 'vitest';
import CopiesField from './CopiesField.svelte';

// What is typed, and what comes of it: the number that is set, or the limits.
it('takes the numbers that a rule may keep, and says the limits of all others', async () => {
  const set: number[] = [];
  render(CopiesField, {
    label: 'Copies',
    value: 30,
    max: 10_000,
    pending: false,
    disabled: false,
    onchange: (n: number) => set.push(n),
  });
  const field = screen.getByRole<HTMLInputElement>('spinbutton', { name: 'Copies' });
  for (const [typed, want] of [
    ['16', 16],
    ['1', 1],
    ['10000', 10_000],
    ['10001', null],
    ['0', null],
    ['-3', null],
    ['2.5', null],
    ['', null],
  ] as const) {
    await fireEvent.change(field, { target: { value: typed } });
    expect([
      typed,
      set.pop() ?? null,
      field.getAttribute('aria-invalid'),
      screen.queryByRole('status') !== null,
    ]).toEqual([typed, want, String(want === null), want === null]);
  }
  await fireEvent.keyDown(field, { key: 'Escape' });
  expect([field.value, screen.queryByRole('status')]).toEqual(['30', null]);
});
