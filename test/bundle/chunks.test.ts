import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../storages/folder.ts';
import { bundleChunks } from './chunks.mjs';

const SOURCES = {
  'shared.js': "export class Refusal extends Error {}\nglobalThis.evaluated.push('shared');\n",
  'both.js': "export const both = () => 'both';\nglobalThis.evaluated.push('both');\n",
  'usual.js': "import './shared.js';\nexport const usual = 1;\nglobalThis.evaluated.push('usual');\n",
  'rare.js': `import { both } from './both.js';
import { Refusal } from './shared.js';
export let calls = 0;
export const refuse = () => { calls += 1; throw new Refusal(both()); };
globalThis.evaluated.push('rare');
`,
  'other.js': "export { both } from './both.js';\nglobalThis.evaluated.push('other');\n",
  'entry.js': `import { Refusal } from './shared.js';
export { Refusal };
export const usual = () => import('./usual.js');
export const rare = () => import('./rare.js');
export const other = () => import('./other.js');
`,
};

test('what import() names is read when it is reached, and nothing is there twice', async () => {
  const sources = temporaryFolder();
  const outdir = temporaryFolder();
  for (const [name, text] of Object.entries(SOURCES)) writeFileSync(join(sources, name), text);
  const inputs = await bundleChunks({
    absWorkingDir: sources,
    bundle: true,
    platform: 'node',
    entryPoints: { entry: 'entry.js' },
    packs: { entry: ['entry.js', 'usual.js'] },
    outdir,
  });
  expect([...inputs].sort()).toEqual(Object.keys(SOURCES).sort());
  const files = readdirSync(outdir).map((name) => name.replace(/-\w+(?=\.cjs)/, ''));
  expect(files.sort()).toEqual(['chunk.cjs', 'entry.cjs', 'other.cjs', 'rare.cjs']);

  const evaluated: string[] = [];
  Object.assign(globalThis, { evaluated });
  const entry = createRequire(import.meta.url)(join(outdir, 'entry.cjs'));
  expect(evaluated).toEqual(['shared']);
  expect((await entry.usual()).usual).toBe(1);
  const rare = await entry.rare();
  expect((await entry.other()).both()).toBe('both');
  expect(evaluated).toEqual(['shared', 'usual', 'both', 'rare', 'other']);
  expect(rare.refuse).toThrow(entry.Refusal);
  // An export that changes is seen to change.
  expect(rare.calls).toBe(1);
  expect(await entry.rare()).toMatchObject({ calls: 1 });
});

test("Node's slow modules are loaded when one of their names is used", async () => {
  const sources = temporaryFolder();
  const outdir = temporaryFolder();
  const source = `import { constants, createGzip, gzipSync } from 'node:zlib';
import zlib from 'node:zlib';
import { Worker } from 'node:worker_threads';
import { join } from 'node:path';
export const zip = (text) => [gzipSync(text).length, zlib.constants === constants, zlib.Gzip === createGzip().constructor];
export const start = (file) => new Worker(join(file));
`;
  writeFileSync(join(sources, 'lazy.js'), source);
  await bundleChunks({
    absWorkingDir: sources,
    bundle: true,
    platform: 'node',
    entryPoints: { lazy: 'lazy.js' },
    packs: {},
    outdir,
  });
  const code = readFileSync(join(outdir, 'lazy.cjs'), 'utf8');
  const asked: string[] = [];
  const module = { exports: {} as { zip(text: string): unknown } };
  const require = createRequire(import.meta.url);
  new Function('module', 'require', code)(module, (name: string) => {
    asked.push(name);
    return require(name);
  });
  expect(asked).toEqual(['node:path']);
  expect(module.exports.zip('text')).toEqual([24, true, true]);
  expect(asked).toEqual(['node:path', 'node:zlib']);
});
