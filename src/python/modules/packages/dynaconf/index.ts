/** dynaconf: settings from files of several environments and from variables. */

import { native } from '../../../native/native.ts';
import { splitPath } from '../../../text/paths.ts';
import type { NativeModule } from '../../../values/runtime.ts';
import type { Value } from '../../../values/values.ts';
import { loadSettings } from './load.ts';
import { optionsOf } from './options.ts';
import { boxClass, given, madeSettings, settingsClass } from './settings-object.ts';
import { finish, takeOverOrTaint } from './take-over.ts';
import { validatorClass } from './validator.ts';

export const dynaconf: NativeModule = {
  name: 'dynaconf',
  from: 'package',
  names: (runtime) => {
    const type = settingsClass();
    const box = boxClass(runtime);
    const alone = (name: string): Value =>
      native(
        `${name}(**options)`,
        (call, args) =>
          madeSettings(
            call,
            type,
            box,
            loadSettings(call, optionsOf(given(args)), {
              root: splitPath(call.frame().file)[0],
              prefix: 'DYNACONF',
              switcher: 'ENV_FOR_DYNACONF',
              environments: false,
              loadsDotenv: false,
              files: [],
              skip: [],
            }),
          ),
        { takesUnknown: true },
      );
    return {
      DjangoDynaconf: native(
        'DjangoDynaconf(django_settings_module_name=None, **options)',
        (call, args) => takeOverOrTaint(call, type, box, args),
        { takesUnknown: true },
      ),
      Dynaconf: alone('Dynaconf'),
      LazySettings: alone('LazySettings'),
      Validator: validatorClass,
    };
  },
  finish,
};
