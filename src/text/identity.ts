import { createHash } from 'node:crypto';
import { relative, sep } from 'node:path';

/** Gives a finding its identity: hex digits. `file`: absolute; `subject`: what it is about. */
export type IdentityOf = (code: string, file: string | undefined, subject: string) => string;

/**
 * Makes a function that gives findings their identity, which no line number and no folder of this machine is part of: of
 * those that agree in all else, the n-th has the same one in each run.
 */
export function identities(cwd: string): IdentityOf {
  const seen = new Map<string, number>();
  return (code, file, subject) => {
    const place = file === undefined ? '' : relative(cwd, file).replaceAll(sep, '/');
    const key = [code, place, subject].join('\0');
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    return createHash('sha256').update(`${key}\0${nth}`).digest('hex').slice(0, 32);
  };
}
