import { expectStr, known } from '../../native/expect.ts';
import { instance, native, nativeClass } from '../../native/native.ts';
import { absolutePath, joinPath, splitPath } from '../../text/paths.ts';
import { List } from '../../values/containers.ts';
import type { Arguments, Context, NativeModule } from '../../values/context.ts';
import {
  type ClassValue,
  type Instance,
  MetUnknown,
  type ModuleValue,
  NotModelled,
  type Value,
} from '../../values/values.ts';
import { globMatches } from '../stdlib/glob.ts';

/** What `optional('local.py')` gives: its state is the name. */
const optionalClass: ClassValue = nativeClass({ name: '_Optional', module: 'split_settings.tools' });

interface Wanted {
  readonly pattern: string;
  readonly optional: boolean;
}

function toWanted(context: Context, value: Value): Wanted {
  const given = known(value);
  if (typeof given === 'object' && given?.kind === 'instance') {
    if (given.class === optionalClass) return { pattern: given.state as string, optional: true };
    return {
      pattern: expectStr(context.call(context.getAttribute(given, '__fspath__') ?? null)),
      optional: false,
    };
  }
  return { pattern: expectStr(given), optional: false };
}

/** The namespace that the files run in, and the file their paths start from. */
function targetOf(context: Context, scope: Value): ModuleValue {
  const { module } = context.frame();
  if (scope === null || scope === module.namespace) return module;
  throw new NotModelled('a scope that is not the globals of the settings module is not modelled');
}

const FILE = '__included_file__';

function includeOne(
  context: Context,
  module: ModuleValue,
  wanted: Wanted,
  folder: string,
  included: List,
): void {
  if (wanted.optional && wanted.pattern === '') return;
  const scope = module.namespace;
  const pattern = joinPath(folder, wanted.pattern);
  const before = scope.get(FILE);
  const files = globMatches(context, pattern);
  if (files.length === 0 && !wanted.optional) context.raise('OSError', `No such file: ${pattern}`);
  for (const found of files) {
    const file = absolutePath(found, context.cwd);
    if (included.items.includes(file)) continue;
    if (context.files.kind(file) !== 'file')
      context.raise('IsADirectoryError', `[Errno 21] Is a directory: '${file}'`);
    included.append(file);
    scope.set(FILE, file);
    context.runFile(file, module);
  }
  if (before !== undefined && before !== null) scope.set(FILE, before);
  else scope.delete(FILE);
}

/** Runs files in the namespace of the settings module: once each, in order, paths from the folder of the including file. */
function include(context: Context, args: Arguments): Value {
  const module = targetOf(context, args.scope ?? null);
  const scope = module.namespace;
  const list = scope.get('__included_files__') ?? new List();
  if (!(list instanceof List)) throw new NotModelled('the list of included files is not known');
  scope.set('__included_files__', list);
  const including = scope.get(FILE) ?? scope.get('__file__') ?? null;
  const folder = splitPath(expectStr(including))[0];
  for (const wanted of context.iterate(args.args ?? null)) {
    includeOne(context, module, toWanted(context, wanted), folder, list);
  }
  return null;
}

/** An include that can't be followed may have set any name (policy 4). */
function includeOrTaint(context: Context, args: Arguments): Value {
  try {
    return include(context, args);
  } catch (error) {
    const reason =
      error instanceof MetUnknown
        ? error.unknown.reason
        : error instanceof NotModelled
          ? error.message
          : null;
    if (reason !== null) context.taint(context.frame().module.namespace, `include(): ${reason}`);
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
