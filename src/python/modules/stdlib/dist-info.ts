/** Facts about installed distributions, from their `*.dist-info` folders. */

import { joinPath } from '../../text/paths.ts';
import type { Runtime } from '../../values/runtime.ts';
import { NotModelled } from '../../values/values.ts';
import { readIni } from './configparser/read.ts';

export interface Distribution {
  readonly name: string;
  readonly version: string;
  /** The dist-info folder. */
  readonly folder: string;
}

/** Names are equal in all their spellings (PEP 503). */
export function normalName(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase();
}

/** The text of a file of it; `undefined` where there is none. */
export function fileOf(runtime: Runtime, distribution: Distribution, name: string): string | undefined {
  const data = runtime.files.read(joinPath(distribution.folder, name));
  return data === null ? undefined : Buffer.from(data).toString('utf8');
}

/** All of them in the order of the search path; of two with one name only the first counts. */
export function distributions(runtime: Runtime): readonly Distribution[] {
  const found = new Map<string, Distribution>();
  for (const folder of runtime.iterate(runtime.searchPath)) {
    if (typeof folder !== 'string') throw new NotModelled('a folder of sys.path is no str');
    if (runtime.files.kind(folder) !== 'directory') continue;
    for (const entry of runtime.files.list(folder) ?? []) {
      const match = /^(.+?)(?:-([^-]+))?\.(dist-info|egg-info)$/.exec(entry);
      if (match === null) continue;
      const [, name = '', version = ''] = match;
      const key = normalName(name);
      if (!found.has(key)) found.set(key, { name, version, folder: joinPath(folder, entry) });
    }
  }
  return [...found.values()];
}

export interface EntryPoint {
  readonly name: string;
  readonly value: string;
  readonly group: string;
}

/** The entry points of all distributions, in their order. */
export function entryPoints(runtime: Runtime): readonly EntryPoint[] {
  return distributions(runtime).flatMap((distribution) => {
    const text = fileOf(runtime, distribution, 'entry_points.txt');
    if (text === undefined) return [];
    const { sections } = readIni(text, {
      delimiters: ['='],
      optionName: (name) => name,
      allowNoValue: false,
      inline: [],
    });
    return [...sections].flatMap(([group, options]) =>
      [...options].map(([name, value]) => ({ name, value: value ?? '', group })),
    );
  });
}
