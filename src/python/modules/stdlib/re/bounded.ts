import { createContext, type Context as Sandbox, Script } from 'node:vm';
import { NotModelled } from '../../../values/values.ts';

/** Milliseconds one matching may take. Python has no such bound; an evaluation that must end needs one. */
const LONGEST = 200;

// Below this, a pattern without nested repeats is done before a watchdog could be set up. Characters.
const SHORT = 200;

let sandbox: Sandbox | undefined;
let script: Script | undefined;

/** Carries out `work`, which matches `text`; a pattern that runs away ends in `NotModelled`. */
export function bounded<Result>(nested: boolean, text: string, work: () => Result): Result {
  if (!nested && text.length < SHORT) return work();
  // V8 looks for interruptions while it backtracks, and a timed script is the one way to send it one.
  sandbox ??= createContext({ work: null });
  script ??= new Script('work()');
  let result: Result | undefined;
  sandbox.work = () => {
    result = work();
  };
  try {
    script.runInContext(sandbox, { timeout: LONGEST });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw new NotModelled('matching the regular expression takes too long');
  }
  return result as Result;
}
