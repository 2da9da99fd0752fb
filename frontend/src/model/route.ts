// Every view has an address: "#/serverlogs?s=01J…&t=24h&q=level:error".

export interface Address {
  /** Desk id; "" is the start screen. */
  desk: string;
  params: Record<string, string>;
}

export function parseHash(hash: string): Address {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  return { desk: path, params: Object.fromEntries(new URLSearchParams(query)) };
}

/** Empty values are left out; the order is that of `params`. */
export function formatHash({ desk, params }: Address): string {
  const kept = Object.entries(params).filter(([, value]) => value !== '');
  return `#/${desk}${kept.length > 0 ? `?${new URLSearchParams(kept)}` : ''}`;
}

/** The families of a log, and one file of them or "", as an address names them. A family may be called anything. */
export function formatLog(families: readonly string[], file = ''): string {
  const names = families.map((name) =>
    families.length === 1 && isScreen(name) ? escaped(name, /^./) : escaped(name, /[%+:]/g),
  );
  return file === '' ? names.join('+') : `${names.join('+')}:${file}`;
}

export function parseLog(text: string): { families: string[]; file: string } {
  const [names = '', file = ''] = text.split(':', 2);
  const plain = (name: string) =>
    name.replace(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return { families: names.split('+').map(plain), file };
}

/** What stands in the same place of the address and is no log. */
export function isScreen(text: string): boolean {
  return text === 'families' || text === 'held';
}

const escaped = (name: string, signs: RegExp) =>
  name.replace(signs, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
