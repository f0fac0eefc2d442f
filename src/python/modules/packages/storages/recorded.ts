import { instance, native, nativeClass } from '../../../native/native.ts';
import { raiseFrom } from '../../../native/raise.ts';
import type { Made } from '../../../values/made.ts';
import type { NativeFunction, Runtime } from '../../../values/runtime.ts';
import { type ClassValue, NotModelled, type Value } from '../../../values/values.ts';

interface RecordedClass {
  readonly name: string;
  readonly module: string;
  /** Python's signature of `__init__`, without `self`: what does not fit it is not made. */
  readonly takes: string;
  /** If a name of `**keywords` that is not listed raises TypeError. */
  readonly names?: ReadonlySet<string>;
  readonly members?: Readonly<Record<string, Value>>;
}

/** A class whose instances keep what they were made of, and nothing else. */
export function recordedClass({ name, module, takes, names, members = {} }: RecordedClass): ClassValue {
  const make = recording(`__new__(cls, ${takes})`, undefined, names);
  return nativeClass({ name, module, members: { ...members, __new__: make } });
}

/** A function of a class that makes an instance, and keeps what it is given. */
export function recording(signature: string, by?: string, names?: ReadonlySet<string>): NativeFunction {
  return native(
    signature,
    (runtime, { cls = null, keywords = null, ...given }) => {
      if (typeof cls !== 'object' || cls?.kind !== 'class') throw new NotModelled('what is made is no class');
      const kept = new Map<string, Value>();
      for (const [name, value] of Object.entries(given)) if (value !== undefined) kept.set(name, value);
      for (const [name, value] of entriesOf(runtime, keywords)) {
        if (names !== undefined && !names.has(name)) refuse(runtime, name);
        kept.set(name, value);
      }
      const state: Made = { kind: 'made', keywords: kept, ...(by !== undefined && { by }) };
      return instance(cls, state);
    },
    { takesUnknown: true },
  );
}

function entriesOf(runtime: Runtime, keywords: Value): readonly (readonly [string, Value])[] {
  if (keywords === null) return [];
  return [...runtime.iterate(keywords)].flatMap((key) =>
    typeof key === 'string' ? [[key, runtime.getItem(keywords, key)] as const] : [],
  );
}

function refuse(runtime: Runtime, name: string): never {
  const type = runtime.builtin('TypeError');
  if (typeof type !== 'object' || type?.kind !== 'class') throw new NotModelled('an argument is not known');
  return raiseFrom(runtime, type, `Got unexpected keyword argument '${name}'`);
}
