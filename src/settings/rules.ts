import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Problem } from '../types.ts';
import type { DatumPath } from './datum.ts';
import type { ReadDirectory } from './directories.ts';
import { isGlob } from './directories.ts';
import { pointing } from './problems.ts';
import type { Reader } from './reader.ts';
import type { SettingName } from './schema.ts';

/** What the rules look at: settings that are resolved each by itself, not yet with each other. */
export interface Draft {
  readonly reader: Reader;
  /** The settings file, for what is written nowhere. */
  readonly file: string | null;
  readonly staticRoot: string | null;
  /** With the script name in front where it is relative, but no slash added. */
  readonly staticUrl: string | null;
  /** `null` where it plays no part. */
  readonly mediaUrl: string | null;
  readonly mediaRoot: string | null;
  readonly dirs: readonly ReadDirectory[];
  /** Whether STATICFILES_DIRS is used: Django runs its checks only then. */
  readonly usesDirs: boolean;
  /** Whether the run writes: Django's storage refuses some settings, its finders none. */
  readonly writes: boolean;
  /** Whether anything of the result depends on STATIC_URL. */
  readonly needsUrl: boolean;
}

type Rule = (draft: Draft) => readonly Problem[];

/** Django's checks of STATICFILES_DIRS, which `--skip-checks` leaves out. E001, E003 and E005 are found where those settings are read. */
const DIRECTORY_CHECKS: readonly Rule[] = [rootAmongDirs, dirsExist];

/** What Django's storage refuses as ImproperlyConfigured. */
const REQUIREMENTS: readonly Rule[] = [urlIsGiven, urlsDiffer, mediaUrlIsNotWithin, rootsDiffer];

/** Everything in which the settings disagree with each other. */
export function applyRules(draft: Draft, skipChecks: boolean): readonly Problem[] {
  const checks = skipChecks ? [] : [urlEndsWithSlash, ...(draft.usesDirs ? DIRECTORY_CHECKS : [])];
  const requirements = draft.writes ? REQUIREMENTS : [];
  return [...checks, ...requirements].flatMap((rule) => rule(draft));
}

function error(
  draft: Draft,
  name: SettingName,
  code: string,
  message: string,
  path: DatumPath = [],
): Problem {
  const at =
    draft.reader.entry(name).locate(path) ?? (draft.file === null ? undefined : { file: draft.file });
  return { code, severity: 'error', message, ...pointing(at) };
}

function rootAmongDirs(draft: Draft): readonly Problem[] {
  const { dirs, staticRoot } = draft;
  return dirs
    .filter(({ entry }) => entry.dir === staticRoot)
    .map(({ index }) => {
      const message = `STATICFILES_DIRS contains STATIC_ROOT (${staticRoot})`;
      return error(draft, 'STATICFILES_DIRS', 'staticfiles.E002', message, [index]);
    });
}

function dirsExist(draft: Draft): readonly Problem[] {
  return draft.dirs
    .filter(({ entry: { dir } }) => !isGlob(dir) && !statSync(dir, { throwIfNoEntry: false })?.isDirectory())
    .map(({ entry: { dir }, index }) => {
      const message = `The folder ${dir} of STATICFILES_DIRS does not exist`;
      return {
        ...error(draft, 'STATICFILES_DIRS', 'staticfiles.W004', message, [index]),
        severity: 'warning',
      };
    });
}

function urlIsGiven(draft: Draft): readonly Problem[] {
  if (draft.staticUrl || !draft.needsUrl) return [];
  const { datum } = draft.reader.entry('STATIC_URL');
  // What could not be known was reported as that.
  if (typeof datum !== 'string' && datum !== null) return [];
  const problem = error(draft, 'STATIC_URL', 'static-url-missing', 'STATIC_URL is not set');
  return [{ ...problem, hint: 'Set STATIC_URL = "/static/", or say --set STATIC_URL=/static/.' }];
}

/** For Django an error, but not one that its collectstatic looks for: its storage adds the slash. */
function urlEndsWithSlash(draft: Draft): readonly Problem[] {
  const url = draft.reader.peek('STATIC_URL');
  if (typeof url !== 'string' || url === '' || url.endsWith('/')) return [];
  const message = `STATIC_URL should end with a slash, unlike '${url}'`;
  return [{ ...error(draft, 'STATIC_URL', 'urls.E006', message), severity: 'warning' }];
}

function urlsDiffer(draft: Draft): readonly Problem[] {
  if (draft.mediaUrl === null || draft.staticUrl !== draft.mediaUrl) return [];
  return [error(draft, 'STATIC_URL', 'media-url-equal', 'MEDIA_URL and STATIC_URL must differ')];
}

function mediaUrlIsNotWithin(draft: Draft): readonly Problem[] {
  const { reader, staticUrl, mediaUrl } = draft;
  if (!staticUrl || mediaUrl === null || staticUrl === mediaUrl || !mediaUrl.startsWith(staticUrl)) return [];
  if (reader.peek('DEBUG') !== true) return [];
  return [
    error(
      draft,
      'MEDIA_URL',
      'media-url-within',
      'MEDIA_URL must not lie within STATIC_URL while DEBUG is on',
    ),
  ];
}

function rootsDiffer(draft: Draft): readonly Problem[] {
  const { mediaRoot, staticRoot } = draft;
  if (mediaRoot === null || staticRoot === null || resolve(mediaRoot) !== resolve(staticRoot)) return [];
  return [error(draft, 'MEDIA_ROOT', 'media-root-equal', 'MEDIA_ROOT and STATIC_ROOT must differ')];
}
