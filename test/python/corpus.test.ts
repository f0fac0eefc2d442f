import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PythonModule } from '../../src/python/index.ts';
import { createPythonReader, type Plain, toPlain } from '../../src/python/index.ts';

// fixtures/settings/<case>: a settings module, and in expected.json what real CPython computes for it
// (test/django/settings/record-corpus.py). A wrong value always fails; an honest Unknown only where the case says so.

const CORPUS: string = fileURLToPath(new URL('../../fixtures/settings', import.meta.url));

interface Case {
  readonly about: string;
  readonly module: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Names beside the settings that are always compared. */
  readonly names?: readonly string[];
  /** Names that can't be known here, with a word that the reason must have. */
  readonly unknown?: Readonly<Record<string, string>>;
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const SETTINGS: readonly string[] = [
  'BASE_DIR',
  'DEBUG',
  'INSTALLED_APPS',
  'MEDIA_ROOT',
  'MEDIA_URL',
  'STATICFILES_DIRS',
  'STATICFILES_FINDERS',
  'STATICFILES_STORAGE',
  'STATIC_ROOT',
  'STATIC_URL',
  'STORAGES',
];

function readJson<Data>(...path: readonly string[]): Data {
  return JSON.parse(readFileSync(join(CORPUS, ...path), 'utf8')) as Data;
}

/** The form that the recorder gives a value. */
function toJson(value: Plain, places: Readonly<Record<string, string>>): Json {
  if (typeof value === 'string') {
    return Object.entries(places).reduce((text, [place, folder]) => text.replaceAll(folder, place), value);
  }
  if (typeof value === 'bigint') return Number(value);
  if (value === null || typeof value !== 'object') return value;
  const each = (items: readonly Plain[]): Json[] => items.map((item) => toJson(item, places));
  switch (value.kind) {
    case 'list':
      return each(value.items);
    case 'tuple':
      return { tuple: each(value.items) };
    case 'set':
    case 'frozenset':
      return { set: each(value.items).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) };
    case 'dict':
      return dictToJson([...value.entries], places);
    case 'path':
      return { path: toJson(value.path, places) };
    case 'unknown':
      return { unknown: value.reason };
    case 'class':
      return { other: 'type' };
    default:
      return { other: value.type.replace(/.*\./, '') };
  }
}

function dictToJson(
  entries: readonly (readonly [Plain, Plain])[],
  places: Readonly<Record<string, string>>,
): Json {
  const pairs = entries.map(([key, item]) => [toJson(key, places), toJson(item, places)] as const);
  if (pairs.every(([key]) => typeof key === 'string')) return { dict: Object.fromEntries(pairs) };
  return { pairs };
}

let scratch: string;
beforeAll(() => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), 'collectstatic-corpus-')));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

async function evaluate(name: string, { module, env }: Case): Promise<PythonModule> {
  cpSync(join(CORPUS, name), join(scratch, name), { recursive: true, verbatimSymlinks: true });
  const project = join(scratch, name, 'project');
  const packages = join(scratch, name, 'site-packages');
  const interpreter = createPythonReader({
    cwd: project,
    searchPath: [project, packages],
    env: { HOME: '/home/somebody', DJANGO_SETTINGS_MODULE: module, ...env },
  });
  return interpreter.importModule(module);
}

const names: readonly string[] = readdirSync(CORPUS)
  .filter((name) => existsSync(join(CORPUS, name, 'case.json')))
  .sort();

describe('settings modules come to what CPython makes of them', () => {
  test.each(names)('%s', async (name) => {
    const given = readJson<Case>(name, 'case.json');
    const expected = readJson<Readonly<Record<string, Json>>>(name, 'expected.json');
    const module = await evaluate(name, given);
    const places = {
      '<project>': join(scratch, name, 'project'),
      '<packages>': join(scratch, name, 'site-packages'),
    };
    const all = [...SETTINGS, ...(given.names ?? [])];
    const found = all.flatMap((setting) => {
      const binding = module.get(setting);
      return binding === undefined ? [] : [[setting, toJson(toPlain(binding.value), places)] as const];
    });
    for (const [setting, word] of Object.entries(given.unknown ?? {})) {
      const value = Object.fromEntries(found)[setting];
      expect({ [setting]: value }).toEqual({ [setting]: { unknown: expect.stringContaining(word) } });
    }
    const compared = found.filter(([setting]) => given.unknown?.[setting] === undefined);
    const wanted = Object.entries(expected);
    expect(Object.fromEntries(compared)).toEqual(Object.fromEntries(wanted));
    // The order of a dict's keys counts too.
    expect(JSON.stringify(compared.sort(byName))).toBe(JSON.stringify(wanted.sort(byName)));
  });
});

function byName([left]: readonly [string, Json], [right]: readonly [string, Json]): number {
  return left < right ? -1 : 1;
}

test('the corpus has at least sixty modules', () => {
  expect(names.length).toBeGreaterThanOrEqual(60);
});
