import type { Problem } from './types.ts';

/**
 * Thrown for what a user can mend. Carries every problem found, never just the first.
 * Any other error that is thrown is a bug.
 */
export class CollectstaticError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], options?: ErrorOptions) {
    super(problems.map((problem) => problem.message).join('\n'), options);
    this.name = 'CollectstaticError';
    this.problems = problems;
  }
}

/** Makes an error of one problem, were it a warning elsewhere: `throw fail({ code, message, at, hint })`. */
export function fail(problem: Omit<Problem, 'severity'>, options?: ErrorOptions): CollectstaticError {
  return new CollectstaticError([{ ...problem, severity: 'error' }], options);
}

/** Throws all the errors among `problems` at once; warnings pass. */
export function throwErrors(problems: readonly Problem[]): void {
  if (problems.some((problem) => problem.severity === 'error')) throw new CollectstaticError(problems);
}

/** The same problem for a run that can go on with it. */
export function asWarning(problem: Problem): Problem {
  return { ...problem, severity: 'warning' };
}

/** Does `work`; throws its problems together with the warnings so far, one of which may be their cause. */
export async function withWarnings<Result>(
  warnings: readonly Problem[],
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CollectstaticError) || warnings.length === 0) throw error;
    throw new CollectstaticError([...warnings, ...error.problems], { cause: error });
  }
}

/** Code of a system error (`ENOENT`, `EACCES`, ...); `undefined` for any other error. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' ? code : undefined;
}

/** Problem of a source (absolute path) that changed since it was planned; `cause` says how that shows. */
export function sourceChanged(file: string, cause: string): Problem {
  return {
    code: 'source-changed',
    severity: 'error',
    message: `${file} changed while it was being collected`,
    at: { file },
    hint: 'Run again when nothing writes to it any more.',
    cause,
  };
}

const ERRNO_WORDS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  ENOENT: 'no such file or folder',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'it is a folder',
  EEXIST: 'it exists already',
  ELOOP: 'too many levels of symbolic links',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'disk quota exceeded',
  EROFS: 'the file system is read-only',
  EMFILE: 'too many open files',
  ENFILE: 'too many open files in the system',
  ENAMETOOLONG: 'the name is too long',
  EIO: 'input/output error',
  EBUSY: 'it is in use',
  EFTYPE: 'it is a pipe, a socket or a device',
  EFBIG: 'it is too large',
  ERR_FS_FILE_TOO_LARGE: 'it is larger than 2 GiB, and has to be read whole',
  EXDEV: 'the two places are on different file systems',
  ENOTEMPTY: 'the folder is not empty',
  EMLINK: 'the file system takes no more links to it',
  ENOTSUP: 'the file system does not support it',
  EOPNOTSUPP: 'the file system does not support it',
  EINVAL: 'the system does not take it',
  ETXTBSY: 'it is being run',
  ETIMEDOUT: 'it took too long to answer',
  ENOMEM: 'out of memory',
  EAGAIN: 'a resource is busy for now',
  ESTALE: 'the network file system lost it',
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was reset',
  EHOSTUNREACH: 'no way to the host',
  ENETUNREACH: 'no network',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the name server does not answer',
  HPE_INVALID_CONSTANT: 'the answer is not HTTP',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not trusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not trusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
};

/** Words a system error: `permission denied (EACCES)`. */
export function errnoWords(error: unknown): string {
  const code = errnoOf(error);
  if (code === undefined) return error instanceof Error ? error.message : String(error);
  const words = ERRNO_WORDS[code];
  return `${words ?? systemWords(error)} (${code})`;
}

/** The system's own words for an error that is not in the list: Node puts them between the code and the call. */
function systemWords(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  const [, words] = /^[A-Z0-9_]+: ([^,]+)/.exec(message) ?? [];
  return words ?? 'the system refused it';
}
