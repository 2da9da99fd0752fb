// What a click writes into the query bar. The language itself lives in Go
// (product.md section 4); here a query is only cut into its top-level clauses,
// so that one can be added, found and taken away again.

/** Cuts at spaces outside quotes and brackets. An unbalanced rest is one clause. */
export function clauses(text: string): string[] {
  const found: string[] = [];
  let start = -1;
  let depth = 0;
  let quoted = false;
  for (let i = 0; i <= text.length; i++) {
    const c = text[i];
    const end = c === undefined || (!quoted && depth === 0 && isSpace(c));
    if (end) {
      if (start >= 0) found.push(text.slice(start, i));
      start = -1;
      continue;
    }
    if (start < 0) start = i;
    if (quoted && c === '\\') i++;
    else if (c === '"') quoted = !quoted;
    else if (!quoted && c === '(') depth++;
    else if (!quoted && c === ')') depth = Math.max(0, depth - 1);
  }
  return found;
}

/** `Acme Ltd` -> `"Acme Ltd"`; a plain word stays as it is. */
export function quote(value: string): string {
  if (value !== '' && !/[\s"():*~<>\\]/.test(value) && !/^-|\.\.|^(OR|AND|NOT)$/.test(value)) return value;
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}

/** `company:"Acme Ltd"`, or with a minus in front. */
export function clause(field: string, value: string, exclude = false): string {
  return `${exclude ? '-' : ''}${field}:${quote(value)}`;
}

/** Adds a clause once; its opposite is taken away. */
export function addClause(text: string, added: string): string {
  const opposite = added.startsWith('-') ? added.slice(1) : `-${added}`;
  const kept = clauses(text).filter((c) => c !== opposite && c !== added);
  // OR binds weaker than juxtaposition: a query that uses it keeps its meaning in brackets.
  const rest = kept.includes('OR') ? [`(${kept.join(' ')})`] : kept;
  return [...rest, added].join(' ');
}

export function removeClause(text: string, gone: string): string {
  return clauses(text)
    .filter((c) => c !== gone)
    .join(' ');
}

export function hasClause(text: string, wanted: string): boolean {
  return clauses(text).includes(wanted);
}

/** The values a facet has written: `level:error`, or `(level:error OR level:warn)`. */
export function facetValues(text: string, field: string): string[] {
  for (const c of clauses(text)) {
    const values = valuesOf(c, field);
    if (values.length > 0) return values;
  }
  return [];
}

/** Replaces a facet's clause; no values takes it away. */
export function setFacet(text: string, field: string, values: string[]): string {
  const rest = clauses(text).filter((c) => valuesOf(c, field).length === 0);
  if (values.length === 0) return rest.join(' ');
  return addClause(rest.join(' '), anyOf(values.map((v) => clause(field, v))));
}

/** One of the clauses holds: the only one, or `(a OR b)`. */
export function anyOf(parts: readonly string[]): string {
  return parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(' OR ')})`;
}

/** What `anyOf` put together. */
export function unbracket(c: string): string[] {
  const inner = c.startsWith('(') && c.endsWith(')') ? c.slice(1, -1) : c;
  return clauses(inner).filter((part) => part !== 'OR');
}

function valuesOf(c: string, field: string): string[] {
  const values: string[] = [];
  for (const part of unbracket(c)) {
    const value = unquote(part.slice(field.length + 1));
    if (!part.startsWith(`${field}:`) || value === null) return [];
    values.push(value);
  }
  return values;
}

function unquote(text: string): string | null {
  if (!text.startsWith('"')) return /^[<>~]/.test(text) || text.includes('..') || text === '' ? null : text;
  return text.endsWith('"') && text.length > 1 ? text.slice(1, -1).replace(/\\(["\\])/g, '$1') : null;
}

function isSpace(c: string): boolean {
  return /\s/.test(c);
}

/** Full-width forms of an input method are read as their ASCII forms. */
export function asciiForms(text: string): string {
  const plain: Record<string, string> = { '：': ':', '（': '(', '）': ')', '，': ',', '“': '"', '”': '"' };
  return text.replace(/[：（）“”，]/g, (c) => plain[c] ?? c).trim();
}
