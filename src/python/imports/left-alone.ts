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
