import type { Runtime } from '../../values/runtime.ts';
import { isUnknown, MetUnknown, NotModelled } from '../../values/values.ts';

/** The variable of the environment as text; `undefined` where it is not set. Throws `MetUnknown` where the code set an Unknown. */
export function variable(runtime: Runtime, name: string): string | undefined {
  const value = runtime.environment.get(name);
  if (isUnknown(value)) throw new MetUnknown(value);
  return value;
}

/** The folder of `~`. Without HOME, Python asks the password file, which is not read. */
export function homeOf(runtime: Runtime): string {
  const home = variable(runtime, 'HOME');
  if (home === undefined)
    throw new NotModelled('HOME is not set, and the password file, which Python would ask, is not read');
  return home.replace(/\/+$/, '') || '/';
}
