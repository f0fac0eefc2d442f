import { readdirSync } from 'node:fs';
import { join, normalize, relative } from 'node:path';
import { readWrittenText } from '../../regular-file.ts';
import { readLiteral } from '../text/literal.ts';
import type { Redirects } from './redirects.ts';

/**
 * What the loader that meson-python writes finds: all files of the build's install plan that go into packages. `null` if
 * the plan can't be read. A package's `__path__` is below the loader's file, where nothing is: so it is in Python.
 */
export function mesonRedirects(text: string, file: string): Redirects | null {
  const call = [...text.matchAll(/(?:MesonpyMetaFinder|^install)(?=\(\s*['"])/gm)].at(-1);
  const args = call === undefined ? undefined : readLiteral(text, call.index + call[0].length);
  const [, , build] = Array.isArray(args) ? args : [];
  const plan = typeof build === 'string' ? readPlan(build) : null;
  if (plan === null) return null;
  const modules = new Map<string, string>();
  const packages = new Set<string>();
  const folders = new Set<string>();
  for (const [path, source] of installedFiles(plan)) {
    const parts = path.split('/');
    for (let depth = 1; depth < parts.length; depth += 1) folders.add(parts.slice(0, depth).join('.'));
    const name = (parts.at(-1) as string).replace(/\.(?:py|pyc|pyd|so|[\w-]+\.(?:so|pyd))$/, '');
    if (name === parts.at(-1)) continue;
    const dotted = [...parts.slice(0, -1), ...(name === '__init__' ? [] : [name])].join('.');
    if (name === '__init__') packages.add(dotted);
    // An extension module goes before source of the same name.
    if (!modules.has(dotted) || !source.endsWith('.py')) modules.set(dotted, source);
  }
  const paths = new Map([...packages].map((name) => [name, [join(file, name)]]));
  const namespaces = [...folders]
    .filter((name) => !packages.has(name))
    .map((name): [string, string[]] => [name, [join(file, name)]]);
  return { modules, namespaces: new Map(namespaces), paths, isFirst: true };
}

type Plan = Readonly<Record<string, Readonly<Record<string, { readonly destination?: unknown }>>>>;

function readPlan(build: string): Plan | null {
  try {
    return JSON.parse(readWrittenText(join(build, 'meson-info', 'intro-install_plan.json'))) as Plan;
  } catch {
    return null;
  }
}

/** Each file with its path below site-packages. */
function installedFiles(plan: Plan): readonly (readonly [string, string])[] {
  return Object.entries(plan).flatMap(([kind, files]) =>
    Object.entries(files).flatMap(([source, { destination }]): (readonly [string, string])[] => {
      const target = typeof destination === 'string' ? destination : '';
      const path = /^\{py_(?:plat|pure)lib\}\/(.+)$/.exec(target)?.[1];
      if (path === undefined) return [];
      const from = normalize(source);
      if (kind !== 'install_subdirs') return [[path, from]];
      return filesBelow(from).map((inner) => [
        `${path}/${relative(from, inner).replaceAll('\\', '/')}`,
        inner,
      ]);
    }),
  );
}

function filesBelow(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
    return entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return [];
  }
}
