import type { Runtime } from '../../../values/runtime.ts';
import type { ClassValue } from '../../../values/values.ts';

/** A class of another modelled module: the same object for everyone, so that a change of it is seen by all. */
export function importedClass(runtime: Runtime, module: string, name: string): ClassValue {
  const found = runtime.getAttribute(runtime.importModule(module), name);
  if (typeof found === 'object' && found?.kind === 'class') return found;
  throw new Error(`${module}.${name} is no modelled class`);
}
