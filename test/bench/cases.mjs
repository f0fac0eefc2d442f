import { utimesSync, writeFileSync } from 'node:fs';
import { checking } from './check.mjs';
import { BARE_NODE, COMMAND, STORAGES, VERSION } from './contenders.mjs';
import { alternate, run } from './measure.mjs';
import { publishing } from './publish.mjs';
import { again, againstOther, cold, detailOf, fasterThan, memory } from './rows.mjs';
import { serve } from './serve.mjs';
import { makeSettings } from './settings.mjs';
import { makeProject, SHAPES } from './tree.mjs';

/** What is aimed at, by the size of the tree. */
const TARGETS = {
  '10k': {
    cold: { 'cp -r': 1, Django: 3.5 },
    again: 4,
    manifestCold: { 'cp -r': 2, Django: 5 },
    manifestAgain: 14,
  },
  '50k': { cold: { 'cp -r': 1, Django: 8 }, again: 14, manifestCold: { Django: 8 }, manifestAgain: 18 },
};

/** @type {Record<string, (bench: import('./bench.mjs').Bench) => Promise<import('./rows.mjs').Row[]>>} */
export const CASES = {
  startup,
  'plain-10k': (bench) => plain(bench, '10k'),
  'plain-50k': (bench) => plain(bench, '50k'),
  'manifest-10k': (bench) => manifest(bench, '10k'),
  'manifest-50k': (bench) => manifest(bench, '50k'),
  compress,
  settings,
  safety,
  serve,
  check: checking,
  'plain-200k': large,
  publish: publishing,
};

async function startup(bench) {
  const { folder, json } = makeSettings(bench.path('project'));
  const idle = { ...COMMAND, args: [...COMMAND.args, '--no-input', '--settings', json], cwd: folder };
  await run(idle);
  const contenders = { version: () => VERSION, idle: () => idle, 'node -e 0': () => BARE_NODE };
  const times = await alternate(contenders, bench.rounds * 3);
  const label = 'settings in JSON, 100 files, nothing to do';
  return [
    againstOther('--version', { ...times, ours: times.version }, 'node -e 0', 1.2),
    againstOther(label, { ...times, ours: times.idle }, 'node -e 0', 2),
  ];
}

async function plain(bench, size) {
  const shape = bench.quick ? 'quick' : size;
  const project = makeProject(bench.path('project'), SHAPES[shape]);
  const label = `plain, ${shape} files`;
  const targets = TARGETS[size];
  const first = await cold(bench, project, STORAGES.plain, ['ours', 'cp -r', 'rsync -a', 'Django']);
  const second = await again(bench, project, STORAGES.plain, ['ours', 'Django']);
  return [
    againstOther(`${label}, cold`, first, 'cp -r', targets?.cold['cp -r']),
    ...('rsync -a' in first ? [againstOther(`${label}, cold`, first, 'rsync -a')] : []),
    ...('Django' in first ? [fasterThan(`${label}, cold`, first, 'Django', targets?.cold.Django)] : []),
    ...('Django' in second ? [fasterThan(`${label}, nothing to do`, second, 'Django', targets?.again)] : []),
    { what: `${label}, nothing to do`, value: second.ours, unit: 'ms' },
    await memory(bench, `${label}, cold`, project, STORAGES.plain, { '50k': 150 }[size]),
  ];
}

/** 200,000 files, and a twentieth of them: time should grow no faster than the number of files. */
async function large(bench) {
  const [many, few] = bench.quick ? ['quick', 'tenth of quick'] : ['200k', 'twentieth of 200k'];
  const projects = Object.fromEntries(
    [many, few].map((name) => [name, makeProject(bench.path(name), SHAPES[name])]),
  );
  const times = await alternate(
    Object.fromEntries(
      [many, few].map((name) => [
        name,
        (round) => bench.contenders.ours(projects[name], bench.path(`${name}-${round}`), STORAGES.plain),
      ]),
    ),
    bench.rounds,
    { sources: [many, few].flatMap((name) => projects[name].roots) },
  );
  const perFile = (name) => times[name] / SHAPES[name].files;
  const label = `plain, ${many} files, cold`;
  return [
    {
      what: `${label}, time per file, against ${SHAPES[few].files} files`,
      value: perFile(many) / perFile(few),
      unit: 'x',
      atMost: 1.3,
      detail: `${Math.round(times[many])} ms and ${Math.round(times[few])} ms`,
    },
    await memory(bench, label, projects[many], STORAGES.plain, 400),
  ];
}

async function manifest(bench, size) {
  const shape = bench.quick ? 'quick' : size;
  const project = makeProject(bench.path('project'), SHAPES[shape]);
  const label = `manifest, ${shape} files`;
  const targets = TARGETS[size];
  const first = await cold(bench, project, STORAGES.manifest, ['ours', 'cp -r', 'Django']);
  const second = await again(bench, project, STORAGES.manifest, ['ours', 'Django']);
  const changed = await again(bench, project, STORAGES.manifest, ['ours'], (round) => {
    writeFileSync(project.leaf, `<svg><!-- ${round} --></svg>`);
    utimesSync(project.leaf, new Date(), new Date(Date.UTC(2020, 0, 1 + round)));
  });
  return [
    againstOther(`${label}, cold`, first, 'cp -r', targets.manifestCold['cp -r']),
    ...('Django' in first
      ? [fasterThan(`${label}, cold`, first, 'Django', targets.manifestCold.Django)]
      : []),
    ...('Django' in second
      ? [fasterThan(`${label}, nothing to do`, second, 'Django', targets.manifestAgain)]
      : []),
    {
      what: `${label}, one leaf changed, against nothing changed`,
      value: changed.ours / second.ours,
      unit: 'x',
      atMost: 1.5,
      detail: `${Math.round(changed.ours)} ms and ${Math.round(second.ours)} ms`,
    },
    await memory(bench, `${label}, cold`, project, STORAGES.manifest, size === '50k' ? 250 : undefined),
  ];
}

async function compress(bench) {
  const shape = SHAPES[bench.quick ? 'quick text' : 'text'];
  const project = makeProject(bench.path('project'), shape);
  const label = `manifest, gzip and Brotli, ${shape.files} text files`;
  const others = ['WhiteNoise', 'WhiteNoise on one thread'];
  const first = await cold(bench, project, STORAGES.compressed, ['ours', ...others]);
  const second = await again(bench, project, STORAGES.compressed, ['ours', 'WhiteNoise']);
  if (!('WhiteNoise' in first)) return [{ what: `${label}, cold`, value: first.ours, unit: 'ms' }];
  return [
    fasterThan(`${label}, cold`, first, 'WhiteNoise'),
    fasterThan(`${label}, cold`, first, 'WhiteNoise on one thread', 1.7),
    fasterThan(`${label}, nothing to do`, second, 'WhiteNoise'),
  ];
}

/** A settings.py against a JSON file with the same values; 100 small files to collect. */
async function settings(bench) {
  const { folder, python, json } = makeSettings(bench.path('project'));
  const collecting = (file) => () => ({
    ...COMMAND,
    args: [...COMMAND.args, '-n', '--settings', file],
    cwd: folder,
  });
  const times = await alternate({ ours: collecting(python), JSON: collecting(json) }, bench.rounds * 3);
  return [
    {
      what: 'settings.py of 500 lines with one `import *`, more than the same in JSON',
      value: times.ours - times.JSON,
      unit: 'ms',
      atMost: 30,
      detail: detailOf(times, 'JSON'),
    },
  ];
}

/** What staging, the lock and the ledger cost: the same program with and without. */
async function safety(bench) {
  const shape = bench.quick ? 'quick' : '10k';
  const project = makeProject(bench.path('project'), SHAPES[shape]);
  const rows = [];
  for (const [storage, others] of [
    ['plain', ['without ledger', 'without staging']],
    ['manifest', ['without ledger']],
  ]) {
    const inner = { ...bench, path: (part) => bench.path(`${storage}-${part}`) };
    const names = ['without nothing', ...others];
    const first = await cold(inner, project, STORAGES[storage], names);
    for (const other of others)
      rows.push(costOf(`${storage}, ${shape} files, cold, against a run`, first, other));
    if (storage !== 'plain') continue;
    const second = await again(inner, project, STORAGES.plain, ['without nothing', 'without ledger']);
    rows.push(costOf(`${storage}, ${shape} files, nothing to do, against a run`, second, 'without ledger'));
  }
  return rows;
}

function costOf(what, { 'without nothing': ours, ...times }, other) {
  const words = {
    'without ledger': 'without ledger and lock',
    'without staging': 'that writes in place, without ledger and lock',
  };
  return { ...againstOther(what, { ours, ...times }, other, 1.15), what: `${what} ${words[other]}` };
}
