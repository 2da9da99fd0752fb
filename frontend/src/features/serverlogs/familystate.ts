import type { FamilyRow } from '../../backend/wire';
import { maybe, t } from '../../messages/t.svelte';
import { duration } from '../../model/time';

/** How a family is, in words. */
export function familyState(family: FamilyRow): string {
  return family.state === 'silent'
    ? t('family.state.silent', { age: duration(family.silent) })
    : (maybe(`family.state.${family.state}`) ?? family.state);
}
