import { native } from '../../../native/native.ts';
import { raiseFrom } from '../../../native/raise.ts';
import { List } from '../../../values/containers.ts';
import type { Arguments, Context } from '../../../values/context.ts';
import { bytes, tuple, type Value } from '../../../values/values.ts';
import { moduleFunction } from './url-methods.ts';
import { type EnvParts, getValue, requestOf } from './value.ts';

function castingMethod(
  parts: EnvParts,
  name: string,
  cast: (context: Context, args: Arguments) => Value,
): Value {
  return native(
    `${name}(self, var, default=..., *, cast=None)`,
    (context, args) => getValue(context, parts, requestOf(parts, args, cast(context, args))),
    { takesUnknown: true },
  );
}

/** `env.list('X', cast=int)` takes the cast first where it is positional. */
function sequenceMethod(parts: EnvParts, name: 'list' | 'tuple'): Value {
  return native(
    `${name}(self, var, cast=None, default=...)`,
    (context, args) => {
      const item = args.cast ?? null;
      const whole = name === 'list' ? new List([item]) : tuple([item]);
      return getValue(context, parts, requestOf(parts, args, item === null ? context.builtin(name) : whole));
    },
    { takesUnknown: true },
  );
}

function textMethod(parts: EnvParts): Value {
  return native(
    'str(self, var, default=..., multiline=False, choices=...)',
    (context, args) => {
      const value = getValue(context, parts, requestOf(parts, args, context.builtin('str')));
      if (args.choices !== undefined) {
        const allowed = context.iterate(args.choices).some((choice) => context.equal(choice, value));
        if (!allowed) raiseFrom(context, parts.improperlyConfigured, `Invalid value: ${context.str(value)}`);
      }
      if (!context.truth(args.multiline ?? false) || typeof value !== 'string') return value;
      return value.replace(/(\\r)?\\n/g, '\n');
    },
    { takesUnknown: true },
  );
}

/** `env.str()`, `env.bool()`, ...: the variable as a value of that type. */
export function castMethods(parts: EnvParts): Readonly<Record<string, Value>> {
  return {
    str: textMethod(parts),
    unicode: textMethod(parts),
    bytes: native("bytes(self, var, default=..., encoding='utf8')", (context, args) => {
      const value = getValue(context, parts, requestOf(parts, args, context.builtin('str')));
      return typeof value === 'string' ? bytes(Buffer.from(value)) : value;
    }),
    bool: castingMethod(parts, 'bool', (context) => context.builtin('bool')),
    int: castingMethod(parts, 'int', (context) => context.builtin('int')),
    float: castingMethod(parts, 'float', (context) => context.builtin('float')),
    json: castingMethod(parts, 'json', (context) => moduleFunction(context, 'json', 'loads')),
    list: sequenceMethod(parts, 'list'),
    tuple: sequenceMethod(parts, 'tuple'),
    dict: native(
      'dict(self, var, cast=..., default=...)',
      (context, args) =>
        getValue(context, parts, requestOf(parts, args, args.cast ?? context.builtin('dict'))),
      { takesUnknown: true },
    ),
  };
}
