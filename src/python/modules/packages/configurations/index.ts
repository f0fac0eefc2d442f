import { native } from '../../../native/native.ts';
import { allHarmless } from '../../../native/stand-ins.ts';
import type { NativeModule } from '../../../values/runtime.ts';
import type { ClassValue, Value } from '../../../values/values.ts';
import { globalSettings } from '../django/global-settings.ts';
import { applyConfiguration } from './apply.ts';
import { configurationClass } from './configuration.ts';
import { valueClasses } from './values.ts';

function configurationOf(): ClassValue {
  return configurationClass(new Map(Object.entries(globalSettings())));
}

/** django-configurations. */
export const configurations: NativeModule = {
  name: 'configurations',
  from: 'package',
  finish: applyConfiguration,
  names: (runtime) => ({
    Configuration: configurationOf(),
    values: runtime.importModule('configurations.values'),
    pristinemethod: native('pristinemethod(func)', (call, { func = null }): Value => {
      call.setAttribute(func, 'pristine', true);
      return func;
    }),
  }),
};

export const configurationsBase: NativeModule = {
  name: 'configurations.base',
  from: 'package',
  names: (runtime) => ({
    Configuration: runtime.getAttribute(runtime.importModule('configurations'), 'Configuration') ?? null,
  }),
};

/** `install` only leads the import of the settings to what `finish` does here, and is no business of the settings. */
export const configurationsImporter: NativeModule = {
  name: 'configurations.importer',
  from: 'package',
  names: () => allHarmless(['install']),
};

/** What `manage.py` takes in place of Django's own. */
export const configurationsManagement: NativeModule = {
  name: 'configurations.management',
  from: 'package',
  names: (runtime) => {
    const django = runtime.importModule('django.core.management');
    const names = ['execute_from_command_line', 'call_command'];
    return Object.fromEntries(names.map((name) => [name, runtime.getAttribute(django, name) ?? null]));
  },
};

export const configurationsValues: NativeModule = {
  name: 'configurations.values',
  from: 'package',
  names: valueClasses,
};
