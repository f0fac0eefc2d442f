/** What installed distributions say of themselves in their `*.dist-info` folders. */

import { joinPath } from '../../text/paths.ts';
import type { Context } from '../../values/context.ts';
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
export function fileOf(context: Context, distribution: Distribution, name: string): string | undefined {
  const data = context.files.read(joinPath(distribution.folder, name));
  return data === null ? undefined : Buffer.from(data).toString('utf8');
}

/** All of them in the order of the search path; of two with one name only the first counts. */
export function distributions(context: Context): readonly Distribution[] {
  const found = new Map<string, Distribution>();
  for (const folder of context.iterate(context.searchPath)) {
    if (typeof folder !== 'string') throw new NotModelled('a folder of sys.path is no str');
    if (context.files.kind(folder) !== 'directory') continue;
    for (const entry of context.files.list(folder) ?? []) {
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
export function entryPoints(context: Context): readonly EntryPoint[] {
  return distributions(context).flatMap((distribution) => {
    const text = fileOf(context, distribution, 'entry_points.txt');
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
