import { ClipboardList } from '../../shared/icons';
import type { Desk } from '../../shell/desks';

export const audit: Desk = {
  id: 'audit',
  title: 'desk.audit',
  short: 'desk.audit.short',
  icon: ClipboardList,
  load: () => import('./Audit.svelte'),
};
