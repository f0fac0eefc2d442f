import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { errnoWords, fail } from '../../errors.ts';
import type { PythonReader } from '../../python/index.ts';
import { readRegularFile, WRITTEN_LIMIT } from '../../regular-file.ts';
import type { Problem } from '../../types.ts';
import type { Reader } from '../reader.ts';
import { settingsReader } from '../reader.ts';
import type { SettingsRequest } from '../request.ts';
import { discover, discoverAnswer } from './discover.ts';
import type { Discovery } from './discovery.ts';
import type { LoadedSources } from './load/index.ts';
import { loadSources, toldSources } from './load/index.ts';
import { programStarter } from './manage-py.ts';
import { overrideLayer } from './overrides.ts';
import { missingFolders, searchPathOf } from './search-path.ts';

/** Settings that are read but not yet resolved. */
export interface ReadSettings {
  readonly request: SettingsRequest;
  readonly discovery: Discovery;
  readonly sources: LoadedSources;
  readonly reader: Reader;
  /** Folders in which Python would look for an app. */
  readonly searchPath: readonly string[];
  /** The interpreter that read the settings, or a new one: only classes are read with it. */
  readonly python: () => Promise<PythonReader>;
  /** The `.env` file that settings.py read a variable from, or `--env-file`, absolute; `undefined` for others. */
  readonly fileOfVariable: (name: string) => string | undefined;
  /** The problems found so far. */
  readonly problems: Problem[];
  /** Remarks so far, for -v 2. */
  readonly notes: string[];
}

/** Finds and reads the settings files and the command line. Throws if there is nothing to go on with. */
export async function readSettings(asked: SettingsRequest): Promise<ReadSettings> {
  const fromFile = envFileVariables(asked);
  const request = { ...asked, env: { ...fromFile, ...asked.env } };
  const { cwd } = request;
  const problems: Problem[] = missingFolders(request);
  const overrides = await overrideLayer(request, problems);
  const { discovery, sources } = await sourcesOf(request, problems);
  const notes = [...sources.notes];
  // The code may have gone to another folder.
  const folder = sources.python?.cwd ?? cwd;
  const reader = settingsReader([overrides, ...sources.layers], folder, problems, notes);
  // What settings add to sys.path may be relative, and may be there already.
  const folders =
    sources.answer?.path ?? sources.python?.searchPath ?? searchPathOf(request, sources.project);
  const searchPath = [...new Set(folders.map((entry) => resolve(folder, entry)))];
  let started: Promise<PythonReader> | undefined;
  const start = async (): Promise<PythonReader> => {
    const { startPython } = await import('./start-python.ts');
    return startPython(request, searchPath);
  };
  const python = (): Promise<PythonReader> => {
    started ??= sources.python === null ? start() : Promise.resolve(sources.python);
    return started;
  };
  const fileOfVariable = (name: string): string | undefined =>
    sources.python?.fileOfVariable(name) ?? envFileOf(request, fromFile, name);
  return { request, discovery, sources, reader, searchPath, python, fileOfVariable, problems, notes };
}

async function sourcesOf(
  request: SettingsRequest,
  problems: Problem[],
): Promise<Pick<ReadSettings, 'discovery' | 'sources'>> {
  const { answer, settings, cwd, env } = request;
  if (answer === undefined) {
    const startProgram = programStarter(request, problems);
    const discovery = await discover(settings, cwd, env, startProgram);
    return { discovery, sources: await loadSources(discovery.source, request, startProgram, problems) };
  }
  const sources = await toldSources(answer, request, problems);
  return { discovery: discoverAnswer(sources.answer?.module ?? null, cwd), sources };
}

type Environment = SettingsRequest['env'];

/** Node reads the same file before we do, so what the file says may be in the environment already. */
function envFileOf(
  { cwd, env, envFile }: SettingsRequest,
  fromFile: Environment,
  name: string,
): string | undefined {
  const isFromFile = Object.hasOwn(fromFile, name) && fromFile[name] === env[name];
  return envFile === undefined || !isFromFile ? undefined : resolve(cwd, envFile);
}

function envFileVariables({ cwd, envFile }: SettingsRequest): Environment {
  if (envFile === undefined) return {};
  const file = resolve(cwd, envFile);
  try {
    return parseEnv(readRegularFile(file, { limit: WRITTEN_LIMIT }).toString('utf8'));
  } catch (error) {
    throw fail(
      {
        code: 'env-file-unreadable',
        message: `The --env-file ${file} can't be read`,
        at: { file },
        hint: 'Name a file of lines such as NAME=value.',
        cause: errnoWords(error),
      },
      { cause: error },
    );
  }
}
