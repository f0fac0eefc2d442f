import { resolve } from 'node:path';
import type { Problem } from '../../../types.ts';
import { pointing } from '../../problems/place.ts';
import type { ReadSettings } from '../../sources/read-settings.ts';
import type { ResolvedStorage } from '../storage/index.ts';
import { buildFolder } from './build-folder.ts';
import { staticRootLine } from './static-root-line.ts';

/** Returns the location of the storage's OPTIONS, unless an option or a stronger file sets STATIC_ROOT. */
export function resolveStaticRoot(read: ReadSettings, storage: ResolvedStorage | undefined): string | null {
  const { reader, request, problems, sources } = read;
  const entry = reader.entry('STATIC_ROOT');
  const isStronger = entry.origin.kind === 'flag' || reader.rank('STATIC_ROOT') < (storage?.rank ?? 0);
  const isUnset = !entry.datum && storage?.needsStaticRoot === true;
  if (storage?.location && !isStronger && !isUnset) return storage.location;
  const datum = request.requireStaticRoot ? reader.need('STATIC_ROOT') : reader.peek('STATIC_ROOT');
  if (typeof datum === 'string' && datum !== '') return resolve(entry.folder, datum);
  if (datum !== undefined && storage?.bucket) return buildFolder(sources.project[0] ?? request.cwd);
  if (datum !== undefined && request.requireStaticRoot) problems.push(missing(read, isUnset));
  return null;
}

/** `isUnset`: whether the storage has a location, which Django does not heed. */
function missing({ reader, discovery, sources }: ReadSettings, isUnset: boolean): Problem {
  const written = reader.entry('STATIC_ROOT').locate([]);
  const at = written ?? (sources.file === null ? undefined : { file: sources.file });
  return {
    code: 'static-root-missing',
    severity: 'error',
    message: `STATIC_ROOT is not set in ${whereOf(discovery)}: there is no folder to collect into`,
    hint: at === undefined ? WITHOUT_FILE : wayToStaticRoot(at.file, written !== undefined),
    ...(isUnset && { cause: CLASS_LOCATION }),
    ...pointing(at),
  };
}

function whereOf({ source, label }: ReadSettings['discovery']): string {
  return source.kind === 'module' ? `the settings module ${source.module}` : label;
}

const WITHOUT_FILE = 'Set STATIC_ROOT, or say --static-root DIR.';

const CLASS_LOCATION =
  'Django heeds a location that only the class of a storage has if STATIC_ROOT is set, and not otherwise';

function wayToStaticRoot(file: string, isWritten: boolean): string {
  return `${isWritten ? 'Write' : 'Add the line'} ${staticRootLine(file)}\nor say --static-root DIR.`;
}
