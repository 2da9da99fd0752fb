import { render } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { nothing, quote } from '../../backend/backend';
import { FakeBackend } from '../../backend/fake/fake';
import { App } from '../../state/app.svelte';
import Probe from './RuleTableProbe.test.svelte';
import { RulesDesk } from './rules.svelte';

// What came of a rule stands in its family's row.
for (const [failed, waits, cleanedAt, want] of [
  ['', '', null, 'level live, copies, cleaning'],
  ['unsupported', '', 1763445600000, 'not carried out last cleaning 14:00: unsupported'],
  ['cannot rotate', '', null, 'not carried out the server says: cannot rotate'],
  ['', '9 files would go', 1763445600000, 'waiting for you the cleaning of 14:00 left it to you: 9 files would go'],
] as const) {
  test(want, async () => {
    const app = new App(new FakeBackend());
    await app.openSample();
    const desk = new RulesDesk(app);
    await desk.load();
    const view = desk.view;
    if (!view) throw new Error('no rules');
    const families = view.families.map((f) =>
      f.family === 'database'
        ? {
            ...f,
            failed: failed === '' ? null : { file: '', kind: '', text: quote(failed) },
            waits: waits === '' ? nothing : quote(waits),
            cleanedAt,
          }
        : f,
    );
    const props = { desk, view: { ...view, families }, effect: view.effect, disabled: false, onallow: () => {} };
    const { container } = render(Probe, { props: { app, props } });
    const cell = container.querySelector('[data-family="database"] td:last-child');
    expect(cell?.textContent?.replace(/\s+/g, ' ').trim()).toBe(want);
  });
}
