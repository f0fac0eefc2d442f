import { DEFAULT_IGNORE } from '../../../../default-ignore.ts';
/** Django's AppConfig classes: what a project inherits from is known without Django beside it. */

import { native, nativeClass } from '../../../native/native.ts';
import { plainMaker } from '../../../native/stand-ins.ts';
import { List } from '../../../values/list.ts';
import type { NativeModule, Runtime } from '../../../values/runtime.ts';
import type { ClassValue, Value } from '../../../values/values.ts';
import { importedClass } from './imported-class.ts';

/** Attributes that `AppConfig.__init__` sets, but for `path`: nobody who makes one here asks where the app lies. */
const init = native(
  '__init__(self, app_name, app_module)',
  (runtime, { self = null, app_name: name = null, app_module: module = null }) => {
    runtime.setAttribute(self, 'name', name);
    runtime.setAttribute(self, 'module', module);
    runtime.setAttribute(self, 'apps', null);
    return null;
  },
  { takesUnknown: true },
);

const ready = native('ready(self)', () => null);

function appConfig(): ClassValue {
  return nativeClass({
    name: 'AppConfig',
    module: 'django.apps',
    members: { __new__: plainMaker(), __init__: init, ready },
  });
}

function staticFilesConfig(runtime: Runtime): ClassValue {
  return nativeClass({
    name: 'StaticFilesConfig',
    module: 'django.contrib.staticfiles.apps',
    bases: [importedClass(runtime, 'django.apps', 'AppConfig')],
    members: {
      name: 'django.contrib.staticfiles',
      verbose_name: 'Static Files',
      ignore_patterns: new List(DEFAULT_IGNORE),
      ready,
    },
  });
}

function names(runtime: Runtime, name: string, type: ClassValue): Readonly<Record<string, Value>> {
  return { [name]: type, apps: runtime.unknown('the apps are not set up while settings are read') };
}

export const DJANGO_APPS: readonly NativeModule[] = [
  { name: 'django.apps', from: 'package', names: (runtime) => names(runtime, 'AppConfig', appConfig()) },
  {
    name: 'django.apps.config',
    from: 'package',
    names: (runtime) => ({ AppConfig: importedClass(runtime, 'django.apps', 'AppConfig') }),
  },
  { name: 'django.contrib.staticfiles', from: 'package', names: () => ({}) },
  {
    name: 'django.contrib.staticfiles.apps',
    from: 'package',
    names: (runtime) => ({
      AppConfig: importedClass(runtime, 'django.apps', 'AppConfig'),
      StaticFilesConfig: staticFilesConfig(runtime),
    }),
  },
];
