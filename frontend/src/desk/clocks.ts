import type { FamilyClock } from '../backend/wire';
import { t } from '../messages/t.svelte';
import { duration } from '../model/time';
import { visibleText } from '../model/visible';

/** "mysql: clock 3 min 12 s ahead, corrected · Europe/Berlin" */
export function clockText(clock: FamilyClock): string {
  const by = duration(Math.abs(clock.ahead));
  const said = [
    ...(clock.ahead === 0 ? [] : [t(clock.ahead > 0 ? 'clock.is.ahead' : 'clock.is.behind', { by })]),
    ...(clock.zone === '' ? [] : [clock.zone]),
  ];
  return `${visibleText(clock.family)}: ${said.join(' · ')}`;
}
