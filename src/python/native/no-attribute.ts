import type { Runtime } from '../values/runtime.ts';
import type { Value } from '../values/values.ts';

/** Raises AttributeError about a name that `value` has not, in Python's words. */
export function raiseNoAttribute(runtime: Runtime, value: Value, name: string): never {
  return runtime.raise('AttributeError', `${described(runtime, value)} has no attribute '${name}'`);
}

function described(runtime: Runtime, value: Value): string {
  if (typeof value === 'object' && value?.kind === 'module') return `module '${value.name}'`;
  if (typeof value === 'object' && value?.kind === 'class') return `type object '${value.name}'`;
  return `'${runtime.classOf(value).name}' object`;
}
