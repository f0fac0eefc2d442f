import { strip } from '../../../../text/blanks.ts';
import { absolutePath, joinPath, splitPath } from '../../../text/paths.ts';
import { Dict } from '../../../values/dict.ts';
import type { Runtime } from '../../../values/runtime.ts';
import { NotModelled, type Value } from '../../../values/values.ts';
import { readJson } from '../../stdlib/json/read.ts';
import { readTextFile } from '../../stdlib/text-file.ts';
import { parseToml } from '../../stdlib/toml.ts';
import { loadNewYaml } from '../yaml/index.ts';

const EXTENSIONS = ['py', 'toml', 'tml', 'yaml', 'yml', 'ini', 'conf', 'properties', 'json'];

/** What django's extension looks for where nobody names files. */
export const DEFAULT_FILES: readonly string[] = [
  ...EXTENSIONS.map((extension) => `settings.${extension}`),
  ...EXTENSIONS.map((extension) => `.secrets.${extension}`),
];

/** A folder, its `config`, the folder above and so on, up to the root or `last`. */
function upwards(folder: string, last?: string): readonly string[] {
  const folders: string[] = [];
  for (let current = folder; ; current = splitPath(current)[0]) {
    folders.push(current, joinPath(current, 'config'));
    if (current === last || current === '/' || current === splitPath(current)[0]) return folders;
  }
}

/** The file by the way dynaconf looks for it: from `root`, then from manage.py, then from the working directory. */
export function findFile(
  runtime: Runtime,
  name: string,
  root: string,
  skip: readonly string[],
): string | undefined {
  if (name.startsWith('/')) return runtime.files.kind(name) === null ? undefined : name;
  const script = splitPath(absolutePath(runtime.argv[0] ?? '', runtime.cwd))[0];
  const folders = new Set([...upwards(root, runtime.cwd), ...upwards(script), ...upwards(runtime.cwd)]);
  for (const folder of folders) {
    const path = joinPath(folder, name);
    if (!skip.includes(path) && runtime.files.kind(path) !== null) return path;
  }
  return undefined;
}

/** `settings.toml` -> `settings.local.toml`. */
export function localName(path: string): string {
  const [folder, name] = splitPath(path);
  const at = name.lastIndexOf('.');
  return joinPath(folder, `${name.slice(0, at)}.local${name.slice(at)}`);
}

function parsed(runtime: Runtime, path: string, text: string): Value {
  if (/\.(?:toml|tml)$/.test(path)) return parseToml(runtime, text);
  if (/\.ya?ml$/.test(path)) return loadNewYaml(runtime, text);
  if (path.endsWith('.json')) return strip(text) === '' ? null : readJson(text);
  throw new NotModelled(`dynaconf reads ${path}, which is not modelled`);
}

/** What a file of settings holds; `undefined` for one that is not there or empty. */
export function readSettingsFile(runtime: Runtime, path: string): Dict | undefined {
  const text = readTextFile(runtime, path);
  if (text === null) return undefined;
  const data = parsed(runtime, path, text);
  if (data === null || data === undefined) return undefined;
  if (data instanceof Dict) return data;
  throw new NotModelled(`${path} holds no table of settings`);
}
