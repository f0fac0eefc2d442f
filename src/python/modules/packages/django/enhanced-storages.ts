/** The storage classes of django-manifeststaticfiles-enhanced, as far as their `__init__` goes. */

import { native, nativeClass } from '../../../native/native.ts';
import { List } from '../../../values/list.ts';
import type { NativeFunction, NativeModule, Runtime } from '../../../values/runtime.ts';
import { type ClassValue, NotModelled, type Value } from '../../../values/values.ts';
import { importedClass } from './imported-class.ts';
import { passing } from './storages.ts';

const PACKAGE = 'django_manifeststaticfiles_enhanced';
const MODULE = `${PACKAGE}.storage`;

/** Each given option becomes an attribute, and is kept with a `_` in front as well, as FileSystemStorage keeps its own. */
function takesOptions(type: () => ClassValue, options: string, kept: boolean): NativeFunction {
  return native(
    `__init__(self, location=None, base_url=None, ${options}, *args, **keywords)`,
    (runtime, { self = null, location = null, base_url = null, args = null, keywords = null, ...given }) => {
      for (const [name, value] of Object.entries(kept ? given : {})) {
        if (value === null) continue;
        runtime.setAttribute(self, name, value);
        runtime.setAttribute(self, `_${name}`, value);
      }
      const next = runtime.getAttribute({ kind: 'super', self, after: type() }, '__init__');
      if (next === undefined) throw new NotModelled('there is no __init__ to hand on to');
      const named = new Map<string, Value>();
      for (const key of runtime.iterate(keywords)) {
        if (typeof key === 'string') named.set(key, runtime.getItem(keywords, key));
      }
      runtime.call(next, [location, base_url, ...runtime.iterate(args)], named);
      return null;
    },
    { takesUnknown: true },
  );
}

const TESTED = `support_js_module_import_aggregation=None, manifest_name=None, manifest_strict=None,
  keep_original_files=None, ignore_errors=None`.replace(/\s+/g, ' ');

function classes(runtime: Runtime): Readonly<Record<string, Value>> {
  const django = (name: string): ClassValue =>
    importedClass(runtime, 'django.contrib.staticfiles.storage', name);
  const plain = django('StaticFilesStorage');
  const ThreadSafeStorageMixin = passing('ThreadSafeStorageMixin', MODULE);
  const DebugValidationMixin = passing('DebugValidationMixin', MODULE);
  const EnhancedHashedFilesMixin = nativeClass({
    name: 'EnhancedHashedFilesMixin',
    module: MODULE,
    bases: [DebugValidationMixin, django('HashedFilesMixin')],
    members: { use_lexer: false, sourcemap_strict: false, ignore_errors: new List(), prehashed: null },
  });
  const EnhancedManifestFilesMixin = nativeClass({
    name: 'EnhancedManifestFilesMixin',
    module: MODULE,
    bases: [EnhancedHashedFilesMixin, django('ManifestFilesMixin')],
    members: { keep_original_files: true },
  });
  const manifest: ClassValue = nativeClass({
    name: 'EnhancedManifestStaticFilesStorage',
    module: MODULE,
    bases: [ThreadSafeStorageMixin, EnhancedManifestFilesMixin, plain],
    members: {
      __init__: takesOptions(
        () => manifest,
        `${TESTED}, use_lexer=None, sourcemap_strict=None, prehashed=None`,
        true,
      ),
    },
  });
  const testing: ClassValue = nativeClass({
    name: 'TestingManifestStaticFilesStorage',
    module: MODULE,
    bases: [DebugValidationMixin, plain],
    members: { __init__: takesOptions(() => testing, TESTED, false) },
  });
  return {
    ThreadSafeStorageMixin,
    DebugValidationMixin,
    EnhancedHashedFilesMixin,
    EnhancedManifestFilesMixin,
    EnhancedManifestStaticFilesStorage: manifest,
    TestingManifestStaticFilesStorage: testing,
    ThreadSafeStaticFilesStorage: nativeClass({
      name: 'ThreadSafeStaticFilesStorage',
      module: MODULE,
      bases: [ThreadSafeStorageMixin, plain],
    }),
  };
}

export const ENHANCED_STORAGES: readonly NativeModule[] = [
  {
    name: PACKAGE,
    from: 'package',
    names: (runtime) => ({
      EnhancedManifestStaticFilesStorage: importedClass(
        runtime,
        MODULE,
        'EnhancedManifestStaticFilesStorage',
      ),
      TestingManifestStaticFilesStorage: importedClass(runtime, MODULE, 'TestingManifestStaticFilesStorage'),
    }),
  },
  { name: MODULE, from: 'package', names: classes },
];
