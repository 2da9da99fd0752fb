import type { Backend } from '../backend/backend';
import type { SettingsView } from '../backend/wire';
import { language, setLanguage, systemLanguage, type Language } from '../messages/t.svelte';

export type Theme = 'system' | 'light' | 'dark';
export type LanguageChoice = 'system' | Language;

/** Theme and language; "system" follows the system live. The backend keeps them. */
export class Settings {
  view = $state.raw<SettingsView | null>(null);
  theme = $state<Theme>('system');
  choice = $state<LanguageChoice>('system');

  constructor(private readonly backend: Backend) {
    setLanguage(systemLanguage());
    window.addEventListener('languagechange', () => this.#apply());
  }

  get language(): Language {
    return language();
  }

  async load(): Promise<void> {
    this.#take(await this.backend.call('Settings.View'));
  }

  async setTheme(theme: Theme): Promise<void> {
    this.theme = theme;
    this.#apply();
    this.#take(await this.backend.call('Settings.Set', 'theme', theme));
  }

  async setLanguage(choice: LanguageChoice): Promise<void> {
    this.choice = choice;
    this.#apply();
    this.#take(await this.backend.call('Settings.Set', 'language', choice));
  }

  #take(view: SettingsView): void {
    this.view = view;
    this.theme = view.theme === 'light' || view.theme === 'dark' ? view.theme : 'system';
    this.choice = view.language === 'en' || view.language === 'zh-CN' ? view.language : 'system';
    this.#apply();
  }

  /** The colour scheme is CSS alone; only an own choice is written on the root. */
  #apply(): void {
    const root = document.documentElement;
    if (this.theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = this.theme;
    setLanguage(this.choice === 'system' ? systemLanguage() : this.choice);
  }
}
