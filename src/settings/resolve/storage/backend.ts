import type { PythonReader } from '../../../python/index.ts';
import type { Position, Problem, ReferencePattern, StorageKind } from '../../../types.ts';
import { isOpaque, type Table } from '../../datum.ts';
import { pointing } from '../../problems/place.ts';
import type { Family } from '../classes/family.ts';
import { isUnreadable, readFamily } from '../classes/family.ts';
import type { ToldStorage } from '../classes/told-class.ts';
import { toldFamily } from '../classes/told-class.ts';
import { type BackendStore, ownStore, plainStore, toldStore } from '../destination/backend-store.ts';
import { serviceOf } from '../destination/stores.ts';
import { readAttributes } from './attributes.ts';
import { isEnhanced } from './enhanced.ts';
import { readStorageInstance } from './instance.ts';
import { isKnown, kindOf, whyUnknown } from './kind.ts';
import { KINDS, STORAGE_MODULES, whyNotLocal } from './known.ts';
import { isOverridable, storageOverrides } from './members.ts';
import { ARGUMENTS, type OptionsOf, optionProblems } from './options.ts';
import type { FoundPatterns } from './patterns.ts';

/** The storage the settings name, before WHITENOISE_* settings are applied. */
export interface Backend {
  readonly kind: StorageKind;
  readonly className: string;
  /** References are rewritten as django-manifeststaticfiles-enhanced does it. */
  readonly isEnhanced: boolean;
  /** Only the class says a `location`, so that Django heeds it if STATIC_ROOT is set, and not otherwise. */
  readonly hasClassLocation?: boolean;
  /** Class attributes, with OPTIONS over them: `location`, `base_url`, `manifest_strict`, ... */
  readonly values: Table;
  /** If its `patterns` are other ones than Django's. */
  readonly patterns?: readonly ReferencePattern[];
  /** For a storage that puts its files into a bucket. */
  readonly store?: BackendStore;
}

export interface BackendRequest {
  readonly className: string;
  readonly options: Table;
  readonly at: Position | undefined;
  /** Where an option stands, if it is said otherwise than with `at`. */
  readonly locateOption?: (name: string) => Position | undefined;
  /** Who takes the OPTIONS: Django with its version, or this tool, whose own settings may say more. */
  readonly optionsOf: OptionsOf;
  /** `5.2`: decides which patterns are Django's own. */
  readonly djangoVersion: string;
  /** Whether overridden methods and attributes that are not built are passed over (`--assume-plain-storage`). */
  readonly assumePlain: boolean;
  readonly python: () => Promise<PythonReader>;
  /** The evaluator that read the settings, which may have changed Django's own classes. */
  readonly settingsPython: PythonReader | null;
  /** What Django itself told of this storage. */
  readonly told: ToldStorage | null;
  /** How Django's own command is had instead, if it can be. */
  readonly wayToDjango: string | undefined;
}

type Note = (problem: Omit<Problem, 'severity' | 'at'>, where?: Position) => void;

/** Django's names for what Django and WhiteNoise ship; anything else is read as a class, without running it. */
export async function readBackend(
  request: BackendRequest,
  problems: Problem[],
): Promise<Backend | undefined> {
  const { className, options, at, told } = request;
  const note: Note = (problem, where = at) => {
    problems.push({ severity: 'error', ...withWay(problem, request), ...pointing(where) });
  };
  if (told !== null) return readTold(request, told, note);
  const kind = KINDS.get(className);
  const mayBePatched = STORAGE_MODULES.some((module) => request.settingsPython?.isLoaded(module));
  if (kind !== undefined && !mayBePatched) {
    noteOptions(className, request, note);
    return {
      ...{ kind, className, isEnhanced: isEnhanced([className]), values: options },
      ...plainStore(className, options),
    };
  }
  const python = await request.python();
  const family = await readFamily(python, className, isKnown);
  const read = family === null || isUnreadable(family) ? undefined : family;
  const base = read && kindOf(read);
  if (read === undefined || base === undefined) {
    const why = family === null ? '' : isUnreadable(family) ? `: ${family.reason}` : whyUnknown(family);
    note({ code: 'storage-unknown', ...unknownWords(request, read, why) });
    return undefined;
  }
  return readOwn(request, python, read, base, note);
}

function withWay<P extends Omit<Problem, 'severity' | 'at'>>(problem: P, { wayToDjango }: BackendRequest): P {
  if (wayToDjango === undefined) return problem;
  return { ...problem, hint: [problem.hint, wayToDjango].filter(Boolean).join(' ') };
}

/** The storage as Django has made it: its attributes are its own answers, its class is the one in memory. */
async function readTold(
  request: BackendRequest,
  told: ToldStorage,
  note: Note,
): Promise<Backend | undefined> {
  const { className, assumePlain, options } = request;
  if ('failed' in told) {
    const kind = KINDS.get(className);
    // A damaged manifest, for one, fails Django's class; it is written anew here.
    if (kind !== undefined) {
      const known = { kind, className, isEnhanced: isEnhanced([className]), values: options };
      return { ...known, ...plainStore(className, options) };
    }
    const message = `Django can't make the staticfiles storage ${className}`;
    note({ code: 'storage-failed', message, cause: told.failed });
    return undefined;
  }
  const enhanced = isEnhanced(told.order.map(({ name }) => name));
  const service = serviceOf(told.order.map(({ name }) => name));
  const family = toldFamily(told, isKnown, readAttributes(enhanced, service));
  const kind = kindOf(family);
  if (kind === undefined) {
    note({ code: 'storage-unknown', ...unknownWords(request, family, whyUnknown(family)) });
    return undefined;
  }
  const set = told.set
    .filter((name) => isOverridable(name, enhanced, service))
    .map((name) => `${name}, set in ${told.name}.__init__()`);
  const isOwn = family.members.has('patterns') || told.set.includes('patterns');
  const found = isOwn && !enhanced ? await foundPatterns(family.values, request, family, true) : NO_PATTERNS;
  const changes = assumePlain
    ? []
    : [...storageOverrides(family, enhanced, service), ...set, ...found.refused];
  noteOverrides(request, family, changes, note);
  const hasClassLocation = family.members.has('location') && !options.has('location');
  return {
    ...{ kind, className, isEnhanced: enhanced, hasClassLocation, values: family.values },
    ...(found.patterns !== undefined && { patterns: found.patterns }),
    ...toldStore(service, told, family, options),
  };
}

/** A class of the project on a known one. */
async function readOwn(
  request: BackendRequest,
  python: PythonReader,
  family: Family,
  kind: StorageKind,
  note: Note,
): Promise<Backend> {
  const { className, options, assumePlain } = request;
  const init = family.members.get('__init__');
  const enhanced = isEnhanced(family.known);
  const service = serviceOf(family.known);
  const made =
    init && (await readStorageInstance(python, className, { owner: init.owner, enhanced, service }, options));
  // What an `__init__` of its own takes is its own business.
  const known = family.known.find((name) => KINDS.has(name)) ?? className;
  if (made === undefined) noteOptions(known, request, note);
  const own = storageOverrides(family, enhanced, service);
  const attributes = [...family.members].flatMap(([name, { value }]) =>
    readAttributes(enhanced, service).has(name) && value !== undefined ? [[name, value] as const] : [],
  );
  // Functions are handed to no `__init__` here; they are said further on.
  const opaque = [...options].filter(([, value]) => isOpaque(value));
  const handed = made?.handed ?? options;
  // OPTIONS that stand for attributes, as a config file and some classes take them, are the stronger word.
  const set = made?.set ?? [...options].filter(([name]) => !ARGUMENTS.includes(name));
  const said = new Map([...handed, ...set]);
  const values = new Map([...opaque, ...handed, ...attributes, ...set]);
  const found = enhanced ? NO_PATTERNS : await foundPatterns(values, request, family, false);
  const changes = assumePlain ? [] : [...own, ...(made?.overrides ?? []), ...found.refused];
  noteOverrides(request, family, changes, note);
  return {
    kind,
    className,
    isEnhanced: enhanced,
    hasClassLocation: family.members.has('location') && !said.has('location'),
    values,
    ...(found.patterns !== undefined && { patterns: found.patterns }),
    ...ownStore(service, family, options, made?.set),
  };
}

const NO_PATTERNS: FoundPatterns = { patterns: undefined, refused: [] };

/** Few projects have any, so what reads them is loaded only then. */
async function foundPatterns(
  values: Table,
  { djangoVersion }: BackendRequest,
  family: Family,
  isWhole: boolean,
): Promise<FoundPatterns> {
  const value = values.get('patterns');
  if (value === undefined) return NO_PATTERNS;
  const { patternsIn } = await import('./patterns.ts');
  return patternsIn(value, values, djangoVersion, family, isWhole);
}

function noteOptions(
  className: string,
  { options, optionsOf, locateOption }: BackendRequest,
  note: Note,
): void {
  for (const { name, ...problem } of optionProblems(className, options, optionsOf))
    note(problem, locateOption?.(name));
}

function noteOverrides(
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

function unknownWords(
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
