import type { Problem } from '../../types.ts';
import { document } from './document.ts';
import { problemJson } from './problem.ts';

/** Document of `collectstatic find --format json`: for each path asked for, the files found, the winner first. */
export function foundJson(
  found: readonly { readonly path: string; readonly files: readonly string[]; readonly nearest?: string }[],
  problems: readonly Problem[],
): string {
  const ok = found.every(({ files }) => files.length > 0);
  return document({ command: 'find', ok, found, problems: problems.map(problemJson) });
}
