import { fail } from '../../errors.ts';

/** Where the application listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Reads `--proxy`: a port of this machine, `host:port`, or an http URL without a path. */
export function readAddress(said: string): Address {
  const text = said.trim();
  const url = parse(/^\d+$/.test(text) ? `http://127.0.0.1:${text}` : text);
  if (url === null || !/^\d+$/.test(url.port || '80') || Number(url.port || 80) < 1) throw unusable(said);
  if (url.protocol === 'https:')
    throw fail({
      code: 'proxy-invalid',
      message: `--proxy ${said}: an application is spoken to by http only`,
      hint: 'Start it without TLS on this machine: --proxy 8000.',
    });
  const isBare = url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
  if (url.protocol !== 'http:' || !isBare || url.hostname === '') throw unusable(said);
  return { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(url.port || 80) };
}

function parse(text: string): URL | null {
  try {
    return new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  } catch {
    return null;
  }
}

function unusable(said: string): Error {
  return fail({
    code: 'proxy-invalid',
    message: `--proxy ${said} names no application`,
    hint: 'Say the port it listens on, as in --proxy 8000, or its address without a path: --proxy http://127.0.0.1:8000.',
  });
}

/** `127.0.0.1:8000` */
export function addressText({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
