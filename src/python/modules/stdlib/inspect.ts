import { expectInt, known } from '../../native/expect.ts';
import { instance, native, nativeClass } from '../../native/native.ts';
import { List } from '../../values/list.ts';
import type { NativeModule, Runtime } from '../../values/runtime.ts';
import { type ClassValue, NotModelled, tuple, type Value } from '../../values/values.ts';
import { frameAt, frameClass } from './frames.ts';
import { namedTupleClass } from './named-tuple.ts';

/** The file a frame, a module, a class or a function of the project was made in. */
function fileOf(runtime: Runtime, object: Value | undefined): Value {
  const value = known(object);
  if (typeof value !== 'object' || value === null)
    return runtime.raise('TypeError', 'it was made in no file');
  if (value.kind === 'module') {
    return (
      value.file ?? runtime.raise('TypeError', `<module '${value.name}' (built-in)> is a built-in module`)
    );
  }
  if (value.kind === 'class' && value.at !== undefined) return value.at.file;
  if (value.kind === 'instance' && value.class === frameClass) {
    const code = runtime.getAttribute(value, 'f_code');
    const file = code === undefined ? undefined : runtime.getAttribute(code, 'co_filename');
    if (file !== undefined) return file;
  }
  throw new NotModelled('the file it was made in is not known');
}

/** One entry of `inspect.stack()`. */
function frameInfo(runtime: Runtime, depth: number): Value {
  const fields = ['frame', 'filename', 'lineno', 'function', 'code_context', 'index'];
  const type = namedTupleClass(runtime, 'FrameInfo', 'inspect', fields);
  const frame = frameAt(runtime, depth);
  const lines = runtime.unknown('the source lines of a frame are not kept');
  const { file, name = '<module>' } = runtime.frames()[depth] ?? runtime.frame();
  return tuple([frame, file, runtime.getAttribute(frame, 'f_lineno') ?? null, name, lines, lines], type);
}

/** `inspect.stack()`: entries can be asked for by number; how many there are is not known. */
const stackClass: ClassValue = nativeClass({
  name: 'list',
  module: 'builtins',
  members: {
    __getitem__: native('__getitem__(self, index)', (runtime, { index }) => {
      const at = expectInt(index);
      if (at < 0) throw new NotModelled('how many frames there are is not known');
      return frameInfo(runtime, at);
    }),
    __iter__: native('__iter__(self)', (runtime) => {
      runtime.taintCallers('it goes through all frames');
      throw new NotModelled('how many frames there are is not known');
    }),
  },
});

/** The names that `dir()` gives, with their values, but without dunder names, which no settings ask for. */
function members(runtime: Runtime, object: Value, predicate: Value): Value {
  const names = runtime.iterate(runtime.call(runtime.builtin('dir'), [object])).filter((name) => {
    return typeof name === 'string' && !/^__\w+__$/.test(name);
  }) as readonly string[];
  const pairs = names.map((name): [string, Value] => [name, runtime.getAttribute(object, name) ?? null]);
  const kept = pairs.filter(
    ([, value]) => predicate === null || runtime.truth(runtime.call(predicate, [value])),
  );
  return new List(kept.map((pair) => tuple(pair)));
}

const isKind = (name: string, kinds: readonly string[]): Value =>
  native(`${name}(object)`, (_, { object = null }) => {
    return typeof object === 'object' && object !== null && kinds.includes(object.kind);
  });

export const inspect: NativeModule = {
  name: 'inspect',
  from: 'stdlib',
  names: () => ({
    currentframe: native('currentframe()', (runtime) => frameAt(runtime, 0)),
    stack: native('stack(context=1)', () => instance(stackClass)),
    getfile: native('getfile(object)', (runtime, { object }) => fileOf(runtime, object)),
    getsourcefile: native('getsourcefile(object)', (runtime, { object }) => fileOf(runtime, object)),
    getabsfile: native('getabsfile(object)', (runtime, { object }) => fileOf(runtime, object)),
    getmembers: native('getmembers(object, predicate=None)', (runtime, { object = null, predicate = null }) =>
      members(runtime, known(object), predicate),
    ),
    isclass: isKind('isclass', ['class']),
    ismodule: isKind('ismodule', ['module']),
    isfunction: isKind('isfunction', ['function']),
    ismethod: isKind('ismethod', ['method']),
  }),
};
