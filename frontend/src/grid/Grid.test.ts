import { render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import GridProbe from './GridProbe.test.svelte';

beforeEach(() => void vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(240));
afterEach(() => vi.restoreAllMocks());

const press = async (key: string) => {
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  await new Promise((r) => setTimeout(r));
};

it('shows only what is in sight of five thousand million rows, and speaks each row', async () => {
  render(GridProbe, { count: 5e9 });
  await new Promise((r) => setTimeout(r));
  const grid = screen.getByRole('grid', { name: 'probe' });
  expect(grid.getAttribute('aria-rowcount')).toBe('-1');
  const rows = screen.getAllByRole('row').slice(1);
  expect(rows.length).toBe(10);
  expect(rows[0]?.getAttribute('aria-label')).toBe('Row 0');
});

it('moves a real focus with the keys, to the very end and back', async () => {
  render(GridProbe, { count: 5e9 });
  await new Promise((r) => setTimeout(r));
  screen.getAllByRole('row')[1]?.focus();
  await press('ArrowDown');
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Row 1');
  await press('End');
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Row 4999999999');
  await press('Home');
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Row 0');
});

it('keeps the row with the focus in the page when it is scrolled away', async () => {
  render(GridProbe, { count: 10_000 });
  await new Promise((r) => setTimeout(r));
  screen.getAllByRole('row')[3]?.focus();
  const body = screen.getByRole('rowgroup');
  for (let i = 0; i < 200; i++)
    body.dispatchEvent(new WheelEvent('wheel', { deltaY: 400, bubbles: true, cancelable: true }));
  await new Promise((r) => setTimeout(r));
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Row 2');
  expect(screen.getAllByRole('row').length).toBeLessThan(30);
});

it('has one stop for the Tab key', async () => {
  render(GridProbe, { count: 100 });
  await new Promise((r) => setTimeout(r));
  expect(document.querySelectorAll('[role="row"][tabindex="0"]').length).toBe(1);
});
