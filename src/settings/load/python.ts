import { existsSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fail } from '../../errors.ts';
import type { Binding, Interpreter, Plain, PythonModule, Value } from '../../python/index.ts';
import { createInterpreter, toPlain } from '../../python/index.ts';
import type { Origin, Problem } from '../../types.ts';
import type { Datum } from '../datum.ts';
import { describeDatum, isTable, isUnresolved, opaque } from '../datum.ts';
import type { SettingsSource } from '../discover.ts';
import type { Entry, Layer } from '../layer.ts';
import { OWN_NAMES, placeLabel, unknownSetting } from '../layer.ts';
import { invalidSetting, unresolvedProblem } from '../problems.ts';
import type { SettingsRequest } from '../request.ts';
import { SCHEMA, SETTING_NAMES } from '../schema.ts';
import { searchPathOf } from '../search-path.ts';
import { readText } from './text.ts';

/** A settings module as it was read, and the interpreter that read it. */
export interface PythonSettings {
  /** The COLLECTSTATIC dict, then the module itself. */
  readonly layers: readonly Layer[];
  readonly interpreter: Interpreter;
  readonly module: PythonModule;
  /** The folders its imports start from, absolute. */
  readonly project: readonly string[];
}

/** Starts an interpreter over these folders. Nothing is run by this. */
export function startPython(request: SettingsRequest, searchPath: readonly string[]): Interpreter {
  const { cwd, env, assumeBenign = false } = request;
  return createInterpreter({ searchPath, cwd, env, assumeBenign });
}

/**
 * Reads a settings module (or file) as Python would import it, without running Python. Throws `settings-not-found`
 * where it is not there, and what the evaluator throws for a file it can't read at all. `extendedBy`: folders of config files
 * that extend it, where modules may lie too. Problems of the COLLECTSTATIC dict go to `problems`.
 */
export async function loadPython(
  source: SettingsSource,
  request: SettingsRequest,
  extendedBy: readonly string[],
  problems: Problem[],
): Promise<PythonSettings> {
  if (source.kind === 'file') readText(source.file);
  const home = source.kind === 'file' ? [packageRoot(source.file)] : [];
  const project = [...new Set([...home, ...extendedBy, request.cwd])];
  const interpreter = startPython(request, searchPathOf(request, project));
  const module =
    source.kind === 'file'
      ? await importFile(interpreter, source.file, project)
      : await importNamed(interpreter, source.module);
  const bound = moduleLayer(module, request.cwd);
  return { layers: [ownLayer(bound, module, request.cwd, problems), bound], interpreter, module, project };
}

async function importNamed(interpreter: Interpreter, name: string): Promise<PythonModule> {
  if (interpreter.findModule(name)?.file == null) {
    throw fail({
      code: 'settings-not-found',
      message: `there is no settings module '${name}'`,
      hint: `Looked in ${interpreter.searchPath.join(', ')}. --pythonpath adds a folder.`,
    });
  }
  return interpreter.importModule(name);
}

/** A file is imported under its dotted name where it has one, so that its relative imports work. */
async function importFile(
  interpreter: Interpreter,
  file: string,
  folders: readonly string[],
): Promise<PythonModule> {
  for (const folder of folders) {
    const dotted = dottedName(file, folder);
    if (dotted !== undefined && interpreter.findModule(dotted)?.file === file)
      return interpreter.importModule(dotted);
  }
  return interpreter.runFile(file, basename(file, '.py'));
}

function dottedName(file: string, folder: string): string | undefined {
  const path = relative(folder, file).replace(/(?:[\\/]__init__)?\.py$/, '');
  const parts = path.split(sep);
  return parts.every((part) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(part)) ? parts.join('.') : undefined;
}

/** The folder that holds the outermost package the file belongs to. */
function packageRoot(file: string): string {
  let folder = dirname(file);
  while (existsSync(join(folder, '__init__.py')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

function moduleLayer(module: PythonModule, cwd: string): Layer {
  const entries = new Map<string, Entry>();
  for (const name of SETTING_NAMES) {
    const { owner } = SCHEMA[name];
    const binding = owner === 'collectstatic' || owner === 'config' ? undefined : module.get(name);
    if (binding !== undefined) entries.set(name, entryOf(binding, plainDatum(binding.value), module, cwd));
  }
  return { kind: 'settings', entries };
}

/** This tool's own settings in the dict COLLECTSTATIC, as Django apps keep theirs. */
function ownLayer(bound: Layer, module: PythonModule, cwd: string, problems: Problem[]): Layer {
  const entries = new Map<string, Entry>();
  // A module that may have set any name has perhaps set this one: no reason to think that it did.
  const binding = module.names().includes('COLLECTSTATIC') ? module.get('COLLECTSTATIC') : undefined;
  if (binding === undefined) return { kind: bound.kind, entries };
  const whole = entryOf(binding, plainDatum(binding.value), module, cwd);
  if (isUnresolved(whole.datum)) problems.push(unresolvedProblem('COLLECTSTATIC', whole.datum));
  else if (!isTable(whole.datum)) {
    problems.push(
      invalidSetting(
        'COLLECTSTATIC',
        { path: [], message: `must be a dict, not ${describeDatum(whole.datum)}` },
        whole,
      ),
    );
  }
  if (!isTable(whole.datum)) return { kind: bound.kind, entries };
  for (const [name, datum] of whole.datum) {
    if (OWN_NAMES.includes(name)) entries.set(name, { ...whole, datum });
    else problems.push(unknownSetting(name, OWN_NAMES, whole.locate([])));
  }
  return { kind: bound.kind, entries };
}

function entryOf(binding: Binding, datum: Datum, module: PythonModule, cwd: string): Entry {
  const steps = binding.origin;
  const at = steps[0] ?? (module.file === null ? undefined : { file: module.file });
  const origin: Origin = {
    kind: 'settings',
    label: at === undefined ? module.name : placeLabel(at, cwd),
    steps,
    environment: binding.environment,
  };
  return { datum, origin, folder: cwd, locate: () => at };
}

/** A Python value as a setting: lists and tuples alike, paths as their text, a set as what it is not: a list. */
export function plainDatum(value: Value): Datum {
  return toDatum(toPlain(value));
}

function toDatum(plain: Plain): Datum {
  if (typeof plain !== 'object' || plain === null) return plain;
  switch (plain.kind) {
    case 'path':
      return plain.path;
    case 'list':
    case 'tuple':
      return plain.items.map(toDatum);
    case 'dict':
      return new Map([...plain.entries].map(([key, value]) => [keyText(key), toDatum(value)]));
    case 'unknown':
      return { ...plain, kind: 'unresolved' };
    case 'class':
      return opaque(`the class ${plain.name}`);
    case 'other':
      return opaque(`a ${plain.type}`);
    default:
      return opaque(`a ${plain.kind}`);
  }
}

function keyText(key: Plain): string {
  return typeof key === 'string'
    ? key
    : JSON.stringify(toDatum(key), (_, part) => (typeof part === 'bigint' ? String(part) : part));
}
