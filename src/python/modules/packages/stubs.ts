/** Third-party packages that settings modules call for their effect on something else than the settings. */

import { allHarmless, opaqueClass } from '../../native/stand-ins.ts';
import type { NativeModule } from '../../values/runtime.ts';
import type { Value } from '../../values/values.ts';

function harmless(name: string, names: () => Readonly<Record<string, Value>>): NativeModule {
  return { name, from: 'package', names };
}

export const HARMLESS: readonly NativeModule[] = [
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
