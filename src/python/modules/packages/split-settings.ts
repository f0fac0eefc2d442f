import { expectStr, known } from '../../native/expect.ts';
import { instance, native, nativeClass } from '../../native/native.ts';
import { absolutePath, joinPath, splitPath } from '../../text/paths.ts';
import { List } from '../../values/list.ts';
import type { Arguments, NativeModule, Runtime } from '../../values/runtime.ts';
import {
  type ClassValue,
  type Instance,
  MetUnknown,
  type ModuleValue,
  NotModelled,
  type Value,
} from '../../values/values.ts';
import { globMatches } from '../stdlib/glob.ts';

/** Class of the result of `optional('local.py')`, whose state is the name. */
const optionalClass: ClassValue = nativeClass({ name: '_Optional', module: 'split_settings.tools' });

interface Wanted {
  readonly pattern: string;
  readonly optional: boolean;
}

function toWanted(runtime: Runtime, value: Value): Wanted {
  const given = known(value);
  if (typeof given === 'object' && given?.kind === 'instance') {
    if (given.class === optionalClass) return { pattern: given.state as string, optional: true };
    return {
      pattern: expectStr(runtime.call(runtime.getAttribute(given, '__fspath__') ?? null)),
      optional: false,
    };
  }
  return { pattern: expectStr(given), optional: false };
}

/** The namespace that the files run in, and the file their paths start from. */
function targetOf(runtime: Runtime, scope: Value): ModuleValue {
  const { module } = runtime.frame();
  if (scope === null || scope === module.namespace) return module;
  throw new NotModelled('a scope that is not the globals of the settings module is not modelled');
}

const FILE = '__included_file__';

function includeOne(
  runtime: Runtime,
  module: ModuleValue,
  wanted: Wanted,
  folder: string,
  included: List,
): void {
  if (wanted.optional && wanted.pattern === '') return;
  const scope = module.namespace;
  const pattern = joinPath(folder, wanted.pattern);
  const before = scope.get(FILE);
  const files = globMatches(runtime, pattern);
  if (files.length === 0 && !wanted.optional) runtime.raise('OSError', `No such file: ${pattern}`);
  for (const found of files) {
    const file = absolutePath(found, runtime.cwd);
    if (included.items.includes(file)) continue;
    if (runtime.files.kind(file) !== 'file')
      runtime.raise('IsADirectoryError', `[Errno 21] Is a directory: '${file}'`);
    included.append(file);
    scope.set(FILE, file);
    runtime.runFile(file, module);
  }
  if (before !== undefined && before !== null) scope.set(FILE, before);
  else scope.delete(FILE);
}

/** Runs files in the namespace of the settings module: once each, in order, paths from the folder of the including file. */
function include(runtime: Runtime, args: Arguments): Value {
  const module = targetOf(runtime, args.scope ?? null);
  const scope = module.namespace;
  const list = scope.get('__included_files__') ?? new List();
  if (!(list instanceof List)) throw new NotModelled('the list of included files is not known');
  scope.set('__included_files__', list);
  const including = scope.get(FILE) ?? scope.get('__file__') ?? null;
  const folder = splitPath(expectStr(including))[0];
  for (const wanted of runtime.iterate(args.args ?? null)) {
    includeOne(runtime, module, toWanted(runtime, wanted), folder, list);
  }
  return null;
}

/** An include that can't be followed may have set any name (policy Taint). */
function includeOrTaint(runtime: Runtime, args: Arguments): Value {
  try {
    return include(runtime, args);
  } catch (error) {
    const reason =
      error instanceof MetUnknown
        ? error.unknown.reason
        : error instanceof NotModelled
          ? error.message
          : null;
    if (reason !== null) runtime.taint(runtime.frame().module.namespace, `include(): ${reason}`);
    throw error;
  }
}

function optional(): Value {
  return native('optional(filename)', (_, { filename = null }): Instance => {
    return instance(optionalClass, filename === null ? '' : expectStr(filename));
  });
}

/** django-split-settings. */
export const splitSettings: NativeModule = {
  name: 'split_settings.tools',
  from: 'package',
  names: () => ({
    // An Unknown among the files must reach the handler: it taints.
    include: native('include(*args, scope=None)', includeOrTaint, { takesUnknown: true }),
    optional: optional(),
  }),
};

export const splitSettingsPackage: NativeModule = {
  name: 'split_settings',
  from: 'package',
  names: () => ({}),
};
