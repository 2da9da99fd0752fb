import type { Component } from 'svelte';
import { access } from '../features/access/desk';
import { audit } from '../features/audit/desk';
import { health } from '../features/health/desk';
import { rules } from '../features/rules/desk';
import { serverlogs } from '../features/serverlogs/desk';
import { settings } from '../features/settings/desk';
import type { PlainKey } from '../messages/t.svelte';

/**
 * A desk. To add one: make features/<id>/ with a component and a desk.ts that
 * exports this object, name it below (the order is that of the rail and of
 * Alt+1..5), and write its two titles in messages/*.json. The component takes
 * everything from getApp(); it is loaded when first shown, and its data comes
 * from app.backend. In the fake, add its answers to backend/fake/.
 */
export interface Desk {
  id: string;
  /** Full name: heading, tooltip. */
  title: PlainKey;
  /** Under the icon. */
  short: PlainKey;
  icon: Component<{ size?: number; strokeWidth?: number }>;
  load: () => Promise<{ default: Component }>;
}

/** Health, Access, Audit, Server, Rules. */
export const desks: readonly Desk[] = [health, access, audit, serverlogs, rules];

export const settingsDesk: Desk = settings;

export function deskOf(id: string): Desk | undefined {
  return [...desks, settingsDesk].find((desk) => desk.id === id);
}
