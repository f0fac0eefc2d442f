import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const TABLE = fileURLToPath(new URL('README.md', import.meta.url));
const FRONT_PAGE = fileURLToPath(new URL('../../README.md', import.meta.url));

/** Rows of the table that stand on the front page, in its words. */
const FIGURES = {
  'manifest, 10k files, cold, faster than Django': 'with a manifest, into an empty folder',
  'manifest, 10k files, nothing to do, faster than Django': 'with a manifest, nothing changed',
  'plain, 10k files, nothing to do, faster than Django': 'plain copies, nothing changed',
};

/**
 * Writes what was measured into the tables of this folder's README.md, and three figures of it into the front page.
 * Lines of cases that were not measured now stay as they are.
 *
 * @param {string} machine
 * @param {readonly string[]} head the two lines above the rows
 * @param {ReadonlyMap<string, readonly string[]>} tables rows by the name of the table: memory, disk, others
 */
export function writeReadme(machine, head, tables) {
  for (const [name, lines] of tables) {
    const rows = rowsOf(name);
    for (const line of lines) rows.set(cellsOf(line)[0], line);
    replace(TABLE, name, [`${machine}:`, '', ...head, ...rows.values()]);
  }
  const rows = rowsOf('memory');
  if (Object.keys(FIGURES).every((what) => rows.has(what)))
    replace(FRONT_PAGE, 'figures', figures(machine, rows));
}

/** The lines of a table of this folder's README.md, by their first cells. */
function rowsOf(name) {
  const lines = between(TABLE, name)
    .split('\n')
    .filter((line) => /^\| .* \|$/.test(line))
    .slice(1);
  return new Map(lines.map((line) => [cellsOf(line)[0], line]));
}

/** A row's wall times read `423 ms and 6206 ms`: ours, then Django's. */
function figures(machine, rows) {
  const lines = Object.entries(FIGURES).map(([what, words]) => {
    const [, ratio, , , times] = cellsOf(rows.get(what));
    const [ours, theirs] = times.match(/\d+/g).map((ms) => `${(Number(ms) / 1000).toFixed(1)} s`);
    return `| ${words} | ${ours} | ${theirs} | ${Number.parseFloat(ratio).toFixed(1)} times faster |`;
  });
  return ['| 10,000 files | this | Django | |', '|---|---|---|---|', ...lines, '', `Medians; ${machine}.`];
}

function cellsOf(line) {
  return line.slice(2, -2).split(' | ');
}

function between(file, name) {
  return readFileSync(file, 'utf8').split(markerOf(name))[1];
}

function replace(file, name, lines) {
  const [before, , after] = readFileSync(file, 'utf8').split(markerOf(name));
  writeFileSync(file, `${before}<!-- ${name} -->\n${lines.join('\n')}\n<!-- end of ${name} -->${after}`);
}

function markerOf(name) {
  return new RegExp(`^<!-- (?:end of )?${name} -->$`, 'm');
}
