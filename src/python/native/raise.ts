import type { Context } from '../values/context.ts';
import type { ClassValue } from '../values/values.ts';

/** Raises a Python exception of a class that is not built in: `raiseFrom(context, JSONDecodeError, 'bad value')`. */
export function raiseFrom(context: Context, type: ClassValue, message: string): never {
  return context.raiseException(context.call(type, [message]));
}
