/**
 * Packages that talk to services or send reports, and the parts of Django that answer requests. They are large, and no
 * setting that static files need comes from them, so none of their files is evaluated beyond what is modelled.
 */
const UNEVALUATED: ReadonlySet<string> = new Set(
  `amqp billiard boto3 botocore celery ddtrace elasticsearch httpx kombu newrelic opentelemetry psycopg psycopg2 pymongo redis
  requests sentry_sdk urllib3 vine django.core.cache django.core.checks django.core.handlers django.core.signals django.db
  django.dispatch django.forms django.http django.template django.test django.views`.split(/\s+/),
);

/** The package, if the module belongs to one whose code is not evaluated. */
export function unevaluatedPackage(dotted: string): string | undefined {
  const parts = dotted.split('.');
  return parts.map((_, index) => parts.slice(0, index + 1).join('.')).find((name) => UNEVALUATED.has(name));
}
