/** django-configurations' `values`: settings that the environment may set under `DJANGO_<NAME>`. */

import { strip } from '../../../../text/blanks.ts';
import { expectPath, expectStr } from '../../../native/expect.ts';
import { computed, native, nativeClass } from '../../../native/native.ts';
import { stateSlot } from '../../../native/state-slot.ts';
import { absolutePath } from '../../../text/paths.ts';
import { Dict } from '../../../values/dict.ts';
import { List } from '../../../values/list.ts';
import type { Arguments, Runtime } from '../../../values/runtime.ts';
import { SetValue } from '../../../values/set-value.ts';
import { type ClassValue, NotModelled, tuple, type Value } from '../../../values/values.ts';
import { homeOf } from '../../stdlib/home.ts';

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
  /** Converts the text of the variable. */
  readonly toPython: (runtime: Runtime, text: string, value: WaitingValue) => Value;
  /** Converts the default in the code when the Value is made. */
  readonly toDefault?: (runtime: Runtime, value: Value) => Value;
  /** Carried out on whatever the value is when it is set up. */
  readonly finish?: (runtime: Runtime, value: Value, options: Dict) => Value;
}

const waiting = stateSlot<WaitingValue>();

function toBool(runtime: Runtime, text: string): boolean {
  const word = strip(text).toLowerCase();
  if (['yes', 'y', 'true', '1'].includes(word)) return true;
  if (['no', 'n', 'false', '0', ''].includes(word)) return false;
  return runtime.raise('ValueError', `Cannot interpret boolean value ${runtime.repr(text)}`);
}

const casting = (name: string) => (runtime: Runtime, text: string) =>
  runtime.call(runtime.builtin(name), [text]);

function sequence(runtime: Runtime, text: string, { options }: WaitingValue): readonly Value[] {
  const parts = strip(text)
    .split(expectStr(options.get('separator') ?? ','))
    .map((part) => strip(part))
    .filter((part) => part !== '');
  const converter = options.get('converter') ?? null;
  return converter === null ? parts : parts.map((part) => runtime.call(converter, [part]));
}

const listOf = (runtime: Runtime, value: Value): Value =>
  new List(value === null ? [] : runtime.iterate(value));
const tupleOf = (runtime: Runtime, value: Value): Value =>
  tuple(value === null ? [] : runtime.iterate(value));

function toDict(runtime: Runtime, text: string): Value {
  const value = text === '' ? new Dict() : runtime.literal(text);
  return value instanceof Dict
    ? value
    : runtime.raise('ValueError', `Cannot interpret dict value ${runtime.repr(text)}`);
}

function toPath(runtime: Runtime, value: Value, options: Dict): Value {
  const text = expectPath(runtime, value);
  const path = text.startsWith('~') ? homeOf(runtime) + text.slice(1) : text;
  if (runtime.truth(options.get('check_exists') ?? true) && runtime.files.kind(path) === null)
    runtime.raise('ValueError', `Path ${runtime.repr(path)} does not exist.`);
  return absolutePath(path, runtime.cwd);
}

function positive(runtime: Runtime, text: string): Value {
  const value = runtime.call(runtime.builtin('int'), [text]);
  return runtime.less(value, 0n) ? runtime.raise('ValueError', `Cannot interpret value ${text}`) : value;
}

const asText = (_: Runtime, text: string): Value => text;

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
    toPython: (runtime, text, value) => new List(sequence(runtime, text, value)),
    toDefault: listOf,
  },
  {
    name: 'BackendsValue',
    toPython: (runtime, text, value) => new List(sequence(runtime, text, value)),
    toDefault: listOf,
  },
  {
    name: 'TupleValue',
    toPython: (runtime, text, value) => tuple(sequence(runtime, text, value)),
    toDefault: tupleOf,
  },
  {
    name: 'SetValue',
    toPython: (runtime, text, value) => new SetValue(sequence(runtime, text, value)),
    toDefault: (runtime, value) => new SetValue(value === null ? [] : runtime.iterate(value)),
  },
  {
    name: 'DictValue',
    toPython: toDict,
    toDefault: (runtime, value) =>
      value === null ? new Dict() : runtime.call(runtime.builtin('dict'), [value]),
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
export function setUp(runtime: Runtime, value: WaitingValue, name: string): Value {
  const variable = variableOf(value, name);
  const set = variable === null ? undefined : runtime.environment.get(variable);
  if (set === undefined && variable !== null && value.required)
    runtime.raise(
      'ValueError',
      `Value '${name}' is required to be set as the environment variable '${variable}'`,
    );
  const found = set === undefined ? value.default : value.kind.toPython(runtime, expectStr(set), value);
  return value.kind.finish === undefined ? found : value.kind.finish(runtime, found, value.options);
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

function make(runtime: Runtime, kind: ValueKind, args: Arguments): Value {
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
    default: kind.toDefault === undefined ? given : kind.toDefault(runtime, given),
    environ: kind.name === 'SecretValue' || runtime.truth(environ),
    name: name === null ? null : expectStr(name),
    prefix: prefix === null ? null : expectStr(prefix).replace(/_$/, ''),
    required: kind.name === 'SecretValue' || runtime.truth(args.environ_required ?? false),
    options: args.options instanceof Dict ? args.options : new Dict(),
  };
  const waits = args.late_binding === undefined ? isLate : runtime.truth(args.late_binding);
  const ready = value.environ ? value.name !== null : runtime.truth(value.default);
  return !waits && ready ? setUp(runtime, value, value.name ?? '') : waiting.make(args.cls, value);
}

function kindClass(kind: ValueKind, bases: readonly ClassValue[]): ClassValue {
  const current = (runtime: Runtime, self: Value): Value => {
    const value = waiting.of(self);
    return value.name === null ? value.default : setUp(runtime, value, value.name);
  };
  return nativeClass({
    name: kind.name,
    module: 'configurations.values',
    bases,
    members: {
      __new__: native(NEW, (runtime, args) => make(runtime, kind, args)),
      value: computed(current),
      default: computed((_, self) => waiting.of(self).default),
      __str__: native('__str__(self)', (runtime, { self = null }) => runtime.str(current(runtime, self))),
      __bool__: native('__bool__(self)', (runtime, { self = null }) => runtime.truth(current(runtime, self))),
      setup: native('setup(self, name)', (runtime, { self = null, name }) =>
        setUp(runtime, waiting.of(self), expectStr(name)),
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
