// node test/bench/against.mjs OTHER [--rounds N] [--dir FOLDER]: this build beside another clone's, built as well.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { processorTime } from './measure.mjs';
import { makeSettings } from './settings.mjs';
import { makeProject, SHAPES } from './tree.mjs';

const HERE = fileURLToPath(new URL('../..', import.meta.url));
const STORAGE = 'django.contrib.staticfiles.storage.';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '11' },
    dir: { type: 'string', default: existsSync('/dev/shm') ? '/dev/shm' : '.' },
  },
});
if (positionals.length !== 1) throw new Error('Name the folder of the other clone.');
const builds = { before: resolve(positionals[0]), now: HERE };
const rounds = Number(values.rounds);
// Where it is set it costs Node 20 some 33 ms at every start.
const { NODE_EXTRA_CA_CERTS: _dropped, ...inherited } = process.env;

const folder = mkdtempSync(join(values.dir, 'collectstatic-against-'));
try {
  startRows();
  treeRows();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function startRows() {
  const { folder: cwd, python, json } = makeSettings(join(folder, 'settings'));
  const node = { program: process.execPath, args: ['-e', '0'], cwd };
  const ours = (build, ...args) => ({
    program: process.execPath,
    args: [join(build, 'bin/collectstatic.js'), ...args],
    cwd,
  });
  const all = (...args) => ({
    'node -e 0': () => node,
    ...Object.fromEntries(Object.entries(builds).map(([name, build]) => [name, () => ours(build, ...args)])),
  });
  table('--version', all('--version'), rounds * 2);
  table('settings.json, nothing to do', all('--no-input', '--settings', json), rounds * 2);
  table('settings.py of 500 lines, nothing to do', all('--no-input', '--settings', python), rounds * 2);
}

function treeRows() {
  const project = makeProject(join(folder, 'project'), SHAPES['10k']);
  const ours = (build, destination, storage) => ({
    program: process.execPath,
    args: [
      join(build, 'bin/collectstatic.js'),
      '--no-input',
      '--settings',
      'site_of_the_bench.settings',
      '--skip-missing-apps',
    ],
    cwd: project.folder,
    env: { DESTINATION: destination, STORAGE: `${STORAGE}${storage}` },
  });
  const copy = (destination) => ({ program: 'cp', args: ['-r', ...project.roots, destination] });
  for (const storage of ['StaticFilesStorage', 'ManifestStaticFilesStorage']) {
    for (const isCold of [true, false]) {
      const contenders = {
        'cp -r': (round) => copy(fresh(`cp-${round}`)),
        ...Object.fromEntries(
          Object.entries(builds).map(([name, build]) => [
            name,
            (round) =>
              ours(
                build,
                isCold ? `${fresh(`${name}-${round}`)}/static` : join(folder, `${storage}-${name}`),
                storage,
              ),
          ]),
        ),
      };
      table(`${storage}, 10,000 files, ${isCold ? 'cold' : 'nothing to do'}`, contenders, rounds);
    }
  }
}

/** A new empty folder; those of earlier runs are removed, while no time is taken. */
function fresh(name) {
  rmSync(join(folder, 'out'), { recursive: true, force: true });
  const made = join(folder, 'out', name);
  mkdirSync(made, { recursive: true });
  return made;
}

/** Runs the contenders in turn, each round beginning with another one, and prints medians and ratios to the first. */
function table(label, contenders, count) {
  const names = Object.keys(contenders);
  const walls = Object.fromEntries(names.map((name) => [name, []]));
  const times = Object.fromEntries(names.map((name) => [name, 0]));
  // The first round only warms up.
  for (let round = 0; round <= count; round++) {
    for (const turn of names.keys()) {
      const name = names[(round + turn) % names.length];
      const command = contenders[name](round);
      const [wall, time] = run(command);
      if (round === 0) continue;
      walls[name].push(wall);
      times[name] += time;
    }
  }
  const [first] = names;
  console.log(label);
  for (const name of names) {
    const wall = median(walls[name]);
    const least = Math.min(...walls[name]);
    const time = times[name] / count;
    const ratios = [
      wall / median(walls[first]),
      least / Math.min(...walls[first]),
      time / (times[first] / count),
    ];
    console.log(
      `  ${name.padEnd(10)} wall ${wall.toFixed(0).padStart(5)} ms (x${ratios[0].toFixed(2)}), least ${least.toFixed(0).padStart(5)} ms (x${ratios[1].toFixed(2)}), user+sys ${time.toFixed(0).padStart(5)} ms (x${ratios[2].toFixed(2)})`,
    );
  }
}

/** Milliseconds of wall time and of processor time. */
function run({ program, args, cwd, env }) {
  const before = processorTime();
  const start = performance.now();
  const { status, stderr } = spawnSync(program, args, {
    cwd: cwd ?? dirname(folder),
    env: { ...inherited, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  const wall = performance.now() - start;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${stderr}`);
  return [wall, processorTime() - before];
}

/** @param {number[]} numbers */
function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
}
