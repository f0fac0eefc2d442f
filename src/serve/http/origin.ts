import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/** True for an address or a name that means this machine alone. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d+){1,3}$/.test(host);
}

/**
 * Makes a test of requests: true if one comes from a page of this very server. On a server for this machine alone, it has to
 * be asked for by an address, or by a name that nobody can lead elsewhere: a name of another site that resolves to this machine
 * is an attack (DNS rebinding).
 */
export function makeIsOwnPage(listensOn: string): (req: IncomingMessage) => boolean {
  const isOpen = !isLoopback(listensOn);
  // A browser asks for all of a page under one name.
  let last = { host: '', isOurs: false };
  return ({ headers }) => {
    const { host = '', 'sec-fetch-site': site } = headers;
    if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
    if (isOpen) return true;
    if (host !== last.host) last = { host, isOurs: isOurs(host, listensOn) };
    return last.isOurs;
  };
}

function isOurs(header: string, listensOn: string): boolean {
  const host = hostName(header);
  return (
    host !== null &&
    (isIP(host) !== 0 || isLoopback(host) || host.endsWith('.localhost') || host === listensOn)
  );
}

/** Name or address of a Host header, in lower case, without the port; `null` if there is none. */
function hostName(host: string): string | null {
  const [, address, name] = /^(?:\[([0-9a-f:.]+)\]|([^:[\]]+))(?::\d+)?$/i.exec(host) ?? [];
  return (address ?? name)?.toLowerCase().replace(/\.$/, '') ?? null;
}
