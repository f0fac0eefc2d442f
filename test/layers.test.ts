import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import { expect, test } from 'vitest';
import { components } from '../src/processors/graph.ts';

// The layer table of the house: a file may import its own layer's listed rooms and everything below, never up.
const SRC = new URL('../src', import.meta.url).pathname;

const LAYER_0 = new Set([
  'types',
  'errors',
  'path',
  'prehashed',
  'text',
  'default-ignore',
  'patterns',
  'hashed-name',
  'regular-file',
  'retention',
  'static-root',
  'stamps',
  'secrets',
  'folders',
]);
const LAYER_2_FILES = new Set(['plan', 'manifest', 'ledger']);
const LAYER_2_ROOMS = new Set(['settings', 'finders', 'processors', 'storages', 'templates', 'serving']);
const LAYER_3 = new Set([
  'publish',
  'place',
  'fingerprinting',
  'lock',
  'check',
  'serve',
  'server-config',
  'report',
]);

/** A dependency has one owner: the files (by prefix) that may import it. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  commander: ['cli/'],
  chalk: ['reporters/text'],
  'fast-glob': ['finders/walk'],
  'fs-extra': ['storages/placing/across'],
  'py-ast': ['python/syntax/'],
  'es-module-lexer': ['processors/references/'],
  '@csstools/css-tokenizer': ['processors/references/'],
  // Config files are one thing, what settings.py itself reads is another.
  yaml: ['settings/sources/load/yaml', 'python/modules/packages/yaml'],
  'smol-toml': ['settings/sources/load/toml', 'python/modules/stdlib/toml'],
  'fastest-levenshtein': ['text/nearest'],
  ignore: ['check/doubts/git-ignored'],
  fresh: ['serve/http/conditions'],
  'mime-types': ['serving/media-type'],
  negotiator: ['serve/http/negotiation'],
  '@aws-sdk/client-s3': ['publish/s3/'],
  'http-proxy-agent': ['publish/s3/'],
  'https-proxy-agent': ['publish/s3/'],
  jiti: ['settings/sources/load/script'],
  'd3-hierarchy': ['reporters/report-page/browser/'],
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

/** `settings/sources/load/yaml.ts` -> room `settings`; `plan.ts` -> room `plan`. */
function roomOf(file: string): string {
  return file.includes('/') ? (file.split('/')[0] as string) : file.replace(/\.ts$/, '');
}

function layerOf(room: string): number {
  if (LAYER_0.has(room)) return 0;
  if (room === 'python') return 1;
  if (LAYER_2_FILES.has(room) || LAYER_2_ROOMS.has(room)) return 2;
  if (LAYER_3.has(room)) return 3;
  if (['collect', 'find', 'prune', 'publication', 'rollback', 'why'].includes(room)) return 4;
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
      return target === 0 || (to === 'python' && ['settings', 'finders', 'templates'].includes(from));
    case 3:
      return (
        (target <= 2 && to !== 'python') ||
        (from === 'fingerprinting' && to === 'place') ||
        // What a project says of its files is asked of those who read it.
        (from === 'report' && to === 'check')
      );
    case 4:
      // Where a file comes from is what a plan says.
      return target <= 3 || (from === 'why' && to === 'collect');
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

/** The rooms of src/python from the ground up: each may import itself and those before it. */
const FLOORS = [
  'syntax',
  'values',
  'native',
  'text',
  'host',
  'machine',
  'types',
  'builtins',
  'protocol',
  'expressions',
  'statements',
  'lazy',
  'imports',
];
/** What a model of a module may know of the evaluator. */
const MODELLED_WITH = new Set(['values', 'native', 'text', 'host', 'types', 'builtins', 'modules']);

/** `python/values/keys.ts` -> `values`; files at the top wire everything. */
function floorOf(file: string): string {
  const parts = file.split('/');
  return parts.length > 2 ? (parts[1] as string) : 'top';
}

function targetsOf(file: string): string[] {
  return importsOf(file)
    .filter((name) => name.startsWith('.'))
    .map((name) => posix.join(posix.dirname(file), name))
    .filter((target) => !target.startsWith('..') && files.includes(target));
}

test('the evaluator imports down its floors only, and knows no module', () => {
  const wrong = files
    .filter((file) => file.startsWith('python/') && floorOf(file) !== 'top')
    .flatMap((file) => {
      const from = floorOf(file);
      const mayImport = (to: string): boolean =>
        from === 'modules' ? MODELLED_WITH.has(to) : FLOORS.slice(0, FLOORS.indexOf(from) + 1).includes(to);
      return targetsOf(file)
        .filter((target) => target.startsWith('python/') && !mayImport(floorOf(target)))
        .map((target) => `src/${file} imports src/${target}`);
    });
  expect(wrong).toEqual([]);
});

test('stdlib models know no packages, and only interpreter.ts knows the models and the runtime', () => {
  const wrong = files.flatMap((file) =>
    targetsOf(file)
      .filter(
        (target) =>
          (file.startsWith('python/modules/stdlib/') && target.startsWith('python/modules/packages/')) ||
          (target === 'python/runtime.ts' && file !== 'python/interpreter.ts') ||
          (target.startsWith('python/modules/') &&
            !file.startsWith('python/modules/') &&
            file !== 'python/interpreter.ts'),
      )
      .map((target) => `src/${file} imports src/${target}`),
  );
  expect(wrong).toEqual([]);
});

/**
 * The true recursions: statements hold statements, expressions hold expressions, a call may call, a list holds values.
 * A folder, and the files in it that import each other in a circle.
 */
const CIRCLES: readonly string[] = [
  'python/expressions: assign call-expression comprehension decide evaluate function-value',
  'python/protocol: call native-call suspect',
  'python/statements: class-statement definitions execute function-body loops match simple-statements try with',
  'python/statements: guarded-steps steps',
  'python/values: container dict iterator keys list outside runtime set-value supply values',
];
const LARGEST_CIRCLE = 10;

test('files that import each other in a circle lie in one folder, and are known', () => {
  const edges = new Map(files.map((file) => [file, targetsOf(file)]));
  const circles = components(edges).filter((group) => group.length > 1);
  const named = circles.map((group) => {
    const folders = [...new Set(group.map((file) => posix.dirname(file)))].sort();
    const names = group.map((file) => (folders.length === 1 ? posix.basename(file, '.ts') : file)).sort();
    return `${folders.join(' and ')}: ${names.join(' ')}`;
  });
  expect(named.sort()).toEqual(CIRCLES);
  expect(Math.max(...circles.map((group) => group.length))).toBeLessThanOrEqual(LARGEST_CIRCLE);
});

const MOST_FILES = 20;
/** One file a module of the standard library, one a package, and one a part of the language: their names are their order. */
const MAY_BE_LONG = new Set(['src/python/modules/stdlib', 'src/python/modules/packages', 'test/python']);

test('a folder of more than 20 files holds two rooms', () => {
  const counts = new Map<string, number>();
  for (const top of ['src', 'test'])
    for (const file of readdirSync(join(SRC, '..', top), { recursive: true, encoding: 'utf8' })) {
      if (!/\.(?:m?[jt]s|py|c)$/.test(file)) continue;
      const folder = posix.dirname(posix.join(top, file.replaceAll('\\', '/')));
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
  const long = [...counts].filter(([folder, count]) => count > MOST_FILES && !MAY_BE_LONG.has(folder));
  expect(long).toEqual([]);
});
