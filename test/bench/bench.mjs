import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CASES } from './cases.mjs';
import { findContenders } from './contenders.mjs';
import { writeReadme } from './readme.mjs';

/**
 * What a case may use.
 *
 * @typedef {object} Bench
 * @property {Awaited<ReturnType<typeof findContenders>>['contenders']} contenders
 * @property {number} rounds
 * @property {boolean} quick a tree of 1,000 files in place of the real one: shows that it runs, not how fast
 * @property {(name: string) => string} path a path of the case's own, on the disk that is measured
 */

const USAGE = `npm run bench -- [--quick] [--only NAME]... [--rounds N] [--dir FOLDER] [--readme]

Whole processes, in turn, into fresh folders; ratios of the medians. --dir must be on a real disk (not tmpfs) with
30 GB to spare for all cases, and no large tree may have been removed from it in the last five minutes.
Cases: ${Object.keys(CASES).join(', ')}. Without --only: all.
--readme writes what was measured into test/bench/README.md, and three figures of it into README.md.`;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    rounds: { type: 'string' },
    dir: { type: 'string', default: tmpdir() },
    readme: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
// In a quick run the trees are all of one size.
const usual = Object.keys(CASES).filter((name) => !(values.quick && name.endsWith('50k')));
const chosen = values.only ?? usual;
const unknown = chosen.filter((name) => !(name in CASES));
if (unknown.length > 0) {
  console.error(`No such case: ${unknown.join(', ')}.\n\n${USAGE}`);
  process.exit(2);
}

const HEAD = ['| what | measured | wanted | met | times |', '|---|---|---|---|---|'];

const scratch = mkdtempSync(join(values.dir, 'collectstatic-bench-'));
try {
  const { contenders, missing } = await findContenders(join(scratch, 'programs'));
  const rows = [];
  for (const name of chosen) {
    console.error(`${name} ...`);
    const folder = join(scratch, name);
    mkdirSync(folder);
    const rounds = Number(values.rounds ?? (values.quick || name.endsWith('50k') ? 3 : 5));
    const bench = { contenders, rounds, quick: values.quick, path: (part) => join(folder, part) };
    rows.push(...(await CASES[name](bench)));
  }
  report(rows, missing);
} finally {
  // Not between cases: for five minutes ext4 gives nobody the inodes of a removed file, and searches long for others.
  rmSync(scratch, { recursive: true, force: true });
}

function report(rows, missing) {
  const lines = rows.map((row) => {
    const value = `${row.unit === 'x' ? row.value.toFixed(2) : Math.round(row.value)} ${row.unit}`;
    return `| ${row.what} | ${value} | ${verdict(row).join(' | ')} | ${row.detail ?? ''} |`;
  });
  const machine = `${cpus().length} cores, Node ${process.versions.node}`;
  const warning = values.quick ? ', quick: the numbers mean nothing' : '';
  console.log(`\n${machine}${warning}\n\n${[...HEAD, ...lines].join('\n')}`);
  for (const reason of missing) console.log(`\nLeft out: ${reason}.`);
  if (values.readme) writeReadme(machine, HEAD, lines);
}

/** `at most 1.0` and whether it holds. */
function verdict({ value, atMost, atLeast }) {
  if (atMost !== undefined) return [`at most ${atMost}`, value <= atMost ? 'yes' : 'NO'];
  if (atLeast !== undefined) return [`at least ${atLeast}`, value >= atLeast ? 'yes' : 'NO'];
  return ['', ''];
}
