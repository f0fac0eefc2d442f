import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/** True for an address or a name that means this machine alone. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d+){1,3}$/.test(host);
}

/**
 * True if a request comes from a page of this very server. On a server for this machine alone, it has to be asked for by an
 * address, or by a name that nobody can lead elsewhere: a name of another site that resolves to this machine is an attack (DNS
 * rebinding).
 */
export function isOwnPage({ headers }: IncomingMessage, listensOn: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  if (!isLoopback(listensOn)) return true;
  const host = hostName(headers.host);
  return (
    host !== null &&
    (isIP(host) !== 0 || isLoopback(host) || host.endsWith('.localhost') || host === listensOn)
  );
}

/** Name or address of a Host header, in lower case, without the port; `null` if there is none. */
function hostName(host: string | undefined): string | null {
  const [, address, name] = /^(?:\[([0-9a-f:.]+)\]|([^:[\]]+))(?::\d+)?$/i.exec(host ?? '') ?? [];
  return (address ?? name)?.toLowerCase().replace(/\.$/, '') ?? null;
}
