/** django-configurations' `values`: settings that the environment may set under `DJANGO_<NAME>`. */

import { expectPath, expectStr } from '../../../native/expect.ts';
import { computed, native, nativeClass } from '../../../native/native.ts';
import { stateSlot } from '../../../native/state-slot.ts';
import { absolutePath } from '../../../text/paths.ts';
import { Dict, List, SetValue } from '../../../values/containers.ts';
import type { Arguments, Context } from '../../../values/context.ts';
import { type ClassValue, NotModelled, tuple, type Value } from '../../../values/values.ts';
import { literalValue } from '../../stdlib/ast.ts';
import { homeOf } from '../../stdlib/home.ts';
import { strip } from '../../stdlib/text-file.ts';

/** A Value that waits to be told its name. */
export interface WaitingValue {
  readonly kind: ValueKind;
  readonly default: Value;
  readonly environ: boolean;
  readonly name: string | null;
  readonly prefix: string | null;
  readonly required: boolean;
  readonly options: Dict;
}

interface ValueKind {
  readonly name: string;
  /** What the text of the variable comes to. */
  readonly toPython: (context: Context, text: string, value: WaitingValue) => Value;
  /** What the default in the code comes to when the Value is made. */
  readonly toDefault?: (context: Context, value: Value) => Value;
  /** Carried out on whatever the value is when it is set up. */
  readonly finish?: (context: Context, value: Value, options: Dict) => Value;
}

const waiting = stateSlot<WaitingValue>();

function toBool(context: Context, text: string): boolean {
  const word = strip(text).toLowerCase();
  if (['yes', 'y', 'true', '1'].includes(word)) return true;
  if (['no', 'n', 'false', '0', ''].includes(word)) return false;
  return context.raise('ValueError', `Cannot interpret boolean value ${context.repr(text)}`);
}

const casting = (name: string) => (context: Context, text: string) =>
  context.call(context.builtin(name), [text]);

function sequence(context: Context, text: string, { options }: WaitingValue): readonly Value[] {
  const parts = strip(text)
    .split(expectStr(options.get('separator') ?? ','))
    .map(strip)
    .filter((part) => part !== '');
  const converter = options.get('converter') ?? null;
  return converter === null ? parts : parts.map((part) => context.call(converter, [part]));
}

const listOf = (context: Context, value: Value): Value =>
  new List(value === null ? [] : context.iterate(value));
const tupleOf = (context: Context, value: Value): Value =>
  tuple(value === null ? [] : context.iterate(value));

function toDict(context: Context, text: string): Value {
  const value = text === '' ? new Dict() : literalValue(context, text);
  return value instanceof Dict
    ? value
    : context.raise('ValueError', `Cannot interpret dict value ${context.repr(text)}`);
}

function toPath(context: Context, value: Value, options: Dict): Value {
  const text = expectPath(context, value);
  const path = text.startsWith('~') ? homeOf(context) + text.slice(1) : text;
  if (context.truth(options.get('check_exists') ?? true) && context.files.kind(path) === null)
    context.raise('ValueError', `Path ${context.repr(path)} does not exist.`);
  return absolutePath(path, context.cwd);
}

function positive(context: Context, text: string): Value {
  const value = context.call(context.builtin('int'), [text]);
  return context.less(value, 0n) ? context.raise('ValueError', `Cannot interpret value ${text}`) : value;
}

const asText = (_: Context, text: string): Value => text;

const notModelled = (): never => {
  throw new NotModelled('what such a URL comes to is not modelled');
};

const KINDS: readonly ValueKind[] = [
  { name: 'Value', toPython: asText },
  { name: 'BooleanValue', toPython: toBool },
  { name: 'IntegerValue', toPython: casting('int') },
  { name: 'PositiveIntegerValue', toPython: positive },
  { name: 'FloatValue', toPython: casting('float') },
  {
    name: 'ListValue',
    toPython: (context, text, value) => new List(sequence(context, text, value)),
    toDefault: listOf,
  },
  {
    name: 'BackendsValue',
    toPython: (context, text, value) => new List(sequence(context, text, value)),
    toDefault: listOf,
  },
  {
    name: 'TupleValue',
    toPython: (context, text, value) => tuple(sequence(context, text, value)),
    toDefault: tupleOf,
  },
  {
    name: 'SetValue',
    toPython: (context, text, value) => new SetValue(sequence(context, text, value)),
    toDefault: (context, value) => new SetValue(value === null ? [] : context.iterate(value)),
  },
  {
    name: 'DictValue',
    toPython: toDict,
    toDefault: (context, value) =>
      value === null ? new Dict() : context.call(context.builtin('dict'), [value]),
  },
  { name: 'EmailValue', toPython: asText },
  { name: 'URLValue', toPython: asText },
  { name: 'IPValue', toPython: asText },
  { name: 'RegexValue', toPython: asText },
  { name: 'PathValue', toPython: asText, finish: toPath },
  { name: 'SecretValue', toPython: asText },
  { name: 'DatabaseURLValue', toPython: notModelled },
  { name: 'CacheURLValue', toPython: notModelled },
  { name: 'EmailURLValue', toPython: notModelled },
  { name: 'SearchURLValue', toPython: notModelled },
];

const LATE = ['DatabaseURLValue', 'CacheURLValue', 'EmailURLValue', 'SearchURLValue'];

/** The variable that may set the value under this name; `null` where none may. */
export function variableOf(value: WaitingValue, name: string): string | null {
  if (!value.environ) return null;
  return [value.prefix, value.name ?? name.toUpperCase()]
    .filter((part) => part !== null && part !== '')
    .join('_');
}

/** The value under a name: of the variable where it is set, else the default. Raises ValueError where one is required. */
export function setUp(context: Context, value: WaitingValue, name: string): Value {
  const variable = variableOf(value, name);
  const set = variable === null ? undefined : context.environment.get(variable);
  if (set === undefined && variable !== null && value.required)
    context.raise(
      'ValueError',
      `Value '${name}' is required to be set as the environment variable '${variable}'`,
    );
  const found = set === undefined ? value.default : value.kind.toPython(context, expectStr(set), value);
  return value.kind.finish === undefined ? found : value.kind.finish(context, found, value.options);
}

/** The Value a setting of a Configuration is bound to, if it is one. */
export function waitingValue(value: Value): WaitingValue | undefined {
  if (typeof value !== 'object' || value?.kind !== 'instance') return undefined;
  const isValue = value.class.mro.some(
    (base) => base.kind === 'class' && base.module === 'configurations.values',
  );
  return isValue ? (value.state as WaitingValue) : undefined;
}

const NEW =
  "__new__(cls, default=None, environ=True, environ_name=None, environ_prefix='DJANGO', environ_required=False, late_binding=..., **options)";

function make(context: Context, kind: ValueKind, args: Arguments): Value {
  const {
    default: fallback = null,
    environ = true,
    environ_name: name = null,
    environ_prefix: prefix = null,
  } = args;
  if (typeof args.cls !== 'object' || args.cls?.kind !== 'class')
    throw new NotModelled('what is made is no class');
  if (args.cls.at !== undefined) throw new NotModelled('a Value class of the project is not modelled');
  const isLate = LATE.includes(kind.name);
  const given = waitingValue(fallback)?.default ?? fallback;
  const value: WaitingValue = {
    kind,
    default: kind.toDefault === undefined ? given : kind.toDefault(context, given),
    environ: kind.name === 'SecretValue' || context.truth(environ),
    name: name === null ? null : expectStr(name),
    prefix: prefix === null ? null : expectStr(prefix).replace(/_$/, ''),
    required: kind.name === 'SecretValue' || context.truth(args.environ_required ?? false),
    options: args.options instanceof Dict ? args.options : new Dict(),
  };
  const waits = args.late_binding === undefined ? isLate : context.truth(args.late_binding);
  const ready = value.environ ? value.name !== null : context.truth(value.default);
  return !waits && ready ? setUp(context, value, value.name ?? '') : waiting.make(args.cls, value);
}

function kindClass(kind: ValueKind, bases: readonly ClassValue[]): ClassValue {
  const current = (context: Context, self: Value): Value => {
    const value = waiting.of(self);
    return value.name === null ? value.default : setUp(context, value, value.name);
  };
  return nativeClass({
    name: kind.name,
    module: 'configurations.values',
    bases,
    members: {
      __new__: native(NEW, (context, args) => make(context, kind, args)),
      value: computed(current),
      default: computed((_, self) => waiting.of(self).default),
      __str__: native('__str__(self)', (context, { self = null }) => context.str(current(context, self))),
      __bool__: native('__bool__(self)', (context, { self = null }) => context.truth(current(context, self))),
      setup: native('setup(self, name)', (context, { self = null, name }) =>
        setUp(context, waiting.of(self), expectStr(name)),
      ),
    },
  });
}

export function valueClasses(): Readonly<Record<string, Value>> {
  const [first, ...rest] = KINDS as readonly [ValueKind, ...ValueKind[]];
  const base = kindClass(first, []);
  const classes = rest.map((kind): [string, Value] => [kind.name, kindClass(kind, [base])]);
  return { Value: base, ...Object.fromEntries(classes) };
}
