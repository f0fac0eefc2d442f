import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Problem } from '../../types.ts';
import type { DatumPath } from '../datum.ts';
import { pointing } from '../problems/place.ts';
import type { Reader } from '../reader.ts';
import type { SettingName } from '../schema/schema.ts';
import type { ReadDirectory } from './folders/directories.ts';
import { isGlob } from './folders/directories.ts';

/** Settings that are resolved one by one, and not yet checked against each other. */
export interface Candidate {
  readonly reader: Reader;
  /** The settings file, to point at if a setting is written nowhere. */
  readonly file: string | null;
  readonly staticRoot: string | null;
  /** With the script name in front if it is relative, but without an added slash. */
  readonly staticUrl: string | null;
  /** `null` if it plays no part. */
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

type Rule = (candidate: Candidate) => readonly Problem[];

/** Django's checks of STATICFILES_DIRS, which `--skip-checks` leaves out. E001, E003 and E005 are found where those settings are read. */
const DIRECTORY_CHECKS: readonly Rule[] = [rootAmongDirs, dirsExist];

/** Settings that Django's storage refuses as ImproperlyConfigured. */
const REQUIREMENTS: readonly Rule[] = [urlIsGiven, urlsDiffer, mediaUrlIsNotWithin, rootsDiffer];

/** Returns a problem for everything in which the settings disagree. */
export function applyRules(candidate: Candidate, skipChecks: boolean): readonly Problem[] {
  const checks = skipChecks ? [] : [urlEndsWithSlash, ...(candidate.usesDirs ? DIRECTORY_CHECKS : [])];
  const requirements = candidate.writes ? REQUIREMENTS : [];
  return [...checks, ...requirements].flatMap((rule) => rule(candidate));
}

function error(
  candidate: Candidate,
  name: SettingName,
  words: Pick<Problem, 'code' | 'message' | 'hint'>,
  path: DatumPath = [],
): Problem {
  const at =
    candidate.reader.entry(name).locate(path) ??
    (candidate.file === null ? undefined : { file: candidate.file });
  return { severity: 'error', ...words, ...pointing(at) };
}

function rootAmongDirs(candidate: Candidate): readonly Problem[] {
  const { dirs, staticRoot } = candidate;
  return dirs
    .filter(({ entry }) => entry.dir === staticRoot)
    .map(({ index }) => {
      const code = 'staticfiles.E002';
      const message = `STATICFILES_DIRS contains STATIC_ROOT (${staticRoot})`;
      const hint = 'Take it out of the list: what is collected is no source.';
      return error(candidate, 'STATICFILES_DIRS', { code, message, hint }, [index]);
    });
}

function dirsExist(candidate: Candidate): readonly Problem[] {
  return candidate.dirs
    .filter(({ entry: { dir } }) => !isGlob(dir))
    .flatMap(({ entry: { dir }, index }) => {
      const stats = statSync(dir, { throwIfNoEntry: false });
      if (stats?.isDirectory()) return [];
      const code = 'staticfiles.W004';
      const message =
        stats === undefined
          ? `The folder ${dir} of STATICFILES_DIRS does not exist`
          : `${dir} of STATICFILES_DIRS is a file, not a folder`;
      const hint =
        stats === undefined
          ? 'Make it, or take it out of the list. Where a build makes it, run that first.'
          : 'Name the folder it lies in, or take it out of the list.';
      const problem = error(candidate, 'STATICFILES_DIRS', { code, message, hint }, [index]);
      return [{ ...problem, severity: 'warning' as const }];
    });
}

function urlIsGiven(candidate: Candidate): readonly Problem[] {
  if (candidate.staticUrl || !candidate.needsUrl) return [];
  const { datum } = candidate.reader.entry('STATIC_URL');
  // What could not be known was reported as that.
  if (typeof datum !== 'string' && datum !== null) return [];
  const hint = 'Set STATIC_URL = "/static/", or say --set STATIC_URL=/static/.';
  return [
    error(candidate, 'STATIC_URL', { code: 'static-url-missing', message: 'STATIC_URL is not set', hint }),
  ];
}

/** For Django an error, but not one that its collectstatic looks for: its storage adds the slash. */
function urlEndsWithSlash(candidate: Candidate): readonly Problem[] {
  const url = candidate.reader.peek('STATIC_URL');
  if (typeof url !== 'string' || url === '' || url.endsWith('/')) return [];
  const message = `STATIC_URL should end with a slash, unlike '${url}'`;
  const hint = `Write '${url}/'.`;
  return [{ ...error(candidate, 'STATIC_URL', { code: 'urls.E006', message, hint }), severity: 'warning' }];
}

function urlsDiffer(candidate: Candidate): readonly Problem[] {
  if (candidate.mediaUrl === null || candidate.staticUrl !== candidate.mediaUrl) return [];
  const message = 'MEDIA_URL and STATIC_URL must differ';
  const hint = 'Give one of them another path.';
  return [error(candidate, 'STATIC_URL', { code: 'media-url-equal', message, hint })];
}

function mediaUrlIsNotWithin(candidate: Candidate): readonly Problem[] {
  const { reader, staticUrl, mediaUrl } = candidate;
  if (!staticUrl || mediaUrl === null || staticUrl === mediaUrl || !mediaUrl.startsWith(staticUrl)) return [];
  if (reader.peek('DEBUG') !== true) return [];
  const message = 'MEDIA_URL must not lie within STATIC_URL while DEBUG is on';
  const hint = 'Give it a path of its own, such as "/media/".';
  return [error(candidate, 'MEDIA_URL', { code: 'media-url-within', message, hint })];
}

function rootsDiffer(candidate: Candidate): readonly Problem[] {
  const { mediaRoot, staticRoot } = candidate;
  if (mediaRoot === null || staticRoot === null || resolve(mediaRoot) !== resolve(staticRoot)) return [];
  const message = 'MEDIA_ROOT and STATIC_ROOT must differ';
  const hint = 'Give each a folder of its own: what users upload is no static file.';
  return [error(candidate, 'MEDIA_ROOT', { code: 'media-root-equal', message, hint })];
}
