import { throwErrors } from '../../errors.ts';
import type { FinderSpec, Origin, Settings } from '../../types.ts';
import { tellOnce } from '../problems/tell-once.ts';
import type { Reader } from '../reader.ts';
import { SETTING_NAMES } from '../schema/schema.ts';
import { isToldByPython } from '../sources/django/answer.ts';
import type { ReadSettings } from '../sources/read-settings.ts';
import { resolveBudgets } from './budgets.ts';
import { resolveCheck } from './check.ts';
import { patchedConfigs } from './classes/patched-configs.ts';
import { resolveDestination } from './destination/index.ts';
import { NEWEST_DJANGO, versionOf } from './django-version.ts';
import { resolveFinders } from './finders/index.ts';
import { resolveNpm } from './finders/npm.ts';
import { resolveDirectories } from './folders/directories.ts';
import { resolveMediaRoot } from './folders/media-root.ts';
import { resolveStaticRoot } from './folders/static-root.ts';
import { freeze } from './freeze.ts';
import { checkGlobs } from './globs.ts';
import { resolveModes } from './modes.ts';
import { applyRules } from './rules.ts';
import { resolveServing, usesWhiteNoise } from './serving.ts';
import { PLAIN_STORAGE } from './storage/index.ts';
import { storageOfRun } from './storage-of-run.ts';
import { resolveToolSettings } from './tool-settings.ts';
import { endingWithSlash, needsUrl, resolveMediaUrl, resolveStaticUrl } from './urls.ts';

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
  const knownVersion = versionOf(read);
  const writes = request.requireStaticRoot;
  const storage = await storageOfRun(read, knownVersion);
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

/** Where Python told that the apps lie, if INSTALLED_APPS is what it told. */
function locatedApps({ reader, sources }: ReadSettings): Settings['locatedApps'] {
  return isToldByPython(reader.entry('INSTALLED_APPS')) ? (sources.answer?.apps ?? null) : null;
}

function origins(reader: Reader): Readonly<Record<string, Origin>> {
  return Object.fromEntries(SETTING_NAMES.map((name) => [name, reader.entry(name).origin]));
}
