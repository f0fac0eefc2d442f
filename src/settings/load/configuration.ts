import { fail } from '../../errors.ts';
import type { Binding, ClassDescription, Interpreter, PythonModule, Unknown } from '../../python/index.ts';
import type { Position } from '../../types.ts';
import type { Namespace } from './namespace.ts';

/**
 * What Django's settings are in a module that was read: its names, or with django-configurations the attributes of the class
 * that DJANGO_CONFIGURATION names. Throws `configuration-missing` where the module has no such class.
 */
export async function settingsNamespace(
  interpreter: Interpreter,
  module: PythonModule,
  configuration: string | undefined,
): Promise<Namespace> {
  const at: Position | null = module.file === null ? null : { file: module.file };
  if (configuration === undefined || configuration === '') {
    const names = new Set(module.names());
    return {
      name: module.name,
      at,
      get: (name) => module.get(name),
      binds: (name) => names.has(name),
      taint: module.taint?.reason ?? null,
    };
  }
  const description = await interpreter.readClass(`${module.name}.${configuration}`);
  if (description === null) {
    throw fail({
      code: 'configuration-missing',
      message: `DJANGO_CONFIGURATION is ${configuration}, but ${module.name} has no such class`,
      ...(at === null ? {} : { at }),
    });
  }
  return classNamespace(description, at);
}

function classNamespace(top: ClassDescription, file: Position | null): Namespace {
  const line = [top, ...top.ancestors];
  const at = top.at ?? file;
  const owner = (name: string): ClassDescription | undefined =>
    line.find(({ attributes, methods }) => attributes.has(name) || methods.includes(name));
  return {
    name: top.name,
    at,
    taint: null,
    binds: (name) => owner(name) !== undefined,
    get: (name) => {
      const found = owner(name);
      return found && (found.attributes.get(name) ?? computed(found, name, found.at ?? at));
    },
  };
}

/** A property or method is computed when Django asks for it, from whatever the environment is then. */
function computed(owner: ClassDescription, name: string, at: Position | null): Binding {
  const position = at ?? { file: owner.name };
  const value: Unknown = {
    kind: 'unknown',
    reason: `it is computed by a method of ${owner.name}`,
    at: position,
    expression: name,
    environment: [],
  };
  return { value, origin: [position], environment: [] };
}
