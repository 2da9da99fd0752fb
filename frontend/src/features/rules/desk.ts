import { SlidersHorizontal } from '../../shared/icons';
import type { Desk } from '../../shell/desks';

export const rules: Desk = {
  id: 'rules',
  title: 'desk.rules',
  short: 'desk.rules.short',
  icon: SlidersHorizontal,
  load: () => import('./Rules.svelte'),
};
