import type { Position, Problem } from '../../../../types.ts';
import { pointing } from '../../../problems/place.ts';
import type { Family } from '../../classes/family.ts';
import { whyNotLocal } from '../known.ts';
import { optionProblems } from '../options.ts';
import type { BackendRequest } from './backend.ts';

/** Adds an error to the problems of the settings: at `where`, or where the storage is named. */
export type Note = (problem: Omit<Problem, 'severity' | 'at'>, where?: Position) => void;

/** Makes the function that adds errors to `problems`, with the way to Django's own command if there is one. */
export function notesOf(request: BackendRequest, problems: Problem[]): Note {
  return (problem, where = request.at) => {
    problems.push({ severity: 'error', ...withWay(problem, request), ...pointing(where) });
  };
}

function withWay<P extends Omit<Problem, 'severity' | 'at'>>(problem: P, { wayToDjango }: BackendRequest): P {
  if (wayToDjango === undefined) return problem;
  return { ...problem, hint: [problem.hint, wayToDjango].filter(Boolean).join(' ') };
}

/** Notes options that the class does not take. */
export function noteOptions(
  className: string,
  { options, optionsOf, locateOption }: BackendRequest,
  note: Note,
): void {
  for (const { name, ...problem } of optionProblems(className, options, optionsOf))
    note(problem, locateOption?.(name));
}

/** Notes what the class changes of what would be built. */
export function noteOverrides(
  request: BackendRequest,
  family: Family,
  changes: readonly string[],
  note: Note,
): void {
  if (changes.length === 0) return;
  note(
    {
      code: 'storage-overrides',
      message: `${storageWords(request)} changes what would be ${isPublish(request) ? 'published' : 'collected'}: ${changes.join(', ')}`,
      hint: `--assume-plain-storage goes on as if it were ${family.known[0]}.`,
    },
    family.at ?? undefined,
  );
}

const OTHER_KINDS = 'manifest, compressed, compressed-manifest';

function isPublish({ optionsOf }: BackendRequest): boolean {
  return optionsOf.kind === 'publish';
}

function storageWords(request: BackendRequest): string {
  const { className } = request;
  return isPublish(request) ? `The storage ${className} of PUBLISH` : `The staticfiles storage ${className}`;
}

/** Says that the storage is not known, `why`, and what to do. `family`: its class, if that was read. */
export function unknownWords(
  request: BackendRequest,
  family: Family | undefined,
  why: string,
): Pick<Problem, 'message' | 'hint'> {
  const local = `To collect into STATIC_ROOT all the same, say --set STORAGE=plain (or ${OTHER_KINDS}).`;
  const remote = whyNotLocal(request.className, family?.ancestors ?? []);
  const stores =
    'Published to are Amazon S3 and what speaks its language, Azure Blob Storage and Google Cloud Storage, by the storages of django-storages.';
  const message = `${storageWords(request)} ${remote ?? `is not known here${why}`}`;
  if (isPublish(request))
    return { message, hint: `${stores} Write "s3", "azure", "gcs", or the name of one of their classes.` };
  if (remote !== undefined) return { message, hint: `${stores} ${local}` };
  return {
    message,
    hint: `${local} Known are the storages of Django, WhiteNoise, django-storages and django-manifeststaticfiles-enhanced, and classes based on them.`,
  };
}
