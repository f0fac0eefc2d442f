/** The URL of a database, taken apart as django-environ and dj_database_url both do it. */

import { parseQuery, unquote } from '../../../text/percent-encoding.ts';
import { NotModelled, type Value } from '../../values/values.ts';

export interface DatabaseUrl {
  readonly scheme: string;
  /** Without the first slash, as it is written: `+` means different things to different packages. */
  readonly path: string;
  readonly user: string;
  readonly password: string;
  readonly host: string;
  /** An int, or `''` where there is none. */
  readonly port: Value;
  /** The first value of each name. */
  readonly query: ReadonlyMap<string, string>;
}

const PLAIN =
  /^(?<scheme>[a-z][a-z\d+.-]*):\/\/(?:(?<user>[^\s:@/?#[\]]*)(?::(?<password>[^\s@/?#[\]]*))?@)?(?<host>[\w.-]*)(?::(?<port>\d{1,5}))?(?:\/(?<path>[^\s?#;]*))?(?:\?(?<query>[^\s#]*))?$/i;

/** Throws `NotModelled` for what is not plain: clusters, IPv6 addresses, sockets, stray characters. */
export function parseDatabaseUrl(url: string): DatabaseUrl {
  const parts = PLAIN.exec(url)?.groups;
  const { scheme = '', user = '', password = '', host = '', port, path = '', query = '' } = parts ?? {};
  const isSocket = path.startsWith('/') && !/^\w*sqlite$|^spatialite$/i.test(scheme);
  if (parts === undefined || isSocket || Number(port ?? 0) > 65535)
    throw new NotModelled('such a database URL is not modelled');
  const values = new Map<string, string>();
  for (const [name, value] of parseQuery(query, false)) if (!values.has(name)) values.set(name, value);
  return {
    scheme: scheme.toLowerCase(),
    path,
    user: unquote(user),
    password: unquote(password),
    host: host.toLowerCase(),
    port: port === undefined || Number(port) === 0 ? '' : BigInt(port),
    query: values,
  };
}
