import type { Problem } from '../../types.ts';
import { document } from './document.ts';
import { problemJson } from './problem.ts';

/** Document of any command that could not do its work. */
export function failureJson(command: string, problems: readonly Problem[]): string {
  return document({ command, ok: false, problems: problems.map(problemJson) });
}
