import type { Page } from '@playwright/test';

export interface Screens {
  url: string;
  base: string;
  token: string;
  bundle: string;
  bare: string;
  table: string;
  close(): Promise<void>;
}
export function startScreens(size?: string): Promise<Screens>;
export function walk(
  page: Page,
  world: Screens,
  language: 'en' | 'zh-CN',
  look: (screen: string) => Promise<void>,
): Promise<void>;
