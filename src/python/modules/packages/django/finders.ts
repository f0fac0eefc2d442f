/** Django's finder classes, to inherit from. What their instances hold comes from settings and apps, and stays Unknown. */

import { nativeClass } from '../../../native/native.ts';
import { plainMaker } from '../../../native/stand-ins.ts';
import type { NativeModule } from '../../../values/runtime.ts';
import { importedClass } from './imported-class.ts';

const MODULE = 'django.contrib.staticfiles.finders';

export const FINDERS: NativeModule = {
  name: MODULE,
  from: 'package',
  names: (runtime) => {
    const define = (name: string, bases = [BaseFinder], members = {}) =>
      nativeClass({ name, module: MODULE, bases, members });
    const BaseFinder = nativeClass({
      name: 'BaseFinder',
      module: MODULE,
      members: { __new__: plainMaker() },
    });
    const BaseStorageFinder = define('BaseStorageFinder', [BaseFinder], { storage: null });
    const storage_class = importedClass(runtime, 'django.core.files.storage', 'FileSystemStorage');
    return {
      BaseFinder,
      BaseStorageFinder,
      FileSystemFinder: define('FileSystemFinder'),
      AppDirectoriesFinder: define('AppDirectoriesFinder', [BaseFinder], {
        storage_class,
        source_dir: 'static',
      }),
      DefaultStorageFinder: define('DefaultStorageFinder', [BaseStorageFinder]),
    };
  },
};
