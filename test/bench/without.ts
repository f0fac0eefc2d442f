import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { collect, plan } from '../../src/collect.ts';
import { toJob } from '../../src/place/index.ts';
import { loadSettings } from '../../src/settings/index.ts';
import { startHelper } from '../../src/storages/copy/helper.ts';
import { copyAll } from '../../src/storages/copy/index.ts';
import { makeFolders } from '../../src/storages/folders.ts';
import { openStorage } from '../../src/storages/index.ts';
import type { Plan, Settings } from '../../src/types.ts';
import { place, processAll } from '../place/run.ts';

// What a run would be without what makes it safe. The benchmark compares whole processes of this program with each other:
//   nothing   a run as it is
//   ledger    without the ledger and the lock
//   staging   without these, and each file written where it belongs: plain, into an empty STATIC_ROOT

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { settings: { type: 'string', default: '' }, venv: { type: 'string', default: '' } },
  });
  const settings = await loadSettings({
    cwd: process.cwd(),
    env: process.env,
    ...values,
    requireStaticRoot: true,
  });
  const { staticRoot } = settings;
  if (staticRoot === null) throw new Error('STATIC_ROOT is not set');
  const isFirst = openStorage(settings).isEmpty();

  switch (positionals[0]) {
    case 'nothing':
      await collect(settings);
      break;
    case 'ledger': {
      const helper = isFirst ? startHelper(settings.jobs) : undefined;
      const storage = openStorage(settings, { ...(helper && { helper }) });
      await (settings.storage.kind === 'plain'
        ? place(storage, await plan(settings))
        : processAll(storage, await plan(settings), settings));
      helper?.end();
      break;
    }
    case 'staging': {
      const helper = startHelper(settings.jobs);
      await writeInPlace(await plan(settings), settings, staticRoot, helper);
      helper?.end();
      break;
    }
  }
}

async function writeInPlace(
  { assets }: Plan,
  { fileMode, directoryMode, jobs: threads }: Settings,
  root: string,
  helper: ReturnType<typeof startHelper>,
): Promise<void> {
  const jobs = assets.map(toJob);
  for (const folder of new Set(jobs.map(({ to }) => dirname(`${root}/${to}`))))
    makeFolders(folder, directoryMode);
  await copyAll(root, jobs, { fileMode, durable: false, dedupe: false }, { helper, threads });
}

main();
