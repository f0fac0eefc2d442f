import { expectStr, known } from '../native/expect.ts';
import { instance, native, nativeClass, quick } from '../native/native.ts';
import { OBJECT } from '../types/object.ts';
import { Dict } from '../values/dict.ts';
import { List } from '../values/list.ts';
import type { Runtime } from '../values/runtime.ts';
import { type ClassValue, isUnknown, MetUnknown, NotModelled, type Value } from '../values/values.ts';
import { PRINT } from './print.ts';

/** What `vars` gives; for a class that is a view that can't be changed. */
function variables(runtime: Runtime, object: Value | undefined): Value {
  if (typeof object === 'object' && object?.kind === 'class')
    return runtime.getAttribute(object, '__dict__') ?? null;
  return namesOf(runtime, object);
}

function namesOf(runtime: Runtime, object: Value | undefined): Dict {
  if (object === undefined) return runtime.locals();
  const value = known(object);
  if (typeof value === 'object' && value?.kind === 'class') return value.namespace;
  if (value instanceof Dict) throw new NotModelled('vars of a dict');
  const names =
    typeof value === 'object' && value !== null ? runtime.getAttribute(value, '__dict__') : undefined;
  if (names instanceof Dict) return names;
  if (isUnknown(names)) throw new MetUnknown(names);
  return runtime.raise('TypeError', 'vars() argument must have __dict__ attribute');
}

// Names that every class has. Settings filter them out, so differences between versions of Python don't matter.
const OF_EVERY_CLASS =
  '__class__ __delattr__ __dict__ __dir__ __doc__ __eq__ __format__ __ge__ __getattribute__ __gt__ __hash__ __init__ __init_subclass__ __le__ __lt__ __module__ __ne__ __new__ __reduce__ __reduce_ex__ __repr__ __setattr__ __sizeof__ __str__ __subclasshook__ __weakref__'.split(
    ' ',
  );

/** The names of a class and of all it inherits. */
function classNames(type: ClassValue): readonly string[] {
  const names = new Set(OF_EVERY_CLASS);
  for (const base of type.mro) {
    if (base.kind === 'unknown') throw new MetUnknown(base);
    if (base.at === undefined && base !== OBJECT) throw new NotModelled(`dir() of a ${base.name}`);
    for (const { key } of base.namespace.entries()) if (base !== OBJECT) names.add(String(key));
  }
  return [...names];
}

function directory(runtime: Runtime, object: Value | undefined): Value {
  const own = object === undefined ? undefined : ownDirectory(runtime, object);
  if (own !== undefined) return new List([...runtime.iterate(own)].map(expectStr).sort());
  const all = namesOf(runtime, object);
  const names = [...all.entries()].map((entry) => String(entry.key));
  if (all.taint !== undefined) throw new MetUnknown(all.taint);
  if (typeof object === 'object' && object?.kind === 'class') names.push(...classNames(object));
  else if (typeof object === 'object' && object?.kind === 'instance') names.push(...classNames(object.class));
  else if (object !== undefined && !(typeof object === 'object' && object?.kind === 'module'))
    throw new NotModelled('dir() of this object');
  return new List([...new Set(names)].sort());
}

/** Result of the `__dir__` that code gave a module or a class. */
function ownDirectory(runtime: Runtime, object: Value): Value | undefined {
  if (typeof object !== 'object' || object === null) return undefined;
  const method =
    object.kind === 'module'
      ? object.namespace.get('__dir__')
      : object.kind === 'instance'
        ? runtime.getAttribute(object.class, '__dir__')
        : undefined;
  if (typeof method !== 'object' || method?.kind !== 'function') return undefined;
  return runtime.call(method, object.kind === 'module' ? [] : [object]);
}

/** A compiled piece of code: only its text and where it is said to come from. */
const CODE: ClassValue = nativeClass({ name: 'code', module: 'builtins' });

interface CodeState {
  readonly source: string;
  readonly file: string;
}

function codeText(value: Value): CodeState {
  if (typeof value === 'object' && value?.kind === 'instance' && value.class === CODE)
    return value.state as CodeState;
  if (typeof value === 'object' && value?.kind === 'bytes')
    return {
      source: Buffer.from(value.data)
        .toString('utf8')
        .replace(/^\ufeff/, ''),
      file: '<string>',
    };
  return { source: expectStr(value), file: '<string>' };
}

// Code nobody can read may bind any name where it is run (policy Taint).
function execute(
  runtime: Runtime,
  code: Value | undefined,
  globals: Value | undefined,
  locals: Value | undefined,
): null {
  const frame = runtime.frame();
  const target = globals instanceof Dict ? globals : frame.module.namespace;
  const inner = locals instanceof Dict ? locals : globals instanceof Dict ? target : runtime.locals();
  if (isUnknown(code)) {
    runtime.taint(inner, code.reason);
    if (inner !== target) runtime.taint(target, code.reason);
    return null;
  }
  const { source, file } = codeText(known(code));
  if (globals instanceof Dict && !globals.has('__builtins__'))
    globals.set('__builtins__', runtime.importModule('builtins'));
  runtime.runSource(source, file, target, inner);
  return null;
}

function superOf(runtime: Runtime, type: Value | undefined, self: Value | undefined): Value {
  if (type === undefined || type === null) {
    const method = runtime.currentMethod();
    if (method === undefined) return runtime.raise('RuntimeError', 'super(): no arguments');
    return { kind: 'super', self: method.self, after: method.type };
  }
  const after = known(type);
  if (typeof after !== 'object' || after?.kind !== 'class' || self === undefined)
    throw new NotModelled('this super()');
  return { kind: 'super', self: known(self), after };
}

/** The names that `eval` sees. */
function visible(runtime: Runtime): Dict {
  const { locals } = runtime.frame();
  return new Dict([...locals.entries()].map(({ key, value }) => [key, value]));
}

/** Built-in functions about objects, names and code. */
export const OBJECT_FUNCTIONS: Readonly<Record<string, Value>> = quick({
  isinstance: native('isinstance(obj, types, /)', (runtime, { obj = null, types = null }) =>
    runtime.isInstance(obj, types),
  ),
  issubclass: native('issubclass(cls, types, /)', (_, { cls, types }) => {
    const [type, given] = [known(cls), known(types)];
    if (typeof type !== 'object' || type?.kind !== 'class') throw new NotModelled('issubclass of no class');
    const all = typeof given === 'object' && given?.kind === 'tuple' ? given.items : [given];
    if (all.some((one) => type.mro.some((base) => base === one))) return true;
    const unknown = [...type.mro, ...all].find(isUnknown);
    if (unknown !== undefined) throw new MetUnknown(unknown);
    return false;
  }),
  callable: native('callable(obj, /)', (runtime, { obj }) => {
    const value = known(obj);
    if (typeof value !== 'object' || value === null) return false;
    if (['function', 'native', 'method', 'class', 'staticmethod'].includes(value.kind)) return true;
    return value.kind === 'instance' && runtime.getAttribute(value.class, '__call__') !== undefined;
  }),
  hasattr: native('hasattr(obj, name, /)', (runtime, { obj = null, name }) => {
    const value = runtime.halfDone(obj) ?? runtime.getAttribute(obj, expectStr(name));
    if (isUnknown(value)) throw new MetUnknown(value);
    return value !== undefined;
  }),
  getattr: native(
    'getattr(obj, name, default=..., /)',
    (runtime, { obj = null, name, default: fallback }) => {
      const doubt = fallback === undefined ? undefined : runtime.halfDone(obj);
      const found = doubt ?? runtime.getAttribute(obj, expectStr(name));
      if (found !== undefined) return found;
      return fallback === undefined
        ? runtime.raise('AttributeError', `no attribute '${expectStr(name)}'`)
        : fallback;
    },
    { takesUnknown: true },
  ),
  setattr: native(
    'setattr(obj, name, value, /)',
    (runtime, { obj = null, name = null, value = null }) => {
      if (isUnknown(name)) runtime.spoil(obj, name);
      else runtime.setAttribute(obj, expectStr(name), value);
      return null;
    },
    { takesUnknown: true },
  ),
  delattr: native('delattr(obj, name, /)', (runtime, { obj, name }) => {
    runtime.deleteAttribute(obj ?? null, expectStr(name));
    return null;
  }),
  vars: native('vars(object=..., /)', (runtime, { object }) => variables(runtime, object)),
  globals: native('globals()', (runtime) => {
    const { module } = runtime.frame();
    return runtime.halfDone(module) ?? module.namespace;
  }),
  locals: native('locals()', (runtime) => runtime.locals()),
  dir: native('dir(object=..., /)', (runtime, { object }) => directory(runtime, object)),
  super: native('super(type=..., self=..., /)', (runtime, { type, self }) => superOf(runtime, type, self)),
  exec: native(
    'exec(source, globals=..., locals=..., /)',
    (runtime, { source, globals, locals }) => execute(runtime, source, globals, locals),
    { takesUnknown: true },
  ),
  eval: native('eval(source, globals=..., locals=..., /)', (runtime, { source, globals, locals }) => {
    const { source: text, file } = codeText(known(source));
    const frame = runtime.frame();
    const target = globals instanceof Dict ? globals : frame.module.namespace;
    return runtime.evaluate(
      text.replace(/^[ \t]+/, ''),
      file,
      target,
      locals instanceof Dict ? locals : globals instanceof Dict ? target : visible(runtime),
    );
  }),
  compile: native(
    'compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1)',
    (_, { source, filename }) => {
      const state: CodeState = { source: codeText(known(source)).source, file: expectStr(filename) };
      return instance(CODE, state);
    },
  ),
  __import__: native(
    '__import__(name, globals=None, locals=None, fromlist=..., level=0)',
    (runtime, { name, fromlist }) => {
      const dotted = expectStr(name);
      const module = runtime.importModule(dotted);
      const wantsInner = fromlist !== undefined && runtime.truth(fromlist);
      return wantsInner ? module : runtime.importModule(dotted.split('.')[0] ?? dotted);
    },
  ),
  print: PRINT,
  exit: native('exit(code=None)', (runtime, { code = null }) => runtime.raiseValue('SystemExit', code)),
  quit: native('quit(code=None)', (runtime, { code = null }) => runtime.raiseValue('SystemExit', code)),
});
