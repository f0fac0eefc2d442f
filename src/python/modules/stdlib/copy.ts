import { native } from '../../native/native.ts';
import { Dict } from '../../values/dict.ts';
import { List } from '../../values/list.ts';
import type { NativeModule, Runtime } from '../../values/runtime.ts';
import { SetValue } from '../../values/set-value.ts';
import { NotModelled, tuple, type Value } from '../../values/values.ts';

function shallow(runtime: Runtime, value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  switch (value.kind) {
    case 'list': {
      const copy = new List(runtime.iterate(value));
      copy.type = value.type;
      return copy;
    }
    case 'dict': {
      const method = runtime.getAttribute(value, 'copy');
      if (method === undefined) throw new NotModelled('the dict can not be copied');
      return runtime.call(method);
    }
    case 'set': {
      const copy = new SetValue(value.values());
      copy.type = value.type;
      return copy;
    }
    case 'instance': {
      const method = runtime.getAttribute(value, '__copy__') ?? undefined;
      if (method !== undefined) return runtime.call(method);
      // Paths, patterns, timedeltas: content that never changes needs no second one.
      if (value.class.mro.some((base) => base.kind === 'class' && base.hashKey !== undefined)) return value;
      throw new NotModelled(`copying a ${value.class.name} is not modelled`);
    }
    default:
      return value;
  }
}

/** `copy.deepcopy`: what is met twice stays one thing in the copy. */
function deep(runtime: Runtime, value: Value, known: Map<object, Value>): Value {
  if (typeof value !== 'object' || value === null) return value;
  const before = known.get(value);
  if (before !== undefined) return before;
  runtime.charge(1);
  const inner = (item: Value): Value =>
    typeof item === 'object' && item !== null ? runtime.deeper(() => deep(runtime, item, known)) : item;
  if (value.kind === 'list') {
    const copy = new List();
    copy.type = value.type;
    known.set(value, copy);
    copy.replace(runtime.iterate(value).map((item) => inner(item)));
    return copy;
  }
  if (value.kind === 'dict') {
    if (value.spoiled !== undefined) return value.spoiled;
    // A defaultdict copies its factory too, which only its own `copy` knows.
    const copy = shallow(runtime, value);
    known.set(value, copy);
    if (copy instanceof Dict) {
      for (const entry of [...value.entries()]) copy.set(entry.key, inner(entry.value));
    }
    return copy;
  }
  if (value.kind === 'tuple') {
    return tuple(
      value.items.map((item) => inner(item)),
      value.type,
    );
  }
  const copy = shallow(runtime, value);
  known.set(value, copy);
  return copy;
}

export const copy: NativeModule = {
  name: 'copy',
  from: 'stdlib',
  names: () => ({
    copy: native('copy(x)', (runtime, { x = null }) => shallow(runtime, x)),
    deepcopy: native('deepcopy(x, memo=None)', (runtime, { x = null }) => deep(runtime, x, new Map())),
  }),
};
