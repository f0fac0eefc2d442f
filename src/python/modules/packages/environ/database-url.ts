import { unquote } from '../../../../text/percent-encoding.ts';
import { expectStr } from '../../../native/expect.ts';
import { Dict } from '../../../values/dict.ts';
import type { Runtime } from '../../../values/runtime.ts';
import { NotModelled, Raised, type Value } from '../../../values/values.ts';
import { parseDatabaseUrl } from '../database-url.ts';

const ENGINES: Readonly<Record<string, string>> = {
  postgres: 'django.db.backends.postgresql',
  postgresql: 'django.db.backends.postgresql',
  psql: 'django.db.backends.postgresql',
  pgsql: 'django.db.backends.postgresql',
  postgis: 'django.contrib.gis.db.backends.postgis',
  cockroachdb: 'django_cockroachdb',
  mysql: 'django.db.backends.mysql',
  mysql2: 'django.db.backends.mysql',
  'mysql-connector': 'mysql.connector.django',
  mysqlgis: 'django.contrib.gis.db.backends.mysql',
  mssql: 'mssql',
  pyodbc: 'sql_server.pyodbc',
  redshift: 'django_redshift_backend',
  spatialite: 'django.contrib.gis.db.backends.spatialite',
  sqlite: 'django.db.backends.sqlite3',
};

/** Options that Django takes beside OPTIONS. */
const OUTSIDE = [
  'CONN_MAX_AGE',
  'ATOMIC_REQUESTS',
  'AUTOCOMMIT',
  'DISABLE_SERVER_SIDE_CURSORS',
  'CONN_HEALTH_CHECKS',
];

/** `Env.db_url_config`: settings ask their DATABASES for the engine, to tell which apps go with it. */
export function databaseSettings(runtime: Runtime, given: Value, engine: Value): Dict {
  const text = expectStr(given);
  if (text === 'sqlite://:memory:')
    return new Dict([
      ['ENGINE', ENGINES.sqlite as string],
      ['NAME', ':memory:'],
    ]);
  const url = parseDatabaseUrl(text);
  const known = ENGINES[url.scheme];
  // A URL without a path is quoted and taken apart anew.
  if (known === undefined || (url.path === '' && /[^\w.~:/?&=@-]/.test(text)))
    throw new NotModelled('such a database URL is not modelled');
  const name = unquote(url.path.replaceAll('+', ' '));
  const config = new Dict([
    ['NAME', name === '' && url.scheme === 'sqlite' ? ':memory:' : name],
    ['USER', url.user],
    ['PASSWORD', url.password],
    ['HOST', url.host],
    ['PORT', url.port],
  ]);
  const options = new Dict();
  for (const [option, value] of url.query) {
    const upper = option.toUpperCase();
    if (OUTSIDE.includes(upper)) config.set(upper, literal(runtime, value));
    else options.set(option, /^\d+$/.test(value) ? BigInt(value) : value);
  }
  if (url.query.size > 0) config.set('OPTIONS', options);
  const named = engine === null ? known : expectStr(engine);
  config.set('ENGINE', ENGINES[named] ?? named);
  return config;
}

/** Reads a literal; other text stays text. */
function literal(runtime: Runtime, text: string): Value {
  try {
    return runtime.literal(text);
  } catch (error) {
    if (error instanceof Raised) return text;
    throw error;
  }
}
