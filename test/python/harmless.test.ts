import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

// .github/SECURITY.md promises that settings are read and never run. The evaluator keeps that by having no way to do harm:
// what it may take from Node and from other packages is listed here, and nothing else.

const PYTHON: string = fileURLToPath(new URL('../../src/python', import.meta.url));

const HARMLESS: Readonly<Record<string, readonly string[] | 'all'>> = {
  'node:fs': [
    ...['Dirent', 'Stats', 'existsSync', 'lstatSync', 'opendirSync', 'readFileSync', 'readdirSync'],
    ...['readlinkSync', 'realpathSync', 'statSync'],
  ],
  // Digests of what is given to them.
  'node:crypto': ['createHash', 'createHmac'],
  'node:os': ['devNull', 'homedir', 'platform'],
  'node:path': 'all',
  'node:timers/promises': ['setImmediate'],
  'node:url': 'all',
  'node:util': 'all',
  // To load the two parsers when a settings module reads such a file.
  'node:module': ['createRequire'],
  'py-ast': 'all',
  'smol-toml': 'all',
  yaml: 'all',
};

const files: readonly string[] = readdirSync(PYTHON, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replaceAll('\\', '/'));

function codeOf(file: string): string {
  return readFileSync(join(PYTHON, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');
}

/** Each name that a file imports from outside of `src`, as `[module, name]`; `*` for a whole module. */
function importsOf(code: string): readonly (readonly [string, string])[] {
  const statements = [...code.matchAll(/^(?:import|export)\s+([^'";]*?)\s*from\s*'([^'.][^']*)'/gm)];
  const named = statements.flatMap(([, clause = '', module = '']) => {
    const braces = /^(?:type\s+)?\{([^}]*)\}$/.exec(clause);
    const names = braces?.[1]?.split(',').map((name) => name.replace(/\btype\b|\bas\b.*/g, '').trim()) ?? [
      '*',
    ];
    return names.filter((name) => name !== '').map((name) => [module, name] as const);
  });
  const loaded = [...code.matchAll(/\bimport\s*\(\s*'([^'.][^']*)'|^import\s+'([^'.][^']*)'/gm)];
  return [...named, ...loaded.map((match) => [match[1] ?? match[2] ?? '', '*'] as const)];
}

test('the evaluator imports only what can neither write, start a process nor open a connection', () => {
  const wrong = files.flatMap((file) =>
    importsOf(codeOf(file))
      .filter(([module, name]) => HARMLESS[module] !== 'all' && !HARMLESS[module]?.includes(name))
      .map(([module, name]) => `src/python/${file} imports ${name} from ${module}`),
  );
  expect(wrong).toEqual([]);
});

test('the evaluator turns no text into JavaScript, and uses no global that reaches out', () => {
  const wrong = files.flatMap((file) => {
    const code = codeOf(file).replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''");
    const found = code.match(
      /\b(?:eval|fetch)\s*\(|\bnew (?:Function|WebSocket|Worker)\b|\bglobalThis\b|\bprocess\.(?!platform\b)\w+/g,
    );
    return (found ?? []).map((text) => `src/python/${file} has ${text}`);
  });
  expect(wrong).toEqual([]);
});

test('a model loads the packages that are named, by their names only', () => {
  const callers = files.filter((file) => /\bcreateRequire\b/.test(codeOf(file)));
  expect(callers).toEqual(['native/lazy-package.ts']);
});
