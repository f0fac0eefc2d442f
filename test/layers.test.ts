import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import { expect, test } from 'vitest';

// The layer table of the house: a file may import its own layer's listed rooms and everything below, never up.
const SRC = new URL('../src', import.meta.url).pathname;

const LAYER_0 = new Set([
  'types',
  'errors',
  'path',
  'pool',
  'url',
  'hashed-name',
  'counts',
  'stamps',
  'batches',
  'nearest',
]);
const LAYER_2_FILES = new Set(['plan', 'manifest', 'ledger']);
const LAYER_2_ROOMS = new Set(['settings', 'finders', 'processors', 'storages']);
const LAYER_3 = new Set(['place', 'build', 'prune', 'lock']);

/** A dependency has one owner: the files (by prefix) that may import it. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  commander: ['cli/'],
  chalk: ['reporters/text'],
  'fast-glob': ['finders/walk'],
  'fs-extra': ['storages/filesystem'],
  'py-ast': ['python/parse'],
  'es-module-lexer': ['processors/references/'],
  '@csstools/css-tokenizer': ['processors/references/'],
  // Config files are one thing, what settings.py itself reads is another.
  yaml: ['settings/load/yaml', 'python/modules/yaml'],
  'smol-toml': ['settings/load/toml', 'python/modules/toml'],
  'fastest-levenshtein': ['nearest'],
  jiti: ['settings/load/script'],
};

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'))
  .sort();

function importsOf(file: string): string[] {
  const text = readFileSync(join(SRC, file), 'utf8');
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)[^'"`;]*?from\s*'([^']+)'|import\s*\(\s*'([^']+)'|(?:^|\n)\s*import\s+'([^']+)'/g,
  );
  return [...found].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

/** `settings/load/yaml.ts` -> room `settings`; `plan.ts` -> room `plan`. */
function roomOf(file: string): string {
  return file.includes('/') ? (file.split('/')[0] as string) : file.replace(/\.ts$/, '');
}

function layerOf(room: string): number {
  if (LAYER_0.has(room)) return 0;
  if (room === 'python') return 1;
  if (LAYER_2_FILES.has(room) || LAYER_2_ROOMS.has(room)) return 2;
  if (LAYER_3.has(room)) return 3;
  if (room === 'collect' || room === 'upkeep') return 4;
  if (room === 'reporters' || room === 'cli' || room === 'index') return 5;
  throw new Error(`src/${room} has no place in the layer table`);
}

function allowed(from: string, to: string): boolean {
  if (from === to) return true;
  const target = layerOf(to);
  switch (layerOf(from)) {
    case 0:
      return target === 0;
    case 1:
      return target === 0;
    case 2:
      return target === 0 || (to === 'python' && (from === 'settings' || from === 'finders'));
    case 3:
      return (target <= 2 && to !== 'python') || (from === 'build' && to === 'place');
    case 4:
      // Looking after a STATIC_ROOT begins with what collecting found.
      return target <= 3 || (from === 'upkeep' && to === 'collect');
    default:
      if (from === 'reporters') return target === 0;
      return true;
  }
}

test('imports point down only', () => {
  const wrong = files.flatMap((file) =>
    importsOf(file)
      .filter((name) => name.startsWith('.'))
      .map((name) => relative(SRC, join(SRC, posix.dirname(file), name)).replaceAll('\\', '/'))
      .filter((target) => !target.startsWith('..') && !allowed(roomOf(file), roomOf(target)))
      .map((target) => `src/${file} imports src/${target}`),
  );
  expect(wrong).toEqual([]);
});

test('one dependency, one owner', () => {
  const wrong = files.flatMap((file) =>
    importsOf(file)
      .filter((name) => name in OWNERS && !OWNERS[name]?.some((owner) => file.startsWith(owner)))
      .map((name) => `src/${file} imports ${name}, which belongs to src/${OWNERS[name]?.join(', src/')}`),
  );
  expect(wrong).toEqual([]);
});

test('process enters only as an argument of run(process)', () => {
  const wrong = files
    .filter((file) => !file.startsWith('cli/'))
    .filter((file) => {
      const code = readFileSync(join(SRC, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      return /\bprocess\.(cwd|env|exit|argv|stdout|stderr|stdin)\b|\bconsole\.\w+\(/.test(code);
    });
  expect(wrong).toEqual([]);
});
