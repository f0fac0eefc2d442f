import { join, sep } from 'node:path';

/** One way to say where things are: the lines that set it up, and an expression for a path below the project. */
export interface Style {
  readonly name: string;
  setUp(depth: number): readonly string[];
  path(relative: string, project: string): string;
}

/** A Python string literal. */
export const quote = (text: string): string => JSON.stringify(text);
const parts = (relative: string): string[] => relative.split(sep);
const parents = (depth: number): string => '.parent'.repeat(depth);

function nested(call: string, depth: number, inner: string): string {
  return depth === 0 ? inner : `${call}(${nested(call, depth - 1, inner)})`;
}

/** The ways real projects write their paths. */
export const STYLES: readonly Style[] = [
  {
    name: 'pathlib',
    setUp: (depth) => ['from pathlib import Path', `BASE_DIR = Path(__file__).resolve()${parents(depth)}`],
    path: (relative) => ['BASE_DIR', ...parts(relative).map(quote)].join(' / '),
  },
  {
    name: 'pathlib as text',
    setUp: (depth) => [
      'from pathlib import Path',
      `BASE_DIR = Path(__file__).resolve().parents[${depth - 1}]`,
    ],
    path: (relative) => `str(BASE_DIR.joinpath(${parts(relative).map(quote).join(', ')}))`,
  },
  {
    name: 'os.path',
    setUp: (depth) => [
      'import os',
      `BASE_DIR = ${nested('os.path.dirname', depth, 'os.path.abspath(__file__)')}`,
    ],
    path: (relative) => `os.path.join(BASE_DIR, ${parts(relative).map(quote).join(', ')})`,
  },
  {
    name: 'os.path upwards',
    setUp: (depth) => [
      'from os.path import abspath, dirname, join, normpath',
      `SITE_ROOT = normpath(join(dirname(__file__), ${quote('../'.repeat(depth - 1))}))`,
    ],
    path: (relative) => `normpath(join(SITE_ROOT, ${quote(relative)}))`,
  },
  {
    name: 'f-string',
    setUp: (depth) => ['import pathlib', `ROOT = pathlib.Path(__file__).resolve()${parents(depth)}`],
    path: (relative) => `f"{ROOT}/${relative}"`,
  },
  {
    name: 'percent',
    setUp: (depth) => [
      'import os',
      `HERE = ${nested('os.path.dirname', depth, 'os.path.realpath(__file__)')} + os.sep`,
    ],
    path: (relative) => `"%s${relative}" % HERE`,
  },
  {
    name: 'function',
    setUp: (depth) => [
      'import os',
      `BASE_DIR = ${nested('os.path.dirname', depth, 'os.path.abspath(__file__)')}`,
      '',
      '',
      'def rel(*path):',
      '    return os.path.join(BASE_DIR, *path)',
      '',
    ],
    path: (relative) => `rel(${parts(relative).map(quote).join(', ')})`,
  },
  { name: 'literal', setUp: () => [], path: (relative, project) => quote(join(project, relative)) },
  { name: 'working directory', setUp: () => [], path: (relative) => quote(relative) },
];
