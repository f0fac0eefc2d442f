import { fail } from '../../../errors.ts';
import type { Binding, ClassDescription } from '../../../python/class-description.ts';
import type { PythonModule, PythonReader, Unknown } from '../../../python/index.ts';
import type { Position } from '../../../types.ts';
import type { Namespace } from './namespace.ts';

/** The class of django-configurations whose settings its importer puts into the module; the evaluator does the same. */
const CONFIGURATION = 'configurations.base.Configuration';

/**
 * Returns the names that are Django's settings: those of the module and, with django-configurations, those of the class that
 * DJANGO_CONFIGURATION names. Throws `configuration-missing` if the module has no such class.
 */
export async function settingsNamespace(
  python: PythonReader,
  module: PythonModule,
  configuration: string | undefined,
): Promise<Namespace> {
  const at: Position | null = module.file === null ? null : { file: module.file };
  if (configuration === undefined || configuration === '') return moduleNamespace(module, at);
  const description = await python.readClass(`${module.name}.${configuration}`);
  if (description === null) {
    throw fail({
      code: 'configuration-missing',
      message: `DJANGO_CONFIGURATION is ${configuration}, but ${module.name} has no such class`,
      hint: 'Set it to the name of a class in that module, or unset it.',
      ...(at === null ? {} : { at }),
    });
  }
  const isFollowed = description.ancestors.some(({ name }) => name === CONFIGURATION);
  return isFollowed ? moduleNamespace(module, at) : classNamespace(description, at);
}

function moduleNamespace(module: PythonModule, at: Position | null): Namespace {
  const names = new Set(module.names());
  return {
    name: module.name,
    at,
    get: (name) => module.get(name),
    names: () => [...names],
    binds: (name) => names.has(name),
    taint: module.taint?.reason ?? null,
  };
}

/** Reads a class of some other package from its text, as far as that goes. */
function classNamespace(top: ClassDescription, file: Position | null): Namespace {
  const line = [top, ...top.ancestors];
  const at = top.at ?? file ?? { file: top.name };
  const owner = (name: string): ClassDescription | undefined =>
    line.find(({ attributes, methods }) => attributes.has(name) || methods.includes(name));
  const foreign = top.ancestors.find((base) => base.at === null && base.name !== 'object');
  const taint = foreign === undefined ? null : `the class ${foreign.name} can not be followed`;
  return {
    name: top.name,
    at,
    taint,
    names: () => line.flatMap(({ attributes, methods }) => [...attributes.keys(), ...methods]),
    binds: (name) => owner(name) !== undefined,
    get: (name) => {
      const found = owner(name);
      if (found === undefined) return taint === null ? undefined : unknown(taint, name, at);
      const reason = `it is computed by a method of ${found.name}`;
      return found.attributes.get(name) ?? unknown(reason, name, found.at ?? at);
    },
  };
}

function unknown(reason: string, expression: string, at: Position): Binding {
  const value: Unknown = { kind: 'unknown', reason, at, expression, environment: [] };
  return { value, origin: [at], environment: [] };
}
