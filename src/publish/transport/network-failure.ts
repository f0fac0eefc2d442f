import { errnoOf } from '../../errors.ts';
import type { Problem } from '../../types/problem.ts';

const UNREACHABLE: Readonly<Record<string, string>> = {
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the name server does not answer',
  ECONNREFUSED: 'nothing listens there',
  EHOSTUNREACH: 'no way to the host',
  ENETUNREACH: 'no network',
  EADDRNOTAVAIL: 'no network',
  ETIMEDOUT: 'no answer in time',
  ERR_SOCKET_CONNECTION_TIMEOUT: 'no answer in time',
};

const TORN: Readonly<Record<string, string>> = {
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed',
  ECONNABORTED: 'the connection was closed',
  ERR_STREAM_PREMATURE_CLOSE: 'the answer ended early',
  HPE_INVALID_CONSTANT: 'the answer is not HTTP',
  HPE_INVALID_EOF_STATE: 'the answer ended early',
};

const CERTIFICATE =
  /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ERR_SSL|EPROTO|ERR_TLS)/;

/** A host that has not answered once, and is not asked again: most likely its name or port is wrong. */
export class NobodyThere extends Error {
  readonly failure: unknown;

  constructor(failure: unknown) {
    super('nobody answers');
    this.failure = failure;
  }
}

/** A proxy that does not open a tunnel to the store. Without this, its answer would be taken for the store's. */
export class ProxyRefuses extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`the proxy answers with HTTP ${status}`);
    this.status = status;
  }
}

export function refusedByProxy(name: string, host: string): string {
  return `The proxy on the way to ${name} does not lead to ${host}`;
}

export function proxyHint(status: number): string {
  const settings = 'HTTPS_PROXY (HTTP_PROXY) in the environment or proxies in the settings';
  return status === 407
    ? `It wants a name and a password. Write both before the host, with a colon between and an @ after them, in ${settings}.`
    : `Check ${settings}; NO_PROXY names the hosts that need none.`;
}

/** True if the host was not reached at all. */
export function isUnreachable(error: unknown): boolean {
  return (networkCode(error) ?? '') in UNREACHABLE;
}

/** Codes of failures of the network that the next attempt may not meet. */
export function isNetworkFailure(error: unknown): boolean {
  if (error instanceof NobodyThere) return false;
  const code = networkCode(error);
  return code !== undefined && (code in UNREACHABLE || code in TORN);
}

/**
 * The problem behind a failure of the network between us and `name` (`s3://bucket`); `undefined` for any other failure.
 * `host`: of the endpoint. `hint` names the setting it comes from,
 * `verify` the one that says which certificates count.
 */
export function networkProblem(
  error: unknown,
  { name, host, hint, verify }: { name: string; host: string; hint: string; verify: string },
): Omit<Problem, 'severity'> | undefined {
  if (error instanceof ProxyRefuses)
    return {
      code: 'bucket-unreachable',
      message: refusedByProxy(name, host),
      hint: proxyHint(error.status),
      cause: error.message,
    };
  const code = networkCode(error);
  if (code === undefined) return undefined;
  if (code in UNREACHABLE)
    return {
      code: 'bucket-unreachable',
      message: `${name} can't be reached at ${host}`,
      hint: `Check the network and the proxy. ${hint}`,
      cause: `${UNREACHABLE[code]} (${code})`,
    };
  if (code in TORN)
    return {
      code: 'bucket-unreachable',
      message: `The connection to ${name} at ${host} broke again and again`,
      hint: 'Run again: what has arrived is not sent a second time.',
      cause: `${TORN[code]} (${code})`,
    };
  if (CERTIFICATE.test(code))
    return {
      code: 'bucket-unreachable',
      message: `The certificate of ${host} is not trusted, so nothing was sent to ${name}`,
      hint: `If the store has a certificate authority of its own, name its file: ${verify}.`,
      cause: code,
    };
  return undefined;
}

/** The system's code of an error, or of the error behind it: Node gathers those of several addresses in one. */
function networkCode(error: unknown): string | undefined {
  if (error instanceof NobodyThere) return networkCode(error.failure);
  const code = errnoOf(error);
  if (code !== undefined) return code;
  if (error instanceof AggregateError) return error.errors.map(networkCode).find((one) => one !== undefined);
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'TimeoutError') return 'ETIMEDOUT';
  if (/socket hang up|premature close|aborted|proxy connection ended/i.test(error.message))
    return 'ECONNRESET';
  return error.cause === undefined ? undefined : networkCode(error.cause);
}
