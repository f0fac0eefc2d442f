/** Third-party packages that settings modules call for their effect on something else than the settings. */
import type { NativeModule } from '../native.ts';
import { native } from '../native.ts';
import type { Value } from '../values.ts';
import { allHarmless, opaqueClass } from './stand-ins.ts';

function harmless(name: string, names: () => Readonly<Record<string, Value>>): NativeModule {
  return { name, from: 'package', names };
}

/** It sets whatever its files and the environment say, so nothing in the module is known any more. */
const dynaconfTakesOver = native(
  'DjangoDynaconf(*args, **keywords)',
  (context) => {
    context.taint(context.frame().module.namespace, 'the settings come from dynaconf');
    return context.unknown('the settings come from dynaconf');
  },
  { takesUnknown: true },
);

/**
 * Packages that talk to services or send reports, and the parts of Django that answer requests. They are large, and nothing they
 * give is a setting that static files need, so none of their files is evaluated beyond what is modelled: it would take most
 * of the time a run has for packages.
 */
const UNEVALUATED: ReadonlySet<string> = new Set(
  `amqp billiard boto3 botocore celery ddtrace elasticsearch httpx kombu newrelic opentelemetry psycopg psycopg2 pymongo redis
  requests sentry_sdk urllib3 vine django.core.cache django.core.checks django.core.handlers django.core.signals django.db
  django.dispatch django.forms django.http django.template django.test django.views`.split(/\s+/),
);

/** The package whose code is not evaluated, of a module that belongs to one. */
export function unevaluatedPackage(dotted: string): string | undefined {
  const parts = dotted.split('.');
  return parts.map((_, index) => parts.slice(0, index + 1).join('.')).find((name) => UNEVALUATED.has(name));
}

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
