import type { Dict } from '../values/dict.ts';
import { hashKey } from '../values/keys.ts';
import type { Recorded } from '../values/record.ts';
import type { SetValue } from '../values/set-value.ts';
import type { Instance, ModuleValue, ObjectValue, Value } from '../values/values.ts';

/**
 * Whether two values, perhaps made by two runs of the same code, can't be told apart: how the outcomes of two branches
 * are compared. Cautious: what it can't compare is not the same, nor is anything Unknown but the same Unknown, nor two objects
 * of which one is in `changed`: it stands here as it was before.
 */
export function same(left: Value, right: Value, changed: ReadonlySet<Recorded> = NONE): boolean {
  const former = changing;
  changing = changed;
  try {
    return compare(left, right, new Map());
  } finally {
    changing = former;
  }
}

const NONE: ReadonlySet<Recorded> = new Set();
let changing = NONE;

// What nests more deeply is not compared, so not the same.
const DEEPEST = 200;
let levels = 0;

function compare(left: Value, right: Value, assumed: Map<object, object>): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (changing.size > 0 && partsOf(left, right).some((part) => changing.has(part))) return false;
  // Values that hold themselves: what is being compared already is taken to be the same.
  if (assumed.get(left) === right) return true;
  if (levels >= DEEPEST) return false;
  assumed.set(left, right);
  levels += 1;
  try {
    return compareObjects(left, right, assumed);
  } finally {
    levels -= 1;
  }
}

function partsOf(...values: readonly ObjectValue[]): readonly Recorded[] {
  return values.flatMap((value) => {
    if (value.kind === 'instance') return [value.attributes];
    return value.kind === 'list' || value.kind === 'dict' || value.kind === 'set' ? [value] : [];
  });
}

function compareAll(left: readonly Value[], right: readonly Value[], assumed: Map<object, object>): boolean {
  return (
    left.length === right.length && left.every((item, index) => compare(item, right[index] ?? null, assumed))
  );
}

function compareDicts(left: Dict, right: Dict, assumed: Map<object, object>): boolean {
  if (left.spoiled !== right.spoiled || left.taint !== right.taint || left.type !== right.type) return false;
  const ours = [...left.entries()];
  const theirs = [...right.entries()];
  return (
    compareAll(
      ours.map((entry) => entry.key),
      theirs.map((entry) => entry.key),
      assumed,
    ) &&
    compareAll(
      ours.map((entry) => entry.value),
      theirs.map((entry) => entry.value),
      assumed,
    )
  );
}

function compareSets(left: SetValue, right: SetValue): boolean {
  if (left.spoiled !== right.spoiled || left.size !== right.size || left.type !== right.type) return false;
  return [...left.values()].every((item) => right.has(item));
}

function compareInstances(left: Instance, right: Instance, assumed: Map<object, object>): boolean {
  if (left.class !== right.class) return false;
  const type = left.class.mro.find((base) => base.kind === 'class' && base.hashKey !== undefined);
  if (type?.kind === 'class') return hashKey(left) === hashKey(right);
  return left.state === right.state && compareDicts(left.attributes, right.attributes, assumed);
}

function isSameModule(left: ModuleValue, right: ModuleValue): boolean {
  return left.name === right.name || left.twin === right.name || left.name === right.twin;
}

function compareObjects(left: ObjectValue, right: ObjectValue, assumed: Map<object, object>): boolean {
  switch (left.kind) {
    case 'list':
      return (
        right.kind === 'list' &&
        left.spoiled === right.spoiled &&
        left.type === right.type &&
        compareAll(left.items, right.items, assumed)
      );
    case 'tuple':
      return (
        right.kind === 'tuple' && left.type === right.type && compareAll(left.items, right.items, assumed)
      );
    case 'dict':
      return right.kind === 'dict' && compareDicts(left, right, assumed);
    case 'set':
    case 'frozenset':
      return (
        (right.kind === 'set' || right.kind === 'frozenset') &&
        left.kind === right.kind &&
        compareSets(left, right)
      );
    case 'bytes':
    case 'range':
      return right.kind === left.kind && hashKey(left) === hashKey(right);
    case 'instance':
      return right.kind === 'instance' && compareInstances(left, right, assumed);
    case 'module':
      return right.kind === 'module' && isSameModule(left, right);
    case 'native':
      return right.kind === 'native' && left.twin !== undefined && left.twin === right.twin;
    case 'method':
      return (
        right.kind === 'method' &&
        compare(left.self, right.self, assumed) &&
        compare(left.function, right.function, assumed)
      );
    default:
      return false;
  }
}
