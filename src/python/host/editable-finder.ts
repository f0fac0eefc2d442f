import { statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { readRegularFile } from '../../regular-file.ts';
import { type Literal, readLiteral } from '../text/literal.ts';
import { mesonRedirects } from './meson-install-plan.ts';
import type { Redirects } from './redirects.ts';

// Above this no finder file is written by a tool.
const LARGEST = 4_000_000;

/**
 * What the finder of an editable install maps: the file that a `.pth` line imports holds it as literals. Known are those
 * of setuptools, editables (hatch, pdm), scikit-build-core and meson-python; `null` for any other file.
 */
export function readEditableFinder(file: string): Redirects | null {
  const text = textOf(file);
  if (text === null) return null;
  if (/^class _EditableFinder\b/m.test(text)) return setuptools(text);
  if (/^from editables\.redirector import /m.test(text)) return editables(text);
  if (/^class ScikitBuildRedirectingFinder\b/m.test(text)) return scikitBuild(text, dirname(file));
  if (/^class MesonpyMetaFinder\b/m.test(text)) return mesonRedirects(text, file);
  return null;
}

function textOf(file: string): string | null {
  try {
    return readRegularFile(file, { limit: LARGEST }).toString('utf8');
  } catch {
    return null;
  }
}

/** `MAPPING: dict[str, str] = {...}` and `NAMESPACES: dict[str, list[str]] = {...}`. */
function setuptools(text: string): Redirects | null {
  const modules = textTable(assigned(text, 'MAPPING'));
  const namespaces = listTable(assigned(text, 'NAMESPACES') ?? {});
  if (modules === null || namespaces === null) return null;
  const folders = [...namespaces].map(([name, listed]): [string, readonly string[]] => {
    const mapped = modules.get(name);
    return [name, listed.length === 0 && mapped !== undefined ? [mapped] : listed];
  });
  return { modules, namespaces: new Map(folders), isFirst: false };
}

/** Lines of `F.map_module('name', '/path/of/__init__.py')`. */
function editables(text: string): Redirects {
  const calls = [...text.matchAll(/^\w+\.map_module(?=\()/gm)];
  const pairs = calls.map(({ index, 0: head }) => readLiteral(text, index + head.length));
  const modules = pairs
    .filter((pair) => Array.isArray(pair))
    .map(([name, path]) => [String(name), String(path)]);
  return { modules: new Map(modules as [string, string][]), namespaces: new Map(), isFirst: false };
}

/** `install({source files}, {installed files}, {directories}, [packages], ...)`, paths relative to the file's folder. */
function scikitBuild(text: string, folder: string): Redirects | null {
  const call = [...text.matchAll(/^[ ]*install(?=\(\{)/gm)].at(-1);
  const args = call === undefined ? undefined : readLiteral(text, call.index + call[0].length);
  if (!Array.isArray(args)) return null;
  const [source, installed] = [textTable(args[0]), textTable(args[1])];
  if (source === null || installed === null) return null;
  const built = [...installed].map(([name, path]): [string, string] => [name, join(folder, path)]);
  const modules = new Map([...source, ...built]);
  const paths = searchLocations(listTable(args[2]) ?? new Map(), args[3], folder);
  const namespaces = new Map([...paths].filter(([name]) => !modules.has(name)));
  return {
    modules,
    namespaces,
    paths: new Map([...paths].filter(([name]) => modules.has(name))),
    isFirst: true,
  };
}

/** Where each package's submodules lie: what was built comes before the sources, a package's folder below its parent's. */
function searchLocations(
  directories: ReadonlyMap<string, readonly string[]>,
  packages: Literal | undefined,
  folder: string,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const add = (name: string, path: string): void => {
    const known = found.get(name) ?? [];
    found.set(name, known.includes(path) ? known : [...known, path]);
  };
  for (const [name, paths] of directories)
    for (const path of paths) add(name, isAbsolute(path) ? path : join(folder, path));
  const names = Array.isArray(packages) ? packages.map(String) : [];
  for (const name of names.sort((a, b) => a.split('.').length - b.split('.').length)) {
    for (const above of found.get(name.slice(0, Math.max(0, name.lastIndexOf('.')))) ?? []) {
      const path = join(above, name.slice(name.lastIndexOf('.') + 1));
      if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) add(name, path);
    }
  }
  const isBuilt = (path: string): boolean => path.startsWith(join(folder, '/'));
  return new Map(
    [...found].map(([name, paths]) => [
      name,
      [...paths.filter(isBuilt).sort(), ...paths.filter((path) => !isBuilt(path)).sort()],
    ]),
  );
}

function assigned(text: string, name: string): Literal | undefined {
  const head = new RegExp(`^${name}\\b[^=\\n]*=[ \\t]*`, 'm').exec(text);
  return head === null ? undefined : readLiteral(text, head.index + head[0].length);
}

function isTable(value: Literal | undefined): value is { readonly [key: string]: Literal } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textTable(value: Literal | undefined): ReadonlyMap<string, string> | null {
  if (Array.isArray(value) && value.length === 0) return new Map();
  if (!isTable(value)) return null;
  const entries = Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return new Map(entries);
}

function listTable(value: Literal | undefined): ReadonlyMap<string, readonly string[]> | null {
  if (!isTable(value)) return null;
  return new Map(
    Object.entries(value).map(([name, list]) => [name, Array.isArray(list) ? list.map(String) : []]),
  );
}

/** `import name` at the head of a `.pth` line: the file in the same folder that it runs. */
export function importedFile(site: string, line: string): string | null {
  const name = /^import[ \t]+(\w+)/.exec(line)?.[1];
  const file = name === undefined ? null : join(site, `${name}.py`);
  return file !== null && basename(file) !== '.py' && statSync(file, { throwIfNoEntry: false })?.isFile()
    ? file
    : null;
}
