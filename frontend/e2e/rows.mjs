// Scripts that every engine runs in the page: to Server Logs, open the first family,
// read its newest rows. Each is the body of a function.

/** Goes to the families; true when they are there. */
export const toFamilies = `
  if (!document.querySelector('nav')) return false;
  if (!location.hash.startsWith('#/serverlogs')) location.hash = location.hash.replace(/^#\\/\\w*/, '#/serverlogs');
  return document.querySelector('[data-row] .name') !== null;`;

/** Opens the first family. */
export const openFirst = `document.querySelector('[data-row] .name').click(); return true;`;

/** The spoken names of the five newest rows, null while they are not there. */
export const newestRows = `
  const number = (row) => Number(/^Row ([\\d\\s\\u202f\\u2009,]+)/.exec(row)?.[1].replace(/\\D/g, ''));
  const rows = [...document.querySelectorAll('[data-row]')].map((row) => row.getAttribute('aria-label') ?? '');
  if (!location.hash.includes('v=') || rows.length < 6 || rows.some((row) => !/, \\d\\d:\\d\\d:/.test(row))) return null;
  return rows.sort((a, b) => number(a) - number(b)).slice(-5);`;
