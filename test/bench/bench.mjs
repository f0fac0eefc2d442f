import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { COPYING, NAMED, OTHERS } from './cases.mjs';
import { findContenders } from './contenders.mjs';
import { writeReadme } from './readme.mjs';

/**
 * What a case may use.
 *
 * @typedef {object} Bench
 * @property {Awaited<ReturnType<typeof findContenders>>['contenders']} contenders
 * @property {number} rounds
 * @property {boolean} quick a tree of 1,000 files in place of the real one: shows that it runs, not how fast
 * @property {'memory' | 'disk'} place what `path` lies on
 * @property {(name: string) => string} path a path of the case's own
 */

const CASES = { ...COPYING, ...OTHERS };
const USAGE = `npm run bench -- [--quick] [--only NAME]... [--on memory|disk]... [--rounds N] [--memory FOLDER]
                 [--disk FOLDER] [--readme]

Whole processes, in turn, into fresh folders; ratios of the medians. Cases that copy many files are measured in memory
(by default in /dev/shm, 16 GB to spare), where figures hold from run to run, and on a disk (30 GB to spare; no large tree
may have been removed from it in the last five minutes); the others in memory. Without --only: all of
${Object.keys(CASES)
  .filter((name) => !NAMED.has(name))
  .join(', ')}; by name alone: ${[...NAMED].join(', ')}.
--readme writes what was measured into test/bench/README.md, and three figures of it into README.md.`;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    on: { type: 'string', multiple: true, default: ['memory', 'disk'] },
    rounds: { type: 'string' },
    memory: { type: 'string', default: existsSync('/dev/shm') ? '/dev/shm' : tmpdir() },
    disk: { type: 'string', default: tmpdir() },
    readme: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
// In a quick run the trees are all of one size.
const usual = Object.keys(CASES).filter(
  (name) => !NAMED.has(name) && !(values.quick && name.endsWith('50k')),
);
const chosen = values.only ?? usual;
const unknown = [
  ...chosen.filter((name) => !(name in CASES)),
  ...values.on.filter((place) => place !== 'memory' && place !== 'disk'),
];
if (unknown.length > 0) {
  console.error(`Not known: ${unknown.join(', ')}.\n\n${USAGE}`);
  process.exit(2);
}

const HEAD = ['| what | measured | wanted | met | wall time | processor time |', '|---|---|---|---|---|---|'];
const PLACES = { memory: 'copying, in memory', disk: 'copying, on a disk' };

const tables = new Map();
let missing = [];
for (const place of values.on) {
  const names = chosen.filter(
    (name) => name in COPYING || place === 'memory' || !values.on.includes('memory'),
  );
  if (names.length === 0) continue;
  const scratch = mkdtempSync(join(values[place], 'collectstatic-bench-'));
  try {
    const found = await findContenders(join(scratch, 'programs'));
    missing = found.missing;
    for (const name of names) await measure(name, place, found.contenders, scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
report();

async function measure(name, place, contenders, scratch) {
  console.error(`${name}, ${PLACES[place].split(', ')[1]} ...`);
  const folder = join(scratch, name);
  mkdirSync(folder);
  const rounds = Number(values.rounds ?? (values.quick || /[50]0k$/.test(name) ? 3 : 9));
  const bench = { contenders, rounds, quick: values.quick, place, path: (part) => join(folder, part) };
  const table = name in COPYING ? place : 'others';
  tables.set(table, [...(tables.get(table) ?? []), ...(await CASES[name](bench))]);
  // Not on a disk: for five minutes ext4 gives nobody the inodes of a removed file, and searches long for others.
  if (place === 'memory') rmSync(folder, { recursive: true, force: true });
}

function report() {
  const machine = `${cpus().length} cores, Node ${process.versions.node}`;
  const warning = values.quick ? ', quick: the numbers mean nothing' : '';
  console.log(`\n${machine}${warning}`);
  const lines = new Map([...tables].map(([name, rows]) => [name, rows.map(lineOf)]));
  for (const [name, each] of lines)
    console.log(`\n${PLACES[name] ?? name}\n\n${[...HEAD, ...each].join('\n')}`);
  for (const reason of missing) console.log(`\nLeft out: ${reason}.`);
  if (values.readme) writeReadme(machine, HEAD, lines);
}

function lineOf(row) {
  const value = `${row.unit === 'x' ? row.value.toFixed(2) : Math.round(row.value)} ${row.unit}`;
  return `| ${[row.what, value, ...verdict(row), row.detail ?? '', row.processor ?? ''].join(' | ')} |`;
}

/** `at most 1.0` and whether it holds. */
function verdict({ value, atMost, atLeast }) {
  if (atMost !== undefined) return [`at most ${atMost}`, value <= atMost ? 'yes' : 'NO'];
  if (atLeast !== undefined) return [`at least ${atLeast}`, value >= atLeast ? 'yes' : 'NO'];
  return ['', ''];
}
