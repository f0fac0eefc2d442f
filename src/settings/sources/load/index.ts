import { dirname, extname, resolve } from 'node:path';
import { CollectstaticError, fail } from '../../../errors.ts';
import type { PythonReader } from '../../../python/index.ts';
import type { Problem } from '../../../types.ts';
import type { Datum } from '../../datum.ts';
import type { Layer } from '../../entry.ts';
import type { SettingsRequest } from '../../request.ts';
import { namedSource } from '../discover.ts';
import type { SettingsSource } from '../discovery.ts';
import type { DjangoAnswer } from '../django/django-answer.ts';
import { configLayer, placeLabel } from '../layer.ts';
import type { StartProgram } from '../manage-py.ts';
import { settingsModule } from './module-name.ts';
import type { Written } from './written.ts';

/** The settings files that were read: the file asked for, then those it extends, the nearest first. */
export interface LoadedSources {
  readonly layers: readonly Layer[];
  /** The interpreter that read the settings module at the end of the chain, if there is one. */
  readonly python: PythonReader | null;
  /** Django's answer instead, with `--python`. */
  readonly answer: DjangoAnswer | null;
  /** Folders in which the project's own apps may lie, absolute. */
  readonly project: readonly string[];
  /** The file that was read first, absolute. */
  readonly file: string | null;
  /** Statements that were passed over while reading, for -v 2. */
  readonly notes: readonly string[];
}

/** Follows EXTENDS from `source` to its end. Each format's parser is loaded only when a file of it is read. */
export function loadSources(
  source: SettingsSource,
  request: SettingsRequest,
  startProgram: StartProgram,
  problems: Problem[],
): Promise<LoadedSources> {
  return follow(source, { request, startProgram, problems, names: [], project: [] });
}

/** The sources before one in the chain of EXTENDS. */
interface Chain {
  readonly request: SettingsRequest;
  readonly startProgram: StartProgram;
  readonly problems: Problem[];
  /** Files and modules. */
  readonly names: readonly string[];
  readonly project: readonly string[];
}

async function follow(source: SettingsSource, chain: Chain): Promise<LoadedSources> {
  const names = [...chain.names, source.kind === 'file' ? source.file : source.module];
  if (new Set(names).size < names.length) throw circle(names);
  if (source.kind === 'module' || extname(source.file) === '.py') return readPython(source, chain);
  const { file } = source;
  const layer = configLayer(await loadConfigFile(file), chain.request.cwd, chain.problems);
  const project = [...chain.project, projectFolder(layer, file)];
  const base = extended(layer, file);
  if (base === undefined) {
    const folders = [...new Set([...project, chain.request.cwd])];
    if (chain.request.python !== undefined) throw nothingToAsk(chain.request.python, file);
    return { layers: [layer], python: null, answer: null, project: folders, file, notes: [] };
  }
  try {
    const rest = await follow(base, { ...chain, names, project });
    return { ...rest, layers: [layer, ...rest.layers], file };
  } catch (error) {
    throw extendedBy(layer, error);
  }
}

/** Takes what manage.py told of the project. Nothing is read, and nothing is asked. */
export async function toldSources(
  text: string,
  { cwd }: SettingsRequest,
  problems: Problem[],
): Promise<LoadedSources> {
  const { answerLayers } = await import('../django/answer.ts');
  const answer = JSON.parse(text) as DjangoAnswer;
  const layers = answerLayers(answer, 'manage.py', cwd, problems);
  return { layers, python: null, answer, project: [cwd], file: answer.file, notes: [] };
}

async function readPython(source: SettingsSource, chain: Chain): Promise<LoadedSources> {
  if (chain.request.python !== undefined) return runPython(chain.request.python, source, chain);
  const { loadPython } = await import('./python.ts');
  const { layers, python, module, project } = await loadPython(source, chain, chain.project, chain.problems);
  const { cwd } = chain.request;
  const notes = module.notes.map(({ at, message }) => (at ? `${placeLabel(at, cwd)}: ${message}` : message));
  return { layers, python, answer: null, project, file: module.file, notes };
}

async function runPython(python: string, source: SettingsSource, chain: Chain): Promise<LoadedSources> {
  const { askPython } = await import('../django/ask-python.ts');
  const { answerLayers } = await import('../django/answer.ts');
  const { request, problems } = chain;
  const module = settingsModule(source, chain.project, request.cwd);
  const program = await chain.startProgram(module.project);
  const added = program.python.searchPath.filter((entry) => !program.startPath.includes(entry));
  const answer = await askPython(
    python,
    { ...module, project: [...added, ...module.project] },
    { ...request, cwd: program.python.cwd, env: { ...request.env, ...program.python.changedVariables } },
  );
  const layers = answerLayers(answer, '--python', request.cwd, problems);
  return { layers, python: null, answer, project: module.project, file: answer.file, notes: [] };
}

function nothingToAsk(python: string, file: string): Error {
  return fail({
    code: 'python-needless',
    message: `--python ${python} has no settings module to set up: the settings are those of ${file}`,
    at: { file },
    hint: 'Leave --python away, or name the module with --settings or EXTENDS.',
  });
}

/** Points an error about a missing base at the line that names it. */
function extendedBy(layer: Layer, error: unknown): unknown {
  const at = layer.entries.get('EXTENDS')?.locate([]);
  const problem = error instanceof CollectstaticError ? error.problems[0] : undefined;
  if (problem?.code !== 'settings-not-found' || at === undefined) return error;
  return fail({ ...problem, message: `EXTENDS: ${problem.message}`, at }, { cause: error });
}

async function loadConfigFile(file: string): Promise<Written> {
  switch (extname(file)) {
    case '.json':
      return (await import('./json.ts')).loadJson(file);
    case '.yaml':
    case '.yml':
      return (await import('./yaml.ts')).loadYaml(file);
    case '.toml':
      return (await import('./toml.ts')).loadToml(file);
    case '.js':
    case '.mjs':
    case '.cjs':
    case '.ts':
    case '.mts':
      return (await import('./script.ts')).loadScript(file);
    default:
      throw fail({
        code: 'settings-format-unknown',
        message: `The settings file ${file} is of no known format`,
        at: { file },
        hint: 'Known are .py, .json, .yaml, .yml, .toml, .js, .mjs, .cjs, .ts and .mts.',
      });
  }
}

/** Returns the base that EXTENDS names. A wrong EXTENDS is reported by the check of its shape. */
function extended(layer: Layer, file: string): SettingsSource | undefined {
  const name = text(layer, 'EXTENDS');
  return name === undefined || name === '' ? undefined : namedSource(name, dirname(file));
}

function projectFolder(layer: Layer, file: string): string {
  return resolve(dirname(file), text(layer, 'BASE_DIR') ?? '.');
}

function text(layer: Layer, name: string): string | undefined {
  const datum: Datum | undefined = layer.entries.get(name)?.datum;
  return typeof datum === 'string' && !datum.includes('\0') ? datum : undefined;
}

function circle(names: readonly string[]): Error {
  return fail({
    code: 'settings-circle',
    message: `Settings files extend each other in a circle: ${names.join(' -> ')}`,
    at: { file: names[0] as string },
    hint: 'Take EXTENDS out of one of them.',
  });
}
