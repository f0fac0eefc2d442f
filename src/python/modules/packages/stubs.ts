/** Third-party packages that settings modules call for their effect on something else than the settings. */

import { native } from '../../native/native.ts';
import { allHarmless, opaqueClass } from '../../native/stand-ins.ts';
import type { NativeModule } from '../../values/runtime.ts';
import type { Value } from '../../values/values.ts';

function harmless(name: string, names: () => Readonly<Record<string, Value>>): NativeModule {
  return { name, from: 'package', names };
}

/** It sets whatever its files and the environment say, so nothing in the module is known any more. */
const dynaconfTakesOver = native(
  'DjangoDynaconf(*args, **keywords)',
  (runtime) => {
    runtime.taint(runtime.frame().module.namespace, 'the settings come from dynaconf');
    return runtime.unknown('the settings come from dynaconf');
  },
  { takesUnknown: true },
);

export const HARMLESS: readonly NativeModule[] = [
  harmless('dynaconf', () => ({ DjangoDynaconf: dynaconfTakesOver })),
  harmless('sentry_sdk', () => allHarmless(['init', 'set_tag', 'set_level', 'capture_message'])),
  harmless('structlog', () => allHarmless(['configure', 'configure_once'])),
  harmless('celery', () => ({})),
  harmless('celery.schedules', () => ({
    crontab: opaqueClass('crontab', 'celery.schedules'),
    schedule: opaqueClass('schedule', 'celery.schedules'),
  })),
  harmless('pymysql', () => allHarmless(['install_as_MySQLdb'])),
  harmless('djcelery', () => allHarmless(['setup_loader'])),
];
