import { computed, instance, native, nativeClass } from '../../native/native.ts';
import { opaqueClass, unknowable } from '../../native/stand-ins.ts';
import type { NativeModule, Runtime } from '../../values/runtime.ts';
import {
  type ClassValue,
  type Instance,
  NOT_IMPLEMENTED,
  NotModelled,
  type Value,
} from '../../values/values.ts';

const DAY = 86_400_000_000n;

/** Microseconds in each unit, in the order of `timedelta(days, seconds, ...)`. */
const UNITS: readonly (readonly [string, bigint])[] = [
  ['days', DAY],
  ['seconds', 1_000_000n],
  ['microseconds', 1n],
  ['milliseconds', 1000n],
  ['minutes', 60_000_000n],
  ['hours', 3_600_000_000n],
  ['weeks', 7n * DAY],
];

function microseconds(value: Value, unit: bigint): bigint {
  if (typeof value === 'boolean') return value ? unit : 0n;
  if (typeof value === 'bigint') return value * unit;
  // Halves, quarters and the like are exact; rounding as Python does elsewhere is not worth having.
  const product = typeof value === 'number' ? value * Number(unit) : Number.NaN;
  if (!Number.isSafeInteger(product)) throw new NotModelled('such a fraction of a timedelta is not modelled');
  return BigInt(product);
}

/** A timedelta is its microseconds. */
function amount(value: Value | undefined): bigint {
  const found = amountOf(value);
  if (found === undefined) throw new NotModelled('an argument is no timedelta');
  return found;
}

function amountOf(value: Value | undefined): bigint | undefined {
  if (typeof value !== 'object' || value?.kind !== 'instance') return undefined;
  return typeof value.state === 'bigint' ? value.state : undefined;
}

/** Division that rounds down, as Python's `//`. */
function floorDivide(left: bigint, right: bigint): bigint {
  const quotient = left / right;
  return left % right !== 0n && left < 0n !== right < 0n ? quotient - 1n : quotient;
}

function toText(total: bigint): string {
  const days = floorDivide(total, DAY);
  const rest = total - days * DAY;
  const seconds = rest / 1_000_000n;
  const pad = (part: bigint, width: number): string => String(part).padStart(width, '0');
  const clock = `${seconds / 3600n}:${pad((seconds / 60n) % 60n, 2)}:${pad(seconds % 60n, 2)}`;
  const fraction = rest % 1_000_000n === 0n ? '' : `.${pad(rest % 1_000_000n, 6)}`;
  const head = days === 0n ? '' : `${days} day${days === 1n || days === -1n ? '' : 's'}, `;
  return head + clock + fraction;
}

type Operation = (self: Instance, left: bigint, other: Value, right: bigint | undefined) => Value;

function operator(name: string, work: Operation): Value {
  return native(`${name}(self, other)`, (_, { self, other = null }) =>
    work(self as Instance, amount(self), other, amountOf(other)),
  );
}

const like = (self: Instance, total: bigint): Value => instance(self.class, total);

function times(self: Instance, left: bigint, other: Value): Value {
  if (typeof other !== 'bigint' && typeof other !== 'number') return NOT_IMPLEMENTED;
  return like(self, microseconds(other, left));
}

function divided(self: Instance, left: bigint, other: Value, right: bigint | undefined): Value {
  if (right !== undefined && right !== 0n) return Number(left) / Number(right);
  if (typeof other !== 'bigint' || other === 0n || left % other !== 0n)
    throw new NotModelled('such a division of a timedelta is not modelled');
  return like(self, left / other);
}

function compared(name: string, holds: (left: bigint, right: bigint) => boolean): Value {
  return operator(name, (_, left, __, right) => (right === undefined ? NOT_IMPLEMENTED : holds(left, right)));
}

const part = (get: (total: bigint) => Value): Value => computed((_, self) => get(amount(self)));

function made(runtime: Runtime, cls: Value, args: Readonly<Record<string, Value>>): Value {
  const total = UNITS.reduce((sum, [name, unit]) => sum + microseconds(args[name] ?? 0n, unit), 0n);
  if (typeof cls !== 'object' || cls?.kind !== 'class') throw new NotModelled('what is made is no class');
  const days = floorDivide(total, DAY);
  if (days > 999_999_999n || days < -999_999_999n)
    runtime.raise('OverflowError', `days=${days}; must have magnitude <= 999999999`);
  return instance(cls, total);
}

function timedeltaClass(): ClassValue {
  const parameters = UNITS.map(([name]) => `${name}=0`).join(', ');
  return nativeClass({
    name: 'timedelta',
    fixed: 'all',
    module: 'datetime',
    complete: true,
    hashKey: (self) => `timedelta:${String(self.state)}`,
    members: {
      __new__: native(`__new__(cls, ${parameters})`, (runtime, args) =>
        made(runtime, args.cls ?? null, args),
      ),
      days: part((total) => floorDivide(total, DAY)),
      seconds: part((total) => (total - floorDivide(total, DAY) * DAY) / 1_000_000n),
      microseconds: part((total) => total - floorDivide(total, 1_000_000n) * 1_000_000n),
      total_seconds: native('total_seconds(self)', (_, { self }) => Number(amount(self)) / 1_000_000),
      __str__: native('__str__(self)', (_, { self }) => toText(amount(self))),
      __bool__: native('__bool__(self)', (_, { self }) => amount(self) !== 0n),
      __neg__: native('__neg__(self)', (_, { self }) => like(self as Instance, -amount(self))),
      __pos__: native('__pos__(self)', (_, { self = null }) => self),
      __abs__: native('__abs__(self)', (_, { self }) => {
        const total = amount(self);
        return like(self as Instance, total < 0n ? -total : total);
      }),
      __add__: operator('__add__', (self, left, _, right) =>
        right === undefined ? NOT_IMPLEMENTED : like(self, left + right),
      ),
      __sub__: operator('__sub__', (self, left, _, right) =>
        right === undefined ? NOT_IMPLEMENTED : like(self, left - right),
      ),
      __mul__: operator('__mul__', times),
      __rmul__: operator('__rmul__', times),
      __truediv__: operator('__truediv__', divided),
      __floordiv__: operator('__floordiv__', (self, left, other, right) => {
        if (right !== undefined && right !== 0n) return floorDivide(left, right);
        if (typeof other === 'bigint' && other !== 0n) return like(self, floorDivide(left, other));
        throw new NotModelled('such a division of a timedelta is not modelled');
      }),
      __lt__: compared('__lt__', (left, right) => left < right),
      __le__: compared('__le__', (left, right) => left <= right),
      __gt__: compared('__gt__', (left, right) => left > right),
      __ge__: compared('__ge__', (left, right) => left >= right),
    },
  });
}

/** date, datetime and time: their content is not modelled, and the clock can't be known. */
function clockClass(name: string, asking: readonly string[]): ClassValue {
  const type = opaqueClass(name, 'datetime', [], 'all');
  for (const method of asking) {
    const asked = unknowable(method, 'it asks the clock');
    type.namespace.set(method, { kind: 'staticmethod', function: asked });
  }
  return type;
}

export const datetime: NativeModule = {
  name: 'datetime',
  from: 'stdlib',
  names: () => {
    const timezone = opaqueClass('timezone', 'datetime', [], 'all');
    const utc = instance(timezone);
    timezone.namespace.set('utc', utc);
    return {
      timedelta: timedeltaClass(),
      date: clockClass('date', ['today']),
      datetime: clockClass('datetime', ['now', 'utcnow', 'today']),
      time: clockClass('time', []),
      tzinfo: opaqueClass('tzinfo', 'datetime', [], 'all'),
      timezone,
      UTC: utc,
      MINYEAR: 1n,
      MAXYEAR: 9999n,
    };
  },
};
