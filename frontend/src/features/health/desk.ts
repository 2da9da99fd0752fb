import { Activity } from '../../shared/icons';
import type { Desk } from '../../shell/desks';

export const health: Desk = {
  id: 'health',
  title: 'desk.health',
  short: 'desk.health.short',
  icon: Activity,
  load: () => import('./Health.svelte'),
};
