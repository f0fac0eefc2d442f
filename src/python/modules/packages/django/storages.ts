/**
 * The storage classes of Django and WhiteNoise, as far as their `__init__` goes: what a project's own class hands up, or sets
 * on itself, can be read without Django beside it.
 */

import { native, nativeClass } from '../../../native/native.ts';
import { plainMaker } from '../../../native/stand-ins.ts';
import type { NativeFunction, NativeModule, Runtime } from '../../../values/runtime.ts';
import { type ClassValue, NotModelled, type Value } from '../../../values/values.ts';
import { importedClass } from './imported-class.ts';
import { referencePatterns } from './reference-patterns.ts';

const FILES = 'django.core.files.storage';
const STATIC = 'django.contrib.staticfiles.storage';

/** `FileSystemStorage.__init__`: each argument under the name that Django keeps it by. */
const keepArguments = native(
  `__init__(self, location=None, base_url=None, file_permissions_mode=None, directory_permissions_mode=None,
    allow_overwrite=False)`.replace(/\s+/g, ' '),
  (runtime, { self = null, ...given }) => {
    for (const [name, value] of Object.entries(given)) runtime.setAttribute(self, `_${name}`, value);
    return null;
  },
  { takesUnknown: true },
);

/**
 * An `__init__` that hands on to whatever comes behind `type()` in the order of the object's class, and keeps `kept` for itself.
 */
function handsOn(type: () => ClassValue, kept: readonly string[]): NativeFunction {
  return native(
    '__init__(self, *args, **keywords)',
    (runtime, { self = null, args = null, keywords = null }) => {
      const next = runtime.getAttribute({ kind: 'super', self, after: type() }, '__init__');
      if (next === undefined) throw new NotModelled('there is no __init__ to hand on to');
      const named = new Map<string, Value>();
      for (const key of runtime.iterate(keywords)) {
        if (typeof key !== 'string') continue;
        const value = runtime.getItem(keywords, key);
        if (kept.includes(key)) runtime.setAttribute(self, key, value);
        else named.set(key, value);
      }
      runtime.call(next, runtime.iterate(args), named);
      return null;
    },
    { takesUnknown: true },
  );
}

/** A class whose `__init__` hands on what it is given, but for what is `kept`. */
export function passing(
  name: string,
  module: string,
  bases: readonly ClassValue[] = [],
  kept: readonly string[] = [],
  attributes: Readonly<Record<string, Value>> = {},
): ClassValue {
  const type: ClassValue = nativeClass({
    name,
    module,
    bases,
    members: {
      ...(bases.length === 0 && { __new__: plainMaker() }),
      __init__: handsOn(() => type, kept),
      ...attributes,
    },
  });
  return type;
}

function fileStorages(): Readonly<Record<string, Value>> {
  const Storage = nativeClass({ name: 'Storage', module: FILES, members: { __new__: plainMaker() } });
  const FileSystemStorage = nativeClass({
    name: 'FileSystemStorage',
    module: FILES,
    bases: [Storage],
    members: { __init__: keepArguments },
  });
  return { Storage, FileSystemStorage };
}

function staticStorages(runtime: Runtime): Readonly<Record<string, Value>> {
  const StaticFilesStorage = passing('StaticFilesStorage', STATIC, [
    importedClass(runtime, FILES, 'FileSystemStorage'),
  ]);
  const HashedFilesMixin = passing('HashedFilesMixin', STATIC, [], [], referencePatterns(runtime));
  const ManifestFilesMixin = passing('ManifestFilesMixin', STATIC, [HashedFilesMixin], ['manifest_storage']);
  const ManifestStaticFilesStorage = nativeClass({
    name: 'ManifestStaticFilesStorage',
    module: STATIC,
    bases: [ManifestFilesMixin, StaticFilesStorage],
  });
  return { StaticFilesStorage, HashedFilesMixin, ManifestFilesMixin, ManifestStaticFilesStorage };
}

function whitenoiseStorages(runtime: Runtime): Readonly<Record<string, Value>> {
  const module = 'whitenoise.storage';
  const plain = importedClass(runtime, STATIC, 'StaticFilesStorage');
  const manifest = importedClass(runtime, STATIC, 'ManifestStaticFilesStorage');
  return {
    // Names that the module itself imports, by which settings name Django's own classes.
    StaticFilesStorage: plain,
    ManifestStaticFilesStorage: manifest,
    CompressedStaticFilesMixin: passing('CompressedStaticFilesMixin', module),
    CompressedStaticFilesStorage: nativeClass({
      name: 'CompressedStaticFilesStorage',
      module,
      bases: [plain],
    }),
    CompressedManifestStaticFilesStorage: passing('CompressedManifestStaticFilesStorage', module, [manifest]),
  };
}

function part(name: string, names: NativeModule['names']): NativeModule {
  return { name, from: 'package', names };
}

/** A module that gives names of another one: `django.core.files.storage.filesystem`. */
function alias(name: string, of: string, classes: readonly string[]): NativeModule {
  return part(name, (runtime) =>
    Object.fromEntries(classes.map((each) => [each, importedClass(runtime, of, each)])),
  );
}

export const STORAGES: readonly NativeModule[] = [
  part('django.core.files', () => ({})),
  part(FILES, fileStorages),
  alias(`${FILES}.filesystem`, FILES, ['FileSystemStorage']),
  alias(`${FILES}.base`, FILES, ['Storage']),
  part(STATIC, staticStorages),
  part('whitenoise', () => ({})),
  part('whitenoise.storage', whitenoiseStorages),
];
