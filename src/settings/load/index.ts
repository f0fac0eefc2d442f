import { dirname, extname, resolve } from 'node:path';
import { fail } from '../../errors.ts';
import type { Interpreter } from '../../python/index.ts';
import type { Problem } from '../../types.ts';
import type { Datum } from '../datum.ts';
import type { SettingsSource } from '../discover.ts';
import { namedSource } from '../discover.ts';
import type { Layer } from '../layer.ts';
import { configLayer } from '../layer.ts';
import type { SettingsRequest } from '../request.ts';
import type { Written } from './written.ts';

/** What the settings files say: the file asked for, then what it extends, the nearest first. */
export interface LoadedSources {
  readonly layers: readonly Layer[];
  /** The interpreter that read the settings module at the end of the chain, if there is one. */
  readonly interpreter: Interpreter | null;
  /** Folders in which the project's own apps may lie, absolute. */
  readonly project: readonly string[];
  /** The file that was read first, absolute. */
  readonly file: string | null;
  /** What was passed over while reading, for -v 2. */
  readonly notes: readonly string[];
}

/** Follows EXTENDS from `source` to its end. Each format's parser is loaded only when a file of it is read. */
export async function loadSources(
  source: SettingsSource,
  request: SettingsRequest,
  problems: Problem[],
): Promise<LoadedSources> {
  const layers: Layer[] = [];
  const project: string[] = [];
  const read: string[] = [];
  let next: SettingsSource | undefined = source;
  while (next !== undefined) {
    const name = next.kind === 'file' ? next.file : next.module;
    if (read.includes(name)) throw circle([...read, name]);
    read.push(name);
    const file = layers.length > 0 && source.kind === 'file' ? source.file : null;
    if (next.kind === 'module' || extname(next.file) === '.py') {
      const { loadPython } = await import('./python.ts');
      const python = await loadPython(next, request, project, problems);
      const notes = python.module.notes.map((note) => note.message);
      const { interpreter } = python;
      return {
        layers: [...layers, ...python.layers],
        interpreter,
        project: python.project,
        file: file ?? python.module.file,
        notes,
      };
    }
    const layer = configLayer(await loadConfigFile(next.file), request.cwd, problems);
    layers.push(layer);
    project.push(projectFolder(layer, next.file));
    next = extended(layer, next.file);
  }
  return {
    layers,
    interpreter: null,
    project: [...new Set([...project, request.cwd])],
    file: read[0] ?? null,
    notes: [],
  };
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
        message: `the settings file ${file} is of no known format`,
        at: { file },
        hint: 'Known are .py, .json, .yaml, .yml, .toml, .js, .mjs, .cjs, .ts and .mts.',
      });
  }
}

/** A wrong EXTENDS is reported by the check of its shape. */
function extended(layer: Layer, file: string): SettingsSource | undefined {
  const name = text(layer, 'EXTENDS');
  return name === undefined || name === '' ? undefined : namedSource(name, dirname(file));
}

function projectFolder(layer: Layer, file: string): string {
  return resolve(dirname(file), text(layer, 'BASE_DIR') ?? '.');
}

function text(layer: Layer, name: string): string | undefined {
  const datum: Datum | undefined = layer.entries.get(name)?.datum;
  return typeof datum === 'string' ? datum : undefined;
}

function circle(names: readonly string[]): Error {
  return fail({
    code: 'settings-circle',
    message: `settings files extend each other in a circle: ${names.join(' -> ')}`,
    at: { file: names[0] as string },
  });
}
