import { native } from '../../../native/native.ts';
import { raiseFrom } from '../../../native/raise.ts';
import { List } from '../../../values/list.ts';
import type { Arguments, Runtime } from '../../../values/runtime.ts';
import { bytes, tuple, type Value } from '../../../values/values.ts';
import { moduleFunction } from './url-methods.ts';
import { type EnvParts, getValue, requestOf } from './value.ts';

function castingMethod(
  parts: EnvParts,
  name: string,
  cast: (runtime: Runtime, args: Arguments) => Value,
): Value {
  return native(
    `${name}(self, var, default=..., *, cast=None)`,
    (runtime, args) => getValue(runtime, parts, requestOf(parts, args, cast(runtime, args))),
    { takesUnknown: true },
  );
}

/** `env.list('X', cast=int)` takes the cast first where it is positional. */
function sequenceMethod(parts: EnvParts, name: 'list' | 'tuple'): Value {
  return native(
    `${name}(self, var, cast=None, default=...)`,
    (runtime, args) => {
      const item = args.cast ?? null;
      const whole = name === 'list' ? new List([item]) : tuple([item]);
      return getValue(runtime, parts, requestOf(parts, args, item === null ? runtime.builtin(name) : whole));
    },
    { takesUnknown: true },
  );
}

function textMethod(parts: EnvParts): Value {
  return native(
    'str(self, var, default=..., multiline=False, choices=...)',
    (runtime, args) => {
      const value = getValue(runtime, parts, requestOf(parts, args, runtime.builtin('str')));
      if (args.choices !== undefined) {
        const allowed = runtime.iterate(args.choices).some((choice) => runtime.equal(choice, value));
        if (!allowed) raiseFrom(runtime, parts.improperlyConfigured, `Invalid value: ${runtime.str(value)}`);
      }
      if (!runtime.truth(args.multiline ?? false) || typeof value !== 'string') return value;
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
    bytes: native("bytes(self, var, default=..., encoding='utf8')", (runtime, args) => {
      const value = getValue(runtime, parts, requestOf(parts, args, runtime.builtin('str')));
      return typeof value === 'string' ? bytes(Buffer.from(value)) : value;
    }),
    bool: castingMethod(parts, 'bool', (runtime) => runtime.builtin('bool')),
    int: castingMethod(parts, 'int', (runtime) => runtime.builtin('int')),
    float: castingMethod(parts, 'float', (runtime) => runtime.builtin('float')),
    json: castingMethod(parts, 'json', (runtime) => moduleFunction(runtime, 'json', 'loads')),
    list: sequenceMethod(parts, 'list'),
    tuple: sequenceMethod(parts, 'tuple'),
    dict: native(
      'dict(self, var, cast=..., default=...)',
      (runtime, args) =>
        getValue(runtime, parts, requestOf(parts, args, args.cast ?? runtime.builtin('dict'))),
      { takesUnknown: true },
    ),
  };
}
