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
 * Writes what was measured into the table of this folder's README.md, and three figures of it into the front page.
 * Lines of cases that were not measured now stay as they are.
 *
 * @param {string} machine
 * @param {readonly string[]} head the two lines above the rows
 * @param {readonly string[]} lines
 */
export function writeReadme(machine, head, lines) {
  const merged = new Map(
    between(TABLE, 'bench')
      .split('\n')
      .flatMap((line) => (/^\| .* \|$/.test(line) ? [[cellsOf(line)[0], line]] : [])),
  );
  for (const line of [head[0], ...lines]) merged.set(cellsOf(line)[0], line);
  const [first, ...rest] = merged.values();
  replace(TABLE, 'bench', [`${machine}:`, '', first, head[1], ...rest]);
  replace(FRONT_PAGE, 'figures', figures(machine, merged));
}

/** A row's times read `423 ms and 6206 ms`: ours, then Django's. */
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
