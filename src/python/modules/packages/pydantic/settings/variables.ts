/** The places that settings take texts from: the environment, files of variables, a folder of secrets. */

import { strip } from '../../../../../text/blanks.ts';
import { absolutePath, joinPath } from '../../../../text/paths.ts';
import type { Runtime } from '../../../../values/runtime.ts';
import { NotModelled, type Unknown } from '../../../../values/values.ts';
import { homeOf } from '../../../stdlib/home.ts';
import { readTextFile } from '../../../stdlib/text-file.ts';
import { valuesOf } from '../../dotenv/index.ts';

export interface Variables {
  /** Looks a name up, in any case where the settings do not mind it. `NotModelled` where nobody can tell. */
  get(name: string): string | Unknown | undefined;
  /** The names that begin so, as they are compared: in small letters where the case does not count. */
  beginningWith(prefix: string): readonly string[];
}

/** Variables of files: of those nobody asks for, the model may want to know. */
export interface FileVariables extends Variables {
  readonly isReadable: boolean;
}

export interface Reading {
  readonly caseSensitive: boolean;
  /** Whether an empty text counts as not set. */
  readonly ignoresEmpty: boolean;
}

/** How names are compared. */
export function comparable(name: string, { caseSensitive }: Reading): string {
  return caseSensitive ? name : name.toLowerCase();
}

/** The name that a person would set. */
function usual(name: string, { caseSensitive }: Reading): string {
  return caseSensitive ? name : name.toUpperCase();
}

export function environmentVariables(runtime: Runtime, reading: Reading): Variables {
  const { environment } = runtime;
  const names = environment.names();
  runtime.charge(names.length);
  const spelt = new Map<string, readonly string[]>();
  for (const name of names) {
    const key = comparable(name, reading);
    spelt.set(key, [...(spelt.get(key) ?? []), name]);
  }
  return {
    get(name) {
      const found = spelt.get(comparable(name, reading)) ?? [];
      if (found.length > 1) throw new NotModelled(`several variables are called ${usual(name, reading)}`);
      const value = environment.get(found[0] ?? usual(name, reading));
      return value === '' && reading.ignoresEmpty ? undefined : value;
    },
    beginningWith: (prefix) => [...spelt.keys()].filter((key) => key.startsWith(comparable(prefix, reading))),
  };
}

function expanded(runtime: Runtime, path: string): string {
  if (path !== '~' && !path.startsWith('~/')) return path;
  return joinPath(homeOf(runtime), path.slice(2));
}

/** The variables of the files that exist, the last one first. A file that may not be read is in the way of every name. */
export function fileVariables(runtime: Runtime, files: readonly string[], reading: Reading): FileVariables {
  const found = new Map<string, { readonly text: string; readonly file: string }>();
  let refusal: NotModelled | undefined;
  for (const given of files) {
    const file = absolutePath(expanded(runtime, given), runtime.cwd);
    try {
      const text = readTextFile(runtime, file);
      if (text === null) continue;
      for (const [name, value] of valuesOf(runtime, text, true, true))
        if (value !== null && !(value === '' && reading.ignoresEmpty))
          found.set(comparable(name, reading), { text: value, file });
    } catch (error) {
      if (!(error instanceof NotModelled)) throw error;
      refusal = error;
    }
  }
  return {
    isReadable: refusal === undefined,
    get(name) {
      if (refusal !== undefined) throw refusal;
      const entry = found.get(comparable(name, reading));
      if (entry === undefined) return undefined;
      runtime.environment.lookedUpIn(usual(name, reading), entry.file);
      return entry.text;
    },
    beginningWith(prefix) {
      if (refusal !== undefined) throw refusal;
      return [...found.keys()].filter((key) => key.startsWith(comparable(prefix, reading)));
    },
  };
}

/** Files of a folder, each with the text of one variable: Docker's secrets. Of several folders the last goes first. */
export function secretVariables(runtime: Runtime, folders: readonly string[], reading: Reading): Variables {
  const existing = folders
    .map((folder) => absolutePath(expanded(runtime, folder), runtime.cwd))
    .filter((folder) => runtime.files.kind(folder) !== null)
    .reverse();
  return {
    get(name) {
      for (const folder of existing) {
        if (runtime.files.kind(folder) !== 'directory')
          return runtime.raise('ValueError', 'secrets_dir must reference a directory');
        const entries = runtime.files.list(folder) ?? [];
        const alike = entries.filter((entry) => comparable(entry, reading) === comparable(name, reading));
        if (alike.length > 1) throw new NotModelled(`several secrets are called ${name}`);
        const [entry] = alike;
        if (entry === undefined) continue;
        const file = joinPath(folder, entry);
        // Version 2 refuses one that a link leads out of the folder.
        if (!runtime.files.real(file).startsWith(`${runtime.files.real(folder)}/`))
          throw new NotModelled(`the secret ${file} lies elsewhere`);
        const text = readTextFile(runtime, file);
        if (text === null) continue;
        runtime.environment.lookedUpIn(usual(name, reading), file);
        return strip(text);
      }
      return undefined;
    },
    beginningWith: () => [],
  };
}
