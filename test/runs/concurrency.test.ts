import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bundleCli } from '../cli-bundle.ts';
import { put, temporaryFolder, treeOf } from '../storages/folder.ts';
import { IN_PID_NAMESPACE, NO_NAMESPACE } from './pid-namespace.ts';

/** However long it takes on a busy machine until the last of them has its turn. */
const WAITING = ['--no-input', '--lock-timeout', '1h'];

test.for<readonly [string, readonly string[] | null]>([
  ['side by side', []],
  ['in two pid namespaces', IN_PID_NAMESPACE],
])('twenty runs at once %s: one tree, and no error', async ([, prefix], context) => {
  if (prefix === null) return context.skip(NO_NAMESPACE);
  const folder = temporaryFolder();
  const script = await bundleCli(temporaryFolder());
  put(
    folder,
    'collectstatic.config.json',
    JSON.stringify({
      STATIC_URL: '/static/',
      STATIC_ROOT: 'static',
      STATICFILES_DIRS: ['assets'],
      STORAGE: 'manifest',
    }),
  );
  for (let index = 0; index < 40; index++) put(folder, `assets/d${index % 5}/${index}.svg`, `<${index}>`);
  put(folder, 'assets/site.css', 'a { background: url(d0/0.svg) }');
  const runs = Array.from({ length: 20 }, (_, index) =>
    run(folder, script, index % 4 === 0 ? ['--clear'] : [], index % 2 === 0 ? [] : prefix),
  );
  const ended = await Promise.all(runs);
  expect(ended.map(({ code }) => code)).toEqual(runs.map(() => 0));
  // No word but about waiting, and that at most once; of a lock that is only just being written, nobody can tell whose it is.
  for (const { told } of ended)
    expect(told).toMatch(/^(?:Waiting for another run(?: \(process \d+ on \S+\))? to finish\.\n)?$/);
  const tree = treeOf(`${folder}/static`);
  expect(Object.keys(tree)).toHaveLength(2 * 41 + 1);
  expect(await run(folder, script, ['--static-root', 'alone'])).toEqual({ code: 0, told: '' });
  expect(tree).toEqual(treeOf(`${folder}/alone`));
  expect(readdirSync(`${folder}/.collectstatic/static`)).toEqual(['ledger.json']);
});

function run(
  cwd: string,
  script: string,
  flags: readonly string[],
  prefix: readonly string[] = [],
): Promise<{ readonly code: number | null; readonly told: string }> {
  const [command = '', ...args] = [...prefix, process.execPath, script, ...WAITING, ...flags];
  const child = spawn(command, args, {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let told = '';
  child.stderr.on('data', (chunk) => {
    told += chunk;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, told })));
}
