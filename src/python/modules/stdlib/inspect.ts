import { known } from '../../native/expect.ts';
import { native } from '../../native/native.ts';
import { List } from '../../values/containers.ts';
import type { Context, NativeModule } from '../../values/context.ts';
import { NotModelled, tuple, type Value } from '../../values/values.ts';
import { currentFrame, frameClass } from './frames.ts';
import { namedTupleClass } from './named-tuple.ts';

/** The file a frame, a module, a class or a function of the project was made in. */
function fileOf(context: Context, object: Value | undefined): Value {
  const value = known(object);
  if (typeof value !== 'object' || value === null)
    return context.raise('TypeError', 'it was made in no file');
  if (value.kind === 'module') {
    return (
      value.file ?? context.raise('TypeError', `<module '${value.name}' (built-in)> is a built-in module`)
    );
  }
  if (value.kind === 'class' && value.at !== undefined) return value.at.file;
  if (value.kind === 'instance' && value.class === frameClass) {
    const code = value.attributes.get('f_code');
    const file = code === undefined ? undefined : context.getAttribute(code, 'co_filename');
    if (file !== undefined) return file;
  }
  throw new NotModelled('the file it was made in is not known');
}

function frameInfo(context: Context): Value {
  const fields = ['frame', 'filename', 'lineno', 'function', 'code_context', 'index'];
  const type = namedTupleClass(context, 'FrameInfo', 'inspect', fields);
  const frame = currentFrame(context);
  const lines = context.unknown('the source lines of a frame are not kept');
  const line = BigInt(context.at().line ?? 0);
  return tuple([frame, context.frame().file, line, lines, lines, lines], type);
}

/** What `dir()` names, with the values; without the dunder names, which nobody asks for. */
function members(context: Context, object: Value, predicate: Value): Value {
  const names = context.iterate(context.call(context.builtin('dir'), [object])).filter((name) => {
    return typeof name === 'string' && !/^__\w+__$/.test(name);
  }) as readonly string[];
  const pairs = names.map((name): [string, Value] => [name, context.getAttribute(object, name) ?? null]);
  const kept = pairs.filter(
    ([, value]) => predicate === null || context.truth(context.call(predicate, [value])),
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
    currentframe: native('currentframe()', (context) => currentFrame(context)),
    stack: native('stack(context=1)', (context) => {
      // Only the innermost entry is known: the second says that it is not.
      return new List([frameInfo(context), context.unknown('who called this code is not kept')]);
    }),
    getfile: native('getfile(object)', (context, { object }) => fileOf(context, object)),
    getsourcefile: native('getsourcefile(object)', (context, { object }) => fileOf(context, object)),
    getabsfile: native('getabsfile(object)', (context, { object }) => fileOf(context, object)),
    getmembers: native('getmembers(object, predicate=None)', (context, { object = null, predicate = null }) =>
      members(context, known(object), predicate),
    ),
    isclass: isKind('isclass', ['class']),
    ismodule: isKind('ismodule', ['module']),
    isfunction: isKind('isfunction', ['function']),
    ismethod: isKind('ismethod', ['method']),
  }),
};
