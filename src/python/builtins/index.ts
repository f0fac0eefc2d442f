import { EXCEPTIONS } from '../types/exceptions.ts';
import { BUILTIN_CLASSES } from '../types/index.ts';
import { ELLIPSIS, NOT_IMPLEMENTED, type Value } from '../values/values.ts';
import { OBJECT_FUNCTIONS } from './objects.ts';
import { OPEN } from './open.ts';
import { VALUE_FUNCTIONS } from './values.ts';

/** Every name that is there without an import. */
export function builtinNames(): readonly (readonly [string, Value])[] {
  return [
    ...BUILTIN_CLASSES.map((type) => [type.name, type] as const),
    ...[...EXCEPTIONS].map(([name, type]) => [name, type] as const),
    ['IOError', EXCEPTIONS.get('OSError') ?? null],
    ['EnvironmentError', EXCEPTIONS.get('OSError') ?? null],
    ...Object.entries(VALUE_FUNCTIONS),
    ...Object.entries(OBJECT_FUNCTIONS),
    ['open', OPEN],
    ['Ellipsis', ELLIPSIS],
    ['NotImplemented', NOT_IMPLEMENTED],
    ['__debug__', true],
  ];
}
