import { native, nativeClass } from '../../native/native.ts';
import { stateSlot } from '../../native/state-slot.ts';
import { iterator } from '../../values/iterator.ts';
import type { Runtime } from '../../values/runtime.ts';
import { type ClassValue, isUnknown, tuple, type Value } from '../../values/values.ts';
import { namedTupleClass } from './named-tuple.ts';

const FIELDS = ['major', 'minor', 'micro', 'releaselevel', 'serial'];

/** Minor versions of 3.x that a project may run on: those of all supported Djangos, and the next one. */
const MINORS = [8, 9, 10, 11, 12, 13, 14, 15];

/** `sys.version_info` of Python 3.`minor`. */
export function versionInfo(runtime: Runtime, minor: number, micro: number | null): Value {
  const type = namedTupleClass(runtime, 'version_info', 'sys', FIELDS);
  const unknown = runtime.unknown('the environment tells the version of Python only to its minor part');
  const rest: readonly Value[] = micro === null ? [unknown, unknown, unknown] : [BigInt(micro), 'final', 0n];
  return tuple([3n, BigInt(minor), ...rest], type);
}

/** How many parts of the version are looked at. */
const shown = stateSlot<number>();

/**
 * `sys.version_info` where no environment tells the version: what is the same for every Python 3 that the project may run
 * on is known (`>= (3, 6)`, `[0] < 3`), and nothing else.
 */
export function unknownVersionInfo(runtime: Runtime): Value {
  const unknown = runtime.unknown('the version of Python is not known');
  const parts: readonly Value[] = [3n, unknown, unknown, unknown, unknown];
  const compared = (name: string, holds: (order: number) => boolean): Value =>
    native(`${name}(self, other)`, (call, { self, other = null }) => {
      const orders = MINORS.map((minor) => orderOf(call, [3n, BigInt(minor)], shown.of(self), other));
      const answers = new Set(orders.map((order) => (order === undefined ? undefined : holds(order))));
      const [only] = answers;
      return answers.size === 1 && only !== undefined ? only : unknown;
    });
  const type: ClassValue = nativeClass({
    name: 'version_info',
    module: 'sys',
    members: {
      __lt__: compared('__lt__', (order) => order < 0),
      __le__: compared('__le__', (order) => order <= 0),
      __gt__: compared('__gt__', (order) => order > 0),
      __ge__: compared('__ge__', (order) => order >= 0),
      __eq__: compared('__eq__', (order) => order === 0),
      __ne__: compared('__ne__', (order) => order !== 0),
      __getitem__: native('__getitem__(self, key)', (call, { self, key = null }) => {
        const item = call.getItem(tuple(parts.slice(0, shown.of(self))), key);
        const isPart = typeof item === 'object' && item?.kind === 'tuple' && item.items[0] === 3n;
        return isPart ? shown.make(type, item.items.length) : item;
      }),
      __iter__: native('__iter__(self)', (_, { self }) => iterator(parts.slice(0, shown.of(self)))),
      __len__: native('__len__(self)', (_, { self }) => BigInt(shown.of(self))),
    },
  });
  const info = shown.make(type, FIELDS.length);
  for (const [index, field] of FIELDS.entries()) info.attributes.set(field, parts[index] ?? null);
  return info;
}

/** The sign of comparing a version, of which only these parts are known, with a tuple; `undefined` if it is not known. */
function orderOf(
  runtime: Runtime,
  version: readonly bigint[],
  length: number,
  other: Value,
): number | undefined {
  if (isUnknown(other) || typeof other !== 'object' || other?.kind !== 'tuple') return undefined;
  for (const [index, part] of other.items.entries()) {
    if (index >= length) return -1;
    const known = version[index];
    if (known === undefined || isUnknown(part)) return undefined;
    if (!runtime.equal(known, part)) return runtime.less(known, part) ? -1 : 1;
  }
  return length > other.items.length ? 1 : 0;
}
