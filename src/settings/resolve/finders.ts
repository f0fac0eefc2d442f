import type { PythonReader } from '../../python/interpreter.ts';
import type { FinderKind, FinderSpec, Problem } from '../../types.ts';
import type { Entry } from '../entry.ts';
import { pointing } from '../problems.ts';
import type { Family } from './family.ts';
import { readFamily } from './family.ts';

const DJANGO = 'django.contrib.staticfiles.finders.';

const KINDS: ReadonlyMap<string, FinderKind> = new Map([
  [`${DJANGO}FileSystemFinder`, 'directories'],
  [`${DJANGO}AppDirectoriesFinder`, 'apps'],
  [`${DJANGO}DefaultStorageFinder`, 'media'],
  ['npm.finders.NpmFinder', 'npm'],
]);

/** Finders of packages that serve files on demand and list none of their own: collecting gets nothing from them. */
const SILENT: ReadonlySet<string> = new Set([
  'compressor.finders.CompressorFinder',
  'pipeline.finders.CachedFileFinder',
  'pipeline.finders.ManifestFinder',
  'pipeline.finders.PipelineFinder',
  'sass_processor.finders.CssFinder',
]);

/** Methods of a finder that decide which files it lists. */
const DECIDING: ReadonlySet<string> = new Set(['__init__', 'list', 'list_files']);

export interface FindersRequest {
  readonly entry: Entry;
  readonly classNames: readonly string[];
  readonly skipUnknown: boolean;
  /** By class: what Python told of a finder (`--python`). */
  readonly told: Readonly<Record<string, Omit<FinderSpec, 'className'> | null>>;
  readonly python: () => Promise<PythonReader>;
}

/** STATICFILES_FINDERS in order. An unknown class is an error, or with `skipUnknown` a warning and left out. */
export async function readFinders(
  request: FindersRequest,
  problems: Problem[],
  notes: string[],
): Promise<readonly FinderSpec[]> {
  const specs: FinderSpec[] = [];
  for (const [index, className] of request.classNames.entries()) {
    const kind = KINDS.get(className);
    const told = Object.hasOwn(request.told, className) ? request.told[className] : null;
    if (kind !== undefined) specs.push({ kind, className });
    else if (told) specs.push({ ...told, className });
    else if (SILENT.has(className)) notes.push(`${className} lists no files of its own.`);
    else {
      const family = await readFamily(await request.python(), className, isKnown);
      const spec = family === null ? undefined : subclassSpec(className, family);
      if (spec !== undefined) specs.push(spec);
      else problems.push(unknownFinder(className, family, request, index));
    }
  }
  return specs;
}

function isKnown(name: string): boolean {
  return KINDS.has(name) || SILENT.has(name);
}

/** A subclass that changes no method that counts is its base, perhaps with another `source_dir`. */
function subclassSpec(className: string, family: Family): FinderSpec | undefined {
  const kind = KINDS.get(family.known[0] ?? '');
  const decides = [...family.methods.keys()].some((method) => DECIDING.has(method));
  if (kind === undefined || decides || family.missing.length > 0) return undefined;
  const sourceDir = family.attributes.get('source_dir');
  if (kind !== 'apps' || sourceDir === undefined) return { kind, className };
  return typeof sourceDir === 'string' ? { kind, className, sourceDir } : undefined;
}

function unknownFinder(
  className: string,
  family: Family | null,
  { entry, skipUnknown }: FindersRequest,
  index: number,
): Problem {
  const changed = [...(family?.methods.keys() ?? [])].filter((method) => DECIDING.has(method));
  const why = changed.length > 0 ? ` (it has a ${changed.join('() and a ')}() of its own)` : '';
  const at = family?.at ?? entry.locate([index]);
  return {
    code: 'finder-unknown',
    severity: skipUnknown ? 'warning' : 'error',
    message: `The finder ${className} is not known here${why}${skipUnknown ? ' and was skipped' : ''}`,
    ...pointing(at),
    ...(skipUnknown ? {} : { hint: '--skip-unknown-finders goes on without it.' }),
  };
}
