import { unquote } from '../../../text/percent-encoding.ts';
import { expectStr } from '../../native/expect.ts';
import { native } from '../../native/native.ts';
import { Dict } from '../../values/dict.ts';
import type { Arguments, NativeModule, Runtime } from '../../values/runtime.ts';
import { isUnknown, NotModelled, type Value } from '../../values/values.ts';
import { parseDatabaseUrl } from './database-url.ts';

const ENGINES: Readonly<Record<string, string>> = {
  cockroach: 'django_cockroachdb',
  mysql: 'django.db.backends.mysql',
  mysql2: 'django.db.backends.mysql',
  'mysql-connector': 'mysql.connector.django',
  mysqlgis: 'django.contrib.gis.db.backends.mysql',
  pgsql: 'django.db.backends.postgresql',
  postgis: 'django.contrib.gis.db.backends.postgis',
  postgres: 'django.db.backends.postgresql',
  postgresql: 'django.db.backends.postgresql',
  redshift: 'django_redshift_backend',
  spatialite: 'django.contrib.gis.db.backends.spatialite',
  sqlite: 'django.db.backends.sqlite3',
};

/** Options that a backend's own function makes something else of. */
const TURNED = ['currentSchema', 'ssl-ca'];

function parse(runtime: Runtime, text: string, args: Arguments): Dict {
  if (text === 'sqlite://:memory:')
    return new Dict([
      ['ENGINE', ENGINES.sqlite as string],
      ['NAME', ':memory:'],
    ]);
  const url = parseDatabaseUrl(text);
  const engine = ENGINES[url.scheme];
  if (engine === undefined || TURNED.some((name) => url.query.has(name)))
    throw new NotModelled('such a database URL is not modelled');
  const path = unquote(url.path);
  const options = new Dict([...url.query].map(([name, value]) => [name, optionValue(value)]));
  if (runtime.truth(args.ssl_require ?? false)) options.set('sslmode', 'require');
  const given = args.engine ?? null;
  const test = args.test_options ?? null;
  return new Dict([
    ['ENGINE', given === null ? engine : given],
    ['USER', url.user],
    ['PASSWORD', url.password],
    ['HOST', url.host],
    ['PORT', url.port],
    ['NAME', path === '' && url.scheme === 'sqlite' ? ':memory:' : path],
    ...(options.size === 0 ? [] : [['OPTIONS', options] as const]),
    ['CONN_MAX_AGE', args.conn_max_age ?? null],
    ['CONN_HEALTH_CHECKS', args.conn_health_checks ?? null],
    ['DISABLE_SERVER_SIDE_CURSORS', args.disable_server_side_cursors ?? null],
    ...(test === null ? [] : [['TEST', test] as const]),
  ]);
}

function optionValue(text: string): Value {
  if (/^\d+$/.test(text)) return BigInt(text);
  return /^(?:true|false)$/i.test(text) ? text.toLowerCase() === 'true' : text;
}

const OPTIONS =
  'engine=None, conn_max_age=0, conn_health_checks=False, disable_server_side_cursors=False, ssl_require=False, test_options=None';

/** dj_database_url: settings ask their DATABASES for the engine, to tell which apps go with it. */
export const djDatabaseUrl: NativeModule = {
  name: 'dj_database_url',
  from: 'package',
  names: () => ({
    DEFAULT_ENV: 'DATABASE_URL',
    parse: native(`parse(url, ${OPTIONS})`, (runtime, args) => parse(runtime, expectStr(args.url), args)),
    config: native(
      `config(env='DATABASE_URL', default=None, ${OPTIONS})`,
      (runtime, args) => {
        const url = runtime.environment.get(expectStr(args.env)) ?? args.default ?? null;
        if (isUnknown(url)) return url;
        return url === null || url === '' ? new Dict() : parse(runtime, expectStr(url), args);
      },
      { takesUnknown: true },
    ),
  }),
};
