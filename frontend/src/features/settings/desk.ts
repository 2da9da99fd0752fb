import { Settings } from '../../shared/icons';
import type { Desk } from '../../shell/desks';

export const settings: Desk = {
  id: 'settings',
  title: 'desk.settings',
  short: 'desk.settings.short',
  icon: Settings,
  load: () => import('./SettingsPage.svelte'),
};
