import { checking } from './check.mjs';
import { BARE_NODE, COMMAND, STORAGES, VERSION } from './contenders.mjs';
import { large, manifest, plain, safety } from './copying.mjs';
import { alternate, run } from './measure.mjs';
import { publishing, publishingLarge } from './publish.mjs';
import { again, againstOther, cold, detailsOf, fasterThan } from './rows.mjs';
import { serve } from './serve.mjs';
import { makeSettings } from './settings.mjs';
import { makeProject, SHAPES } from './tree.mjs';

/** @typedef {(bench: import('./bench.mjs').Bench) => Promise<import('./rows.mjs').Row[]>} Case */

/** Cases that copy many files, where it matters what they are copied to. @type {Record<string, Case>} */
export const COPYING = {
  'plain-10k': (bench) => plain(bench, '10k'),
  'plain-50k': (bench) => plain(bench, '50k'),
  'manifest-10k': (bench) => manifest(bench, '10k'),
  'manifest-50k': (bench) => manifest(bench, '50k'),
  safety,
  'plain-200k': large,
};

/** All others. @type {Record<string, Case>} */
export const OTHERS = {
  startup,
  settings,
  compress,
  serve,
  check: checking,
  publish: publishing,
  'publish-10k': publishingLarge,
};

/** Cases that run only where they are named: `publish-10k` takes a quarter of an hour. */
export const NAMED = new Set(['publish-10k']);

async function startup(bench) {
  const { folder, json } = makeSettings(bench.path('project'));
  const idle = { ...COMMAND, args: [...COMMAND.args, '--no-input', '--settings', json], cwd: folder };
  await run(idle);
  const contenders = { version: () => VERSION, idle: () => idle, 'node -e 0': () => BARE_NODE };
  const times = await alternate(contenders, bench.rounds * 3);
  const label = 'settings in JSON, 100 files, nothing to do';
  return [
    againstOther('--version', times, 'node -e 0', 1.2, 'version'),
    againstOther(label, times, 'node -e 0', 2, 'idle'),
  ];
}

async function compress(bench) {
  const shape = SHAPES[bench.quick ? 'quick text' : 'text'];
  const project = makeProject(bench.path('project'), shape);
  const label = `manifest, gzip and Brotli, ${shape.files} text files`;
  const others = ['WhiteNoise', 'WhiteNoise on one thread'];
  const first = await cold(bench, project, STORAGES.compressed, ['ours', ...others]);
  const second = await again(bench, project, STORAGES.compressed, ['ours', 'WhiteNoise']);
  if (!('WhiteNoise' in first.wall)) return [{ what: `${label}, cold`, value: first.wall.ours, unit: 'ms' }];
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
      value: times.wall.ours - times.wall.JSON,
      unit: 'ms',
      atMost: 30,
      ...detailsOf(times, 'JSON'),
    },
  ];
}
