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
