// What Cordwood itself says in a record, in the language of the window. It is stored and
// searched as in English; what a log or a person wrote is told as it is.
import type { AccessRow, AuditRow, Sentence } from '../backend/wire';
import { language, maybe, say } from '../messages/t.svelte';
import type { Range } from './Marked.svelte';

type Placed = Pick<AccessRow, 'place' | 'placeOrigin' | 'country'>;

const names = new Map<string, Intl.DisplayNames>();

/** A country by its two letters; in English as the built-in table has it. */
function countryName(code: string, english: string): string {
  const now = language();
  if (now === 'en' || code === '') return english;
  const found = names.get(now) ?? new Intl.DisplayNames(now, { type: 'region', style: 'short' });
  names.set(now, found);
  return found.of(code) ?? english;
}

/** Where an address is: a reserved network, a country, or the words of whoever named it. */
export function placeWords({ place, placeOrigin, country }: Placed): string {
  switch (placeOrigin) {
    case 'private':
    case 'unknown':
      return maybe(place) ?? place;
    case 'country':
      return countryName(country, place);
    case 'mmdb': // a city or a region has its country's letters behind it
      return place.endsWith(`, ${country}`) ? place : countryName(country, place);
  }
  return place;
}

/** Networks with a fixed meaning, as they are stored; and what nobody knows. */
const RESERVED: readonly Sentence[] = [
  'benchmark network',
  'broadcast',
  'carrier NAT',
  'documentation',
  'link-local',
  'multicast',
  'private network',
  'reserved',
  'this machine',
  'unknown',
  'unspecified',
];

/** A place of which only the text is known, such as that of many records. */
export function placeText(place: string): string {
  return RESERVED.includes(place as Sentence) ? (maybe(place) ?? place) : place;
}

export function verbWords({ own, verb }: Pick<AuditRow, 'own' | 'verb'>): string {
  return own ? say(own.verb) : verb;
}

/** What a record is about, as a person says it: its module, else its type. */
export function moduleWords({ own, module, type }: Pick<AuditRow, 'own' | 'module' | 'type'>): string {
  return own ? say(own.module) : module || type;
}

export function targetWords({ own, target }: Pick<AuditRow, 'own' | 'target'>): string {
  return own ? say(own.target) : target;
}

/** What matched in the stored text marks other words as a whole. */
export function spansOn(words: string, stored: string, spans: readonly Range[]): readonly Range[] {
  return words === stored || spans.length === 0 ? spans : [{ start: 0, end: words.length }];
}
