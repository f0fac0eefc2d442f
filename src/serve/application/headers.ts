import type { IncomingMessage } from 'node:http';

/** Names and values in turn, as Node has them in `rawHeaders`. */
export type RawHeaders = readonly string[];

/** Headers of one connection, which a proxy does not hand on (RFC 9110, 7.6.1). */
const OF_CONNECTION: ReadonlySet<string> = new Set([
  ...['connection', 'keep-alive', 'proxy-connection', 'proxy-authenticate', 'proxy-authorization'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade'],
]);

/**
 * Returns the headers for the application: those of the client, in their order and spelling, Host among them, without those of
 * the connection and those named in `drop` (lower case). Says who the client is, as proxies do.
 */
export function requestHeaders(req: IncomingMessage, drop: readonly string[] = []): RawHeaders {
  const left = without(req.rawHeaders, connectionHeaders(req.headers.connection), [
    ...drop,
    'x-forwarded-for',
  ]);
  const client = req.socket.remoteAddress?.replace(/^::ffff:/, '');
  const before = req.headers['x-forwarded-for'];
  const chain = [...(before === undefined ? [] : [before]).flat(), ...(client === undefined ? [] : [client])];
  const proto = req.headers['x-forwarded-proto'] === undefined ? ['X-Forwarded-Proto', 'http'] : [];
  return [...left, ...(chain.length > 0 ? ['X-Forwarded-For', chain.join(', ')] : []), ...proto];
}

/** Returns the headers for the client, without those named in `drop` (lower case). */
export function responseHeaders(response: IncomingMessage, drop: readonly string[] = []): string[] {
  return without(response.rawHeaders, connectionHeaders(response.headers.connection), drop);
}

/** Names that Connection lists as belonging to it. */
function connectionHeaders(connection: string | undefined): readonly string[] {
  return connection?.toLowerCase().split(/\s*,\s*/) ?? [];
}

function without(raw: RawHeaders, named: readonly string[], drop: readonly string[]): string[] {
  const left: string[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at] as string;
    const lower = name.toLowerCase();
    if (OF_CONNECTION.has(lower) || named.includes(lower) || drop.includes(lower)) continue;
    left.push(name, raw[at + 1] as string);
  }
  return left;
}
