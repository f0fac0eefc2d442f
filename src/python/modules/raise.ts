import type { Context } from '../native.ts';
import type { ClassValue } from '../values.ts';

/** Raises a Python exception of a class that is not built in: `raiseFrom(context, JSONDecodeError, 'bad value')`. */
export function raiseFrom(context: Context, type: ClassValue, message: string): never {
  return context.raiseException(context.call(type, [message]));
}
