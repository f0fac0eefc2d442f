import type { Runtime } from '../values/runtime.ts';
import type { ClassValue } from '../values/values.ts';

/** Raises a Python exception of a class that is not built in: `raiseFrom(runtime, JSONDecodeError, 'bad value')`. */
export function raiseFrom(runtime: Runtime, type: ClassValue, message: string): never {
  return runtime.raiseException(runtime.call(type, [message]));
}
