import { computed, instance, native, nativeClass } from '../../native/native.ts';
import { builtinClass, identity } from '../../native/stand-ins.ts';
import { stateSlot } from '../../native/state-slot.ts';
import { TYPE } from '../../types/type.ts';
import { Dict } from '../../values/dict.ts';
import type { NativeModule, Runtime } from '../../values/runtime.ts';
import { type ClassValue, type Instance, NotModelled, type Value } from '../../values/values.ts';

interface Member {
  readonly name: string;
  readonly value: Value;
}

const enumMembers = stateSlot<Member>();

const membersOf = new WeakMap<ClassValue, readonly Instance[]>();

/** Class of the result of `auto()`. */
const autoClass: ClassValue = nativeClass({ name: 'auto', module: 'enum' });

function stateOf(self: Value | undefined): Member {
  return enumMembers.of(self);
}

function isMember(name: string, value: Value): boolean {
  if (/^_/.test(name)) return false;
  if (typeof value !== 'object' || value === null) return true;
  return !['function', 'native', 'property', 'classmethod', 'staticmethod', 'class'].includes(value.kind);
}

/** Value that `auto()` stands for: one more than the last int; for StrEnum, the name in small letters. */
function automatic(name: string, texts: boolean, before: readonly Instance[]): Value {
  if (texts) return name.toLowerCase();
  let most = 0n;
  for (const member of before) {
    const { value } = stateOf(member);
    if (typeof value === 'bigint' && value > most) most = value;
  }
  return most + 1n;
}

/** True if the members are str or int at the same time: as text or number they then pass for their value. */
function mixedIn(type: ClassValue): boolean {
  return type.mro.some((base) => base.kind === 'class' && ['str', 'int', 'float'].includes(base.name));
}

const STEPS_FOR_CLASS = 20;
const STEPS_PER_MEMBER = 5;

function toEnum(runtime: Runtime, type: ClassValue): Value {
  const found: Instance[] = [];
  const inherited = type.mro.slice(1).find((base) => base.kind === 'class' && membersOf.has(base));
  if (inherited !== undefined) runtime.raise('TypeError', `${type.name}: cannot extend an enumeration`);
  const texts = type.mro.some((base) => base.kind === 'class' && base.name === 'StrEnum');
  for (const { key, value } of [...type.namespace.entries()]) {
    const name = key as string;
    if (!isMember(name, value)) continue;
    if (typeof value === 'object' && value?.kind === 'unknown') throw new NotModelled(value.reason);
    const isAuto = typeof value === 'object' && value?.kind === 'instance' && value.class === autoClass;
    const given = isAuto ? automatic(name, texts, found) : value;
    const alias = found.find((member) => runtime.equal(stateOf(member).value, given));
    const member = alias ?? enumMembers.make(type, { name, value: given });
    if (alias === undefined) found.push(member);
    type.namespace.set(name, member);
  }
  runtime.charge(STEPS_FOR_CLASS + found.length * STEPS_PER_MEMBER);
  membersOf.set(type, found);
  putFirst(type);
  return type;
}

/** `class Colour(str, Enum)`: the methods of an enumeration go before those of its members' other type. */
function putFirst(type: ClassValue): void {
  const own = type.mro.find(
    (base) => base.kind === 'class' && base.module === 'enum' && base.name === 'Enum',
  );
  if (own?.kind !== 'class') return;
  for (const name of ['__new__', '__init__', '__str__', '__repr__', '__eq__', 'name', 'value', '_value_']) {
    const isTheirs = type.mro.some(
      (base) =>
        base.kind === 'class' &&
        (base.at !== undefined || base.name === 'StrEnum') &&
        base.namespace.has(name),
    );
    const value = own.namespace.get(name);
    if (!isTheirs && value !== undefined) type.namespace.set(name, value);
  }
}

interface Enumeration {
  readonly type: ClassValue;
  readonly members: readonly Instance[];
}

function membersIn(cls: Value | undefined): Enumeration {
  const type = typeof cls === 'object' && cls?.kind === 'class' ? cls : undefined;
  const members = type === undefined ? undefined : membersOf.get(type);
  if (type === undefined || members === undefined)
    throw new NotModelled('enumerations made by a call are not modelled');
  return { type, members };
}

function isMemberOf({ members }: Enumeration, value: Value | undefined): value is Instance {
  return members.some((member) => member === value);
}

function lookUp(runtime: Runtime, cls: Value, value: Value): Value {
  const { type, members } = membersIn(cls);
  const own = members.find((member) => member === value || runtime.equal(stateOf(member).value, value));
  if (own !== undefined) return own;
  if (type.mro.some((base) => base.kind === 'class' && base.namespace.has('_missing_')))
    throw new NotModelled('_missing_ of an enumeration is not modelled');
  return runtime.raise('ValueError', `${runtime.repr(value)} is not a valid ${type.name}`);
}

function refuseMember(runtime: Runtime, self: Value, name: Value, verb: string): void {
  if (typeof self !== 'object' || self?.kind !== 'class' || !membersOf.has(self)) return;
  if (isMemberOf(membersIn(self), self.namespace.get(name)))
    runtime.raise('AttributeError', `cannot ${verb} member '${String(name)}'`);
}

/** `Colour['RED']`, `for colour in Colour`, `Colour.__members__`: what the class of enumerations can do. */
const ENUM_TYPE: ClassValue = nativeClass({
  name: 'EnumType',
  module: 'enum',
  bases: [TYPE],
  members: {
    __members__: computed((_, self) => {
      const { type } = membersIn(self);
      return new Dict(
        [...type.namespace.entries()]
          .filter((entry) => isMemberOf(membersIn(self), entry.value))
          .map(({ key, value }) => [key, value]),
      );
    }),
    __getitem__: native('__getitem__(self, name)', (runtime, { self, name = null }) => {
      const found = membersIn(self).type.namespace.get(name);
      return isMemberOf(membersIn(self), found) ? found : runtime.raiseValue('KeyError', name);
    }),
    __setattr__: native(
      '__setattr__(self, name, value)',
      (runtime, { self = null, name = null, value = null }) => {
        refuseMember(runtime, self, name, 'reassign');
        runtime.setPlainly(self, String(name), value);
        return null;
      },
      { takesUnknown: true },
    ),
    __delattr__: native('__delattr__(self, name)', (runtime, { self = null, name = null }) => {
      refuseMember(runtime, self, name, 'delete');
      runtime.deleteAttribute(self, String(name), true);
      return null;
    }),
    __iter__: native('__iter__(self)', (runtime, { self }) => runtime.listOf(membersIn(self).members)),
    __len__: native('__len__(self)', (_, { self }) => BigInt(membersIn(self).members.length)),
    __contains__: native('__contains__(self, item)', (_, { self, item = null }) => {
      if (isMemberOf(membersIn(self), item)) return true;
      throw new NotModelled('`in` an enumeration depends on the version of Python');
    }),
  },
});

export const enumModule: NativeModule = {
  name: 'enum',
  from: 'stdlib',
  names: (runtime) => {
    const module = 'enum';
    const Enum = nativeClass({
      name: 'Enum',
      module,
      metaclass: ENUM_TYPE,
      subclassed: toEnum,
      standsFor: (member) => (mixedIn(member.class) ? stateOf(member).value : undefined),
      members: {
        __new__: native('__new__(cls, value)', (call, { cls = null, value = null }) =>
          lookUp(call, cls, value),
        ),
        __init__: native('__init__(self, *args)', () => null),
        name: computed((_, self) => stateOf(self).name),
        value: computed((_, self) => stateOf(self).value),
        _value_: computed((_, self) => stateOf(self).value),
        __str__: native('__str__(self)', (call, { self = null }) => {
          const type = call.classOf(self);
          if (mixedIn(type))
            throw new NotModelled('the text of such an enumeration depends on the version of Python');
          return `${type.name}.${stateOf(self).name}`;
        }),
        __repr__: native('__repr__(self)', (call, { self = null }) => {
          const { name, value } = stateOf(self);
          return `<${call.classOf(self).name}.${name}: ${call.repr(value)}>`;
        }),
        __eq__: native('__eq__(self, other)', (call, { self = null, other = null }) => {
          if (self === other) return true;
          return mixedIn(call.classOf(self)) && call.equal(stateOf(self).value, other);
        }),
      },
    });
    const StrEnum = nativeClass({
      name: 'StrEnum',
      module,
      bases: [Enum, builtinClass(runtime, 'str')],
      subclassed: toEnum,
      members: { __str__: native('__str__(self)', (_, { self }) => stateOf(self).value) },
    });
    const IntEnum = nativeClass({
      name: 'IntEnum',
      module,
      bases: [Enum, builtinClass(runtime, 'int')],
      subclassed: toEnum,
    });
    return { Enum, StrEnum, IntEnum, auto: makerOf(autoClass), unique: identity('unique') };
  },
};

function makerOf(type: ClassValue): Value {
  return native('auto()', () => instance(type));
}
