import type { EventEmitter } from 'node:events';
import type { ClientRequest } from 'node:http';
import { ProxyRefuses } from './network-failure.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * URL of the proxy on the way to `endpoint`; `undefined` for none. `proxies` by scheme (`http`, `https`), as boto3 takes
 * them, come before the variables that curl, Python and Node know; `NO_PROXY` says where these don't count.
 */
export function proxyFor(
  endpoint: URL,
  proxies: Readonly<Record<string, string>>,
  env: Variables,
): string | undefined {
  const scheme = endpoint.protocol.slice(0, -1);
  if (Object.keys(proxies).length > 0) return withScheme(proxies[scheme]);
  if (isExcepted(endpoint, variable(env, 'no_proxy') ?? '')) return undefined;
  return withScheme(variable(env, `${scheme}_proxy`) ?? variable(env, 'all_proxy'));
}

/** The lower-case form comes first: a web server sets `HTTP_PROXY` from a header. */
function variable(env: Variables, name: string): string | undefined {
  const value = env[name] ?? env[name.toUpperCase()];
  return value === '' ? undefined : value;
}

function withScheme(proxy: string | undefined): string | undefined {
  return proxy === undefined || proxy === '' || proxy.includes('://')
    ? proxy || undefined
    : `http://${proxy}`;
}

function isExcepted({ hostname, port, protocol }: URL, list: string): boolean {
  const usedPort = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      const [, host = entry, itsPort] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
      if (itsPort !== undefined && itsPort !== usedPort) return false;
      const suffix = host.replace(/^\*?\./, '').toLowerCase();
      return host === '*' || hostname === suffix || hostname.endsWith(`.${suffix}`);
    });
}

/** Ends a request with `ProxyRefuses` if the proxy does not open its tunnel; returns the agent, one of https-proxy-agent. */
export function refusing<Agent extends EventEmitter>(agent: Agent): Agent {
  agent.on('proxyConnect', ({ statusCode }: { readonly statusCode: number }, request: ClientRequest) => {
    if (statusCode !== 200) request.destroy(new ProxyRefuses(statusCode));
  });
  return agent;
}
