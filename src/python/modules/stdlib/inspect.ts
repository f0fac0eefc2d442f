import { known } from '../../native/expect.ts';
import { native } from '../../native/native.ts';
import { List } from '../../values/containers.ts';
import type { NativeModule, Runtime } from '../../values/runtime.ts';
import { NotModelled, tuple, type Value } from '../../values/values.ts';
import { currentFrame, frameClass } from './frames.ts';
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
    const code = value.attributes.get('f_code');
    const file = code === undefined ? undefined : runtime.getAttribute(code, 'co_filename');
    if (file !== undefined) return file;
  }
  throw new NotModelled('the file it was made in is not known');
}

function frameInfo(runtime: Runtime): Value {
  const fields = ['frame', 'filename', 'lineno', 'function', 'code_context', 'index'];
  const type = namedTupleClass(runtime, 'FrameInfo', 'inspect', fields);
  const frame = currentFrame(runtime);
  const lines = runtime.unknown('the source lines of a frame are not kept');
  const line = BigInt(runtime.at().line ?? 0);
  return tuple([frame, runtime.frame().file, line, lines, lines, lines], type);
}

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
    currentframe: native('currentframe()', (runtime) => currentFrame(runtime)),
    stack: native('stack(runtime=1)', (runtime) => {
      // Only the innermost entry is known: the second says that it is not.
      return new List([frameInfo(runtime), runtime.unknown('who called this code is not kept')]);
    }),
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
