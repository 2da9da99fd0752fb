import { expect, it } from 'vitest';
import { clockOf, draftOf } from './clockdraft';

it('shows a clock so that it is read back as it was', () => {
  for (const ahead of [0, 192_000, -2400, 61_234, -(90 * 86_400_000 + 1)]) {
    const clock = { family: 'mysql', zone: ahead > 0 ? 'Europe/Berlin' : '', ahead };
    expect(clockOf(draftOf('mysql', [clock]))).toEqual(clock);
  }
  expect(clockOf(draftOf('mysql', []))).toEqual({ family: 'mysql', zone: '', ahead: 0 });
});

it('refuses an offset that is no duration', () => {
  expect(clockOf({ family: 'mysql', zone: '', way: 'ahead', by: 'soon' })).toBe(null);
});
