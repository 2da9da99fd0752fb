import { Logs } from '../../shared/icons';
import type { Desk } from '../../shell/desks';

export const serverlogs: Desk = {
  id: 'serverlogs',
  title: 'desk.serverlogs',
  short: 'desk.serverlogs.short',
  icon: Logs,
  load: () => import('./ServerLogs.svelte'),
};
