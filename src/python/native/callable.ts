import type { Instance, Value } from '../values/values.ts';
import { instance, native, nativeClass } from './native.ts';

/** Makes a value that can be called and has attributes: `itertools.chain` with its `from_iterable`. */
export function callable(
  name: string,
  module: string,
  call: Value,
  attributes: Readonly<Record<string, Value>>,
): Instance {
  const type = nativeClass({
    name,
    module,
    members: {
      __call__: native(
        '__call__(self, *args, **keywords)',
        (runtime, { args = null, keywords }) => {
          const named = keywords === undefined ? [] : runtime.iterate(keywords);
          return runtime.call(
            call,
            runtime.iterate(args),
            new Map(named.map((key) => [key as string, runtime.getItem(keywords ?? null, key)])),
          );
        },
        { takesUnknown: true },
      ),
    },
  });
  const made = instance(type);
  for (const [key, value] of Object.entries(attributes)) made.attributes.set(key, value);
  return made;
}
