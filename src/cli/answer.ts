import type { CollectstaticError } from '../errors.ts';
import type { SettingsRequest } from '../settings/index.ts';
import type { SharedOptions } from './options/index.ts';
import type { ProcessLike } from './process.ts';

/** Exit code for a run that has to be Django's own. */
export const LEFT_TO_DJANGO = 3;

/** Codes of errors that arise only because this tool can't do the work of a class of the project. */
const DJANGO_CAN: ReadonlySet<string> = new Set(['storage-unknown', 'storage-overrides', 'finder-unknown']);

/** True if Django's own command would do what ended a run, and the management command asked for that exit code. */
export function isLeftToDjango({ leaveToDjango }: SharedOptions, { problems }: CollectstaticError): boolean {
  const errors = problems.filter(({ severity }) => severity === 'error');
  return leaveToDjango === true && errors.length > 0 && errors.every(({ code }) => DJANGO_CAN.has(code));
}

/**
 * Where the settings come from: the working directory, the environment, and what manage.py told. That comes by stdin: it may
 * hold what nobody else is to read, in a file or in the list of processes.
 */
export async function settingsContext(
  process: ProcessLike,
  { answer }: SharedOptions,
): Promise<Pick<SettingsRequest, 'cwd' | 'env' | 'answer'>> {
  const context = { cwd: process.cwd(), env: process.env };
  if (answer !== true) return context;
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(Buffer.from(part));
  return { ...context, answer: Buffer.concat(parts).toString('utf8') };
}
