import { utimesSync, writeFileSync } from 'node:fs';
import { STORAGES } from './contenders.mjs';
import { alternate } from './measure.mjs';
import { again, againstOther, cold, detailsOf, fasterThan, memory } from './rows.mjs';
import { makeProject, SHAPES } from './tree.mjs';

/** What is aimed at in memory, by the size of the tree. On a disk, times vary too much from run to run to aim at one. */
const TARGETS = {
  '10k': {
    plain: { cold: 1, coldDjango: 3.5, again: 0.45, againDjango: 4 },
    manifest: { cold: 1.8, coldDjango: 10, again: 0.7, againDjango: 20, leaf: 1.2 },
  },
  '50k': {
    plain: { coldDjango: 8, againDjango: 14, memory: 150 },
    manifest: { coldDjango: 8, againDjango: 18, leaf: 1.5, memory: 250 },
  },
};

function targetsOf(bench, size, storage) {
  return bench.place === 'memory' && !bench.quick ? TARGETS[size][storage] : {};
}

export async function plain(bench, size) {
  const shape = bench.quick ? 'quick' : size;
  const project = makeProject(bench.path('project'), SHAPES[shape]);
  const label = `plain, ${shape} files`;
  const targets = targetsOf(bench, size, 'plain');
  const first = await cold(bench, project, STORAGES.plain, ['ours', 'cp -r', 'rsync -a', 'Django']);
  const second = await again(bench, project, STORAGES.plain, ['ours', 'Django']);
  return [
    againstOther(`${label}, cold`, first, 'cp -r', targets.cold),
    ...('rsync -a' in first.wall ? [againstOther(`${label}, cold`, first, 'rsync -a')] : []),
    ...againRows(label, first, second, targets),
    await memory(bench, `${label}, cold`, project, STORAGES.plain, targets.memory),
  ];
}

export async function manifest(bench, size) {
  const shape = bench.quick ? 'quick' : size;
  const project = makeProject(bench.path('project'), SHAPES[shape]);
  const label = `manifest, ${shape} files`;
  const targets = targetsOf(bench, size, 'manifest');
  const first = await cold(bench, project, STORAGES.manifest, ['ours', 'cp -r', 'Django']);
  const second = await again(bench, project, STORAGES.manifest, ['ours', 'Django']);
  const changed = await again(bench, project, STORAGES.manifest, ['ours'], (round) => {
    writeFileSync(project.leaf, `<svg><!-- ${round} --></svg>`);
    utimesSync(project.leaf, new Date(), new Date(Date.UTC(2020, 0, 1 + round)));
  });
  const leaf = {
    wall: { ours: changed.wall.ours, 'nothing changed': second.wall.ours },
    processor: { ours: changed.processor.ours, 'nothing changed': second.processor.ours },
  };
  return [
    againstOther(`${label}, cold`, first, 'cp -r', targets.cold),
    ...againRows(label, first, second, targets),
    againstOther(`${label}, one leaf changed`, leaf, 'nothing changed', targets.leaf),
    await memory(bench, `${label}, cold`, project, STORAGES.manifest, targets.memory),
  ];
}

/** Nothing to do, against a whole `cp -r`; and both runs against Django's, where it is there. */
function againRows(label, first, second, targets) {
  const copied = {
    wall: { ours: second.wall.ours, 'cp -r': first.wall['cp -r'] },
    processor: { ours: second.processor.ours, 'cp -r': first.processor['cp -r'] },
  };
  const rows = [againstOther(`${label}, nothing to do`, copied, 'cp -r', targets.again)];
  if (!('Django' in first.wall)) return rows;
  return [
    ...rows,
    fasterThan(`${label}, cold`, first, 'Django', targets.coldDjango),
    fasterThan(`${label}, nothing to do`, second, 'Django', targets.againDjango),
  ];
}

/** 200,000 files, and a twentieth of them: time should grow no faster than the number of files. */
export async function large(bench) {
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
  const perFile = (name) => times.wall[name] / SHAPES[name].files;
  const label = `plain, ${many} files, cold`;
  return [
    {
      what: `${label}, time per file, against ${SHAPES[few].files} files`,
      value: perFile(many) / perFile(few),
      unit: 'x',
      atMost: 1.3,
      ...detailsOf(times, few, many),
    },
    await memory(bench, label, projects[many], STORAGES.plain, 200),
  ];
}

/** What staging, the lock and the ledger cost: the same program with and without. */
export async function safety(bench) {
  const shape = bench.quick ? 'quick' : '10k';
  const project = makeProject(bench.path('project'), SHAPES[shape]);
  const rows = [];
  for (const [storage, others] of [
    ['plain', ['without ledger', 'without staging']],
    ['manifest', ['without ledger']],
  ]) {
    const inner = { ...bench, path: (part) => bench.path(`${storage}-${part}`) };
    const first = await cold(inner, project, STORAGES[storage], ['without nothing', ...others]);
    for (const other of others)
      rows.push(costOf(`${storage}, ${shape} files, cold, against a run`, first, other));
    if (storage !== 'plain') continue;
    const second = await again(inner, project, STORAGES.plain, ['without nothing', 'without ledger']);
    rows.push(costOf(`${storage}, ${shape} files, nothing to do, against a run`, second, 'without ledger'));
  }
  return rows;
}

function costOf(what, times, other) {
  const words = {
    'without ledger': 'without ledger and lock',
    'without staging': 'that writes in place, without ledger and lock',
  };
  return { ...againstOther(what, times, other, 1.15, 'without nothing'), what: `${what} ${words[other]}` };
}
