import { LogIn } from '../../shared/icons';
import type { Desk } from '../../shell/desks';

export const access: Desk = {
  id: 'access',
  title: 'desk.access',
  short: 'desk.access.short',
  icon: LogIn,
  load: () => import('./Access.svelte'),
};
