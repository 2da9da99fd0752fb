import type { Command } from '../commands/commands.svelte';
import { say, t } from '../messages/t.svelte';
import type { App } from '../state/app.svelte';
import { desks } from './desks';

/** What the window can do whatever desk is in sight. */
export function baseCommands(app: App): Command[] {
  const needsSource = () => (app.source ? null : t('command.needs.source'));
  return [
    ...desks.map((desk, i): Command => ({
      id: `desk.${desk.id}`,
      label: () => t('command.desk', { name: t(desk.title) }),
      keys: `Alt+${i + 1}`,
      disabled: needsSource,
      run: () => app.go(desk.id),
    })),
    {
      id: 'desk.settings',
      label: () => t('command.desk', { name: t('desk.settings') }),
      keys: 'Ctrl+,',
      disabled: needsSource,
      run: () => app.go('settings'),
    },
    { id: 'palette', label: () => t('command.palette'), keys: 'Ctrl+K', run: () => (app.palette = !app.palette) },
    { id: 'keys', label: () => t('command.keys'), keys: 'F1', run: () => (app.sheet = 'keys') },
    { id: 'open.folder', label: () => t('command.open.folder'), keys: 'Ctrl+O', run: () => void app.pick('folder') },
    { id: 'open.bundle', label: () => t('command.open.bundle'), keys: 'Ctrl+U', run: () => void app.pick('bundle') },
    { id: 'start', label: () => t('command.start'), disabled: needsSource, run: () => void app.showStart() },
    {
      id: 'range',
      label: () => t('command.range'),
      keys: 'Ctrl+Shift+T',
      disabled: needsSource,
      run: () => (app.sheet = 'range'),
    },
    {
      id: 'zone',
      label: () => t('command.zone'),
      keys: 'Ctrl+Shift+Z',
      disabled: needsSource,
      run: () => (app.sheet = 'zone'),
    },
    {
      id: 'lock',
      label: () => (app.source?.unlocked ? t('command.lock') : t('command.unlock')),
      disabled: () => (app.source ? (app.source.canOperate ? null : say(app.source.why)) : t('command.needs.source')),
      run: () => (app.source?.unlocked ? void app.lock() : (app.sheet = 'unlock')),
    },
    ...(['system', 'light', 'dark'] as const).map((theme) => ({
      id: `theme.${theme}`,
      label: () => t('command.theme', { theme: t(`theme.${theme}`) }),
      run: () => void app.try(() => app.settings.setTheme(theme)),
    })),
    ...(['en', 'zh-CN'] as const).map((language) => ({
      id: `language.${language}`,
      label: () => t('command.language', { language: t(`language.${language}`) }),
      run: () => void app.try(() => app.settings.setLanguage(language)),
    })),
    {
      id: 'undo',
      label: () => t('command.undo'),
      keys: 'Ctrl+Z',
      disabled: () => (app.toasts.current?.undo ? null : t('command.nothing')),
      run: () => app.toasts.undo(),
    },
  ];
}
