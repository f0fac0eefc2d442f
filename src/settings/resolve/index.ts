import { resolve } from 'node:path';
import { throwErrors } from '../../errors.ts';
import type { Destination, FinderSpec, NpmSpec, Origin, Problem, Settings } from '../../types.ts';
import { isList } from '../datum.ts';
import { pointing, tellOnce } from '../problems.ts';
import type { Reader } from '../reader.ts';
import type { SettingName } from '../schema/schema.ts';
import { SETTING_NAMES } from '../schema/schema.ts';
import { isToldByPython } from '../sources/django/answer.ts';
import type { ReadSettings } from '../sources/read-settings.ts';
import { resolveBudgets } from './budgets.ts';
import { buildFolder } from './build-folder.ts';
import { resolveCheck } from './check.ts';
import { resolveDestination } from './destination/index.ts';
import type { ReadDirectory } from './directories.ts';
import { readDirectories } from './directories.ts';
import { installedDjango, majorMinor, NEWEST_DJANGO } from './django-version.ts';
import { readFinders } from './finders.ts';
import { freeze } from './freeze.ts';
import { checkGlobs } from './globs.ts';
import { patchedConfigs } from './patched-configs.ts';
import { applyRules } from './rules.ts';
import { resolveServing } from './serving.ts';
import { staticRootLine } from './static-root-line.ts';
import type { ResolvedStorage } from './storage/index.ts';
import { PLAIN_STORAGE, readStorage } from './storage/index.ts';
import { resolveToolSettings } from './tool-settings.ts';
import { endingWithSlash, resolveMediaUrl, resolveStaticUrl } from './urls.ts';

/** Makes the settings of a run: absolute, complete, checked, frozen. Throws all the problems at once. */
export async function resolveSettings(read: ReadSettings): Promise<Settings> {
  const { request, discovery, sources, reader, problems, notes } = read;
  const finders = await resolveFinders(read);
  // Where the finders are in doubt, what Django's own ones need is checked too: all problems at once.
  const isDoubtful = reader.need('STATICFILES_FINDERS') === undefined;
  const lists = (kind: FinderSpec['kind']): boolean =>
    finders.some((finder) => finder.kind === kind) ||
    (isDoubtful && (kind === 'directories' || kind === 'apps'));
  const dirs = lists('directories') ? resolveDirectories(read) : [];
  const installedApps = lists('apps') || request.forCheck ? reader.need('INSTALLED_APPS') : [];
  const settingsAt = sources.file === null ? undefined : { file: sources.file };
  problems.push(...(await patchedConfigs(sources.python, settingsAt)));
  const mediaRoot = resolveMediaRoot(reader, lists('media'));
  const knownVersion = resolveVersion(read);
  const writes = request.requireStaticRoot;
  const storage = await resolveStorage(read, knownVersion);
  const staticRoot = resolveStaticRoot(read, storage);
  const staticUrl = resolveStaticUrl(reader, writes, storage);
  const draft = {
    reader,
    file: sources.file,
    staticRoot,
    staticUrl,
    mediaUrl: resolveMediaUrl(reader),
    mediaRoot,
    dirs,
    usesDirs: lists('directories'),
    writes,
    needsUrl: needsUrl(read, storage),
  };
  problems.push(...applyRules(draft, request.skipChecks ?? false));
  const destination = writes
    ? await resolveDestination(read, storage?.bucket ?? null, endingWithSlash(staticUrl))
    : null;
  const settings = {
    cwd: request.cwd,
    staticRoot,
    staticUrl: endingWithSlash(staticUrl),
    ...(storage?.baseUrl && {
      referenceUrl: endingWithSlash(resolveStaticUrl(reader, writes, { ...storage, baseUrl: null })),
    }),
    staticDirs: dirs.map(({ entry }) => entry),
    finders,
    installedApps: installedApps ?? [],
    locatedApps: locatedApps(read),
    mediaRoot,
    npm: lists('npm') ? resolveNpm(reader) : null,
    storage: (storage ?? PLAIN_STORAGE).spec,
    destination,
    usesWhiteNoise: writes && usesWhiteNoise(reader, storage),
    ...resolveModes(reader, storage),
    ...resolveToolSettings(reader, request.ignore ?? []),
    budgets: resolveBudgets(reader, problems),
    check: request.forCheck ? resolveCheck(reader, installedApps ?? [], storage, problems) : null,
    serving: request.forServing ? resolveServing(reader) : null,
    searchPath: read.searchPath,
    djangoVersion: knownVersion ?? NEWEST_DJANGO,
    origins: origins(reader),
    chosen: discovery.label,
    passedOver: discovery.passedOver,
    notes: [...notes],
  };
  problems.push(...checkGlobs(reader));
  const told = tellOnce(problems);
  throwErrors(told);
  return freeze({ ...settings, problems: told });
}

/** For manage.py, which has Django's own command at hand. */
const WAY_TO_DJANGO = "COLLECTSTATIC_FALLBACK = True in the settings lets Django's own command do it.";

/** Reads the storage, if anything depends on it. A check goes on without one that is not known. */
async function resolveStorage(
  { request, reader, python, sources, problems }: ReadSettings,
  knownVersion: string | undefined,
): Promise<ResolvedStorage | undefined> {
  const { requireStaticRoot, forCheck = false } = request;
  if (!requireStaticRoot && !forCheck) return PLAIN_STORAGE;
  const before = problems.length;
  const storage = await readStorage(
    {
      reader,
      knownVersion,
      python,
      settingsPython: sources.python,
      told: sources.answer?.storage ?? null,
      wayToDjango: request.answer === undefined ? undefined : WAY_TO_DJANGO,
    },
    problems,
  );
  // The reader adds to the same list.
  if (forCheck) problems.push(...problems.splice(before).map(asWarning));
  return storage;
}

/**
 * Where the settings publish to, and what is wrong with that, as warnings; `null` if they publish nowhere, or nobody can tell.
 * What is wrong with a storage without a bucket is nobody's question.
 */
export async function explainDestination(
  read: ReadSettings,
): Promise<{ readonly destination: Destination | null; readonly problems: readonly Problem[] }> {
  const asked = { ...read, request: { ...read.request, requireStaticRoot: true, forCheck: false } };
  const before = read.problems.length;
  const storage = await resolveStorage(asked, resolveVersion(asked));
  const bucket = storage?.bucket ?? null;
  if (bucket === null && read.reader.entry('PUBLISH').datum === null)
    return { destination: null, problems: [] };
  const url = endingWithSlash(resolveStaticUrl(read.reader, true, storage));
  const destination = await resolveDestination(asked, bucket, url);
  return { destination, problems: tellOnce(read.problems.slice(before).map(asWarning)) };
}

function asWarning(problem: Problem): Problem {
  return { ...problem, severity: 'warning' };
}

async function resolveFinders(read: ReadSettings): Promise<readonly FinderSpec[]> {
  const { reader, problems, notes, python } = read;
  const classNames = reader.need('STATICFILES_FINDERS');
  if (classNames === undefined) return [];
  const request = {
    entry: reader.entry('STATICFILES_FINDERS'),
    classNames,
    skipUnknown: reader.need('SKIP_UNKNOWN_FINDERS') === true,
    told: (tellsLocations(read) && read.sources.answer?.finders) || {},
    python,
    settingsPython: read.sources.python,
  };
  return readFinders(request, problems, notes);
}

/** True if WhiteNoise is known to serve the files: its middleware is there, or its storage. */
function usesWhiteNoise(reader: Reader, storage: ResolvedStorage | undefined): boolean {
  const { datum } = reader.entry('MIDDLEWARE');
  const middleware = isList(datum) ? datum.filter((item) => typeof item === 'string') : [];
  const names = [...middleware, storage?.spec.className ?? ''];
  return names.some((name) => /^whitenoise\.|\.WhiteNoiseMiddleware$/.test(name));
}

/** True if the locations that Python told are those of these settings: finders look where these two lead them. */
function tellsLocations({ reader }: ReadSettings): boolean {
  return (['STATICFILES_DIRS', 'INSTALLED_APPS'] as const).every((name) => {
    const entry = reader.entry(name);
    return isToldByPython(entry) || entry.origin.kind === 'default';
  });
}

function locatedApps({ reader, sources }: ReadSettings): Settings['locatedApps'] {
  return isToldByPython(reader.entry('INSTALLED_APPS')) ? (sources.answer?.apps ?? null) : null;
}

function resolveDirectories({ reader, request, problems }: ReadSettings): readonly ReadDirectory[] {
  reader.need('STATICFILES_DIRS');
  const entry = reader.entry('STATICFILES_DIRS');
  return readDirectories(entry, request.skipChecks ?? false, problems);
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

/** Returns the location of the storage's OPTIONS, unless an option or a stronger file sets STATIC_ROOT. */
function resolveStaticRoot(read: ReadSettings, storage: ResolvedStorage | undefined): string | null {
  const { reader, request, problems, discovery, sources } = read;
  const entry = reader.entry('STATIC_ROOT');
  const isStronger = entry.origin.kind === 'flag' || reader.rank('STATIC_ROOT') < (storage?.rank ?? 0);
  const isUnset = !entry.datum && storage?.needsStaticRoot === true;
  if (storage?.location && !isStronger && !isUnset) return storage.location;
  const datum = request.requireStaticRoot ? reader.need('STATIC_ROOT') : reader.peek('STATIC_ROOT');
  if (typeof datum === 'string' && datum !== '') return resolve(entry.folder, datum);
  if (datum !== undefined && storage?.bucket) return buildFolder(sources.project[0] ?? request.cwd);
  if (datum !== undefined && request.requireStaticRoot) {
    const written = entry.locate([]);
    const at = written ?? (sources.file === null ? undefined : { file: sources.file });
    problems.push({
      code: 'static-root-missing',
      severity: 'error',
      message: `STATIC_ROOT is not set in ${whereOf(discovery)}: there is no folder to collect into`,
      hint: at === undefined ? WITHOUT_FILE : wayToStaticRoot(at.file, written !== undefined),
      ...(isUnset && { cause: CLASS_LOCATION }),
      ...pointing(at),
    });
  }
  return null;
}

/** True if STATIC_URL has to be set: Django's own storages want it; without Django, only a manifest depends on it. */
function needsUrl({ sources }: ReadSettings, storage: ResolvedStorage | undefined): boolean {
  const isLocal = storage === undefined || storage.bucket === null;
  const django = isLocal && sources.layers.some((layer) => layer.kind === 'settings');
  return django || storage?.spec.kind.endsWith('manifest') === true;
}

function resolveMediaRoot(reader: Reader, needed: boolean): string | null {
  const datum = needed ? reader.need('MEDIA_ROOT') : reader.peek('MEDIA_ROOT');
  if (typeof datum !== 'string') return null;
  return datum === '' ? null : resolve(reader.entry('MEDIA_ROOT').folder, datum);
}

function resolveVersion({ reader, searchPath, sources }: ReadSettings): string | undefined {
  const asked = reader.need('DJANGO_VERSION');
  return typeof asked === 'string'
    ? majorMinor(asked)
    : (sources.answer?.version ?? installedDjango(searchPath));
}

/** django-npm looks in the working directory unless told otherwise. */
function resolveNpm(reader: Reader): NpmSpec {
  const root = reader.need('NPM_ROOT_PATH') ?? '.';
  const prefix = reader.need('NPM_STATIC_FILES_PREFIX') ?? '';
  const patterns = reader.need('NPM_FILE_PATTERNS');
  return {
    root: resolve(reader.entry('NPM_ROOT_PATH').folder, root),
    prefix: prefix.replace(/^\/+|\/+$/g, ''),
    patterns: patterns instanceof Map ? Object.fromEntries(patterns) : null,
  };
}

type Modes = Pick<Settings, 'fileMode' | 'directoryMode'>;

function resolveModes(reader: Reader, storage: ResolvedStorage | undefined): Modes {
  const mode = (name: SettingName): number | null => {
    const value = reader.needMinor(name);
    return value === undefined || value === null ? null : Number(value);
  };
  return {
    fileMode: storage?.fileMode ?? mode('FILE_UPLOAD_PERMISSIONS'),
    directoryMode: storage?.directoryMode ?? mode('FILE_UPLOAD_DIRECTORY_PERMISSIONS'),
  };
}

function origins(reader: Reader): Readonly<Record<string, Origin>> {
  return Object.fromEntries(SETTING_NAMES.map((name) => [name, reader.entry(name).origin]));
}
