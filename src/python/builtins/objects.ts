import { expectStr, known } from '../native/expect.ts';
import { instance, native, nativeClass } from '../native/native.ts';
import { OBJECT } from '../types/object.ts';
import { Dict, List } from '../values/containers.ts';
import type { Context } from '../values/context.ts';
import { type ClassValue, isUnknown, MetUnknown, NotModelled, type Value } from '../values/values.ts';

function namesOf(context: Context, object: Value | undefined): Dict {
  if (object === undefined) return context.frame().locals;
  const value = known(object);
  if (value instanceof Dict) throw new NotModelled('vars of a dict');
  const names =
    typeof value === 'object' && value !== null ? context.getAttribute(value, '__dict__') : undefined;
  if (names instanceof Dict) return names;
  return context.raise('TypeError', 'vars() argument must have __dict__ attribute');
}

// What every class has; settings filter it out again, so which version of Python has which does not matter.
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

function directory(context: Context, object: Value | undefined): Value {
  const own = object === undefined ? undefined : ownDirectory(context, object);
  if (own !== undefined) return new List([...context.iterate(own)].map(expectStr).sort());
  const names = [...namesOf(context, object).entries()].map((entry) => String(entry.key));
  if (typeof object === 'object' && object?.kind === 'class') names.push(...classNames(object));
  else if (typeof object === 'object' && object?.kind === 'instance') names.push(...classNames(object.class));
  else if (object !== undefined && !(typeof object === 'object' && object?.kind === 'module'))
    throw new NotModelled('dir() of this object');
  return new List([...new Set(names)].sort());
}

/** What the `__dir__` says that code gave a module or a class. */
function ownDirectory(context: Context, object: Value): Value | undefined {
  if (typeof object !== 'object' || object === null) return undefined;
  const method =
    object.kind === 'module'
      ? object.namespace.get('__dir__')
      : object.kind === 'instance'
        ? context.getAttribute(object.class, '__dir__')
        : undefined;
  if (typeof method !== 'object' || method?.kind !== 'function') return undefined;
  return context.call(method, object.kind === 'module' ? [] : [object]);
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
    return { source: Buffer.from(value.data).toString('utf8'), file: '<string>' };
  return { source: expectStr(value), file: '<string>' };
}

// Code nobody can read may bind any name where it is run (policy 4).
function execute(
  context: Context,
  code: Value | undefined,
  globals: Value | undefined,
  locals: Value | undefined,
): null {
  const frame = context.frame();
  const target = globals instanceof Dict ? globals : frame.module.namespace;
  const inner = locals instanceof Dict ? locals : globals instanceof Dict ? target : frame.locals;
  if (isUnknown(code)) {
    context.taint(inner, code.reason);
    if (inner !== target) context.taint(target, code.reason);
    return null;
  }
  const { source, file } = codeText(known(code));
  context.runSource(source, file, target, inner);
  return null;
}

function superOf(context: Context, type: Value | undefined, self: Value | undefined): Value {
  if (type === undefined || type === null) {
    const method = context.currentMethod();
    if (method === undefined) return context.raise('RuntimeError', 'super(): no arguments');
    return { kind: 'super', self: method.self, after: method.type };
  }
  const after = known(type);
  if (typeof after !== 'object' || after?.kind !== 'class' || self === undefined)
    throw new NotModelled('this super()');
  return { kind: 'super', self: known(self), after };
}

/** Built-in functions about objects, names and code. */
export const OBJECT_FUNCTIONS: Readonly<Record<string, Value>> = {
  isinstance: native('isinstance(obj, types, /)', (context, { obj = null, types = null }) =>
    context.isInstance(obj, types),
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
  callable: native('callable(obj, /)', (context, { obj }) => {
    const value = known(obj);
    if (typeof value !== 'object' || value === null) return false;
    if (['function', 'native', 'method', 'class', 'staticmethod'].includes(value.kind)) return true;
    return value.kind === 'instance' && context.getAttribute(value.class, '__call__') !== undefined;
  }),
  hasattr: native('hasattr(obj, name, /)', (context, { obj = null, name }) => {
    const value = context.getAttribute(obj, expectStr(name));
    if (isUnknown(value)) throw new MetUnknown(value);
    return value !== undefined;
  }),
  getattr: native(
    'getattr(obj, name, default=..., /)',
    (context, { obj = null, name, default: fallback }) => {
      const found = context.getAttribute(obj, expectStr(name));
      if (found !== undefined) return found;
      return fallback === undefined
        ? context.raise('AttributeError', `no attribute '${expectStr(name)}'`)
        : fallback;
    },
    { takesUnknown: true },
  ),
  setattr: native(
    'setattr(obj, name, value, /)',
    (context, { obj = null, name = null, value = null }) => {
      if (isUnknown(name)) context.spoil(obj, name);
      else context.setAttribute(obj, expectStr(name), value);
      return null;
    },
    { takesUnknown: true },
  ),
  delattr: native('delattr(obj, name, /)', (context, { obj, name }) => {
    if (!namesOf(context, obj).delete(expectStr(name))) context.raise('AttributeError', expectStr(name));
    return null;
  }),
  vars: native('vars(object=..., /)', (context, { object }) => namesOf(context, object)),
  globals: native('globals()', (context) => context.frame().module.namespace),
  locals: native('locals()', (context) => context.frame().locals),
  dir: native('dir(object=..., /)', (context, { object }) => directory(context, object)),
  super: native('super(type=..., self=..., /)', (context, { type, self }) => superOf(context, type, self)),
  exec: native(
    'exec(source, globals=..., locals=..., /)',
    (context, { source, globals, locals }) => execute(context, source, globals, locals),
    { takesUnknown: true },
  ),
  eval: native('eval(source, globals=..., locals=..., /)', (context, { source, globals, locals }) => {
    const { source: text, file } = codeText(known(source));
    const frame = context.frame();
    const target = globals instanceof Dict ? globals : frame.module.namespace;
    return context.evaluate(
      text.trim(),
      file,
      target,
      locals instanceof Dict ? locals : globals instanceof Dict ? target : frame.locals,
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
    (context, { name, fromlist }) => {
      const dotted = expectStr(name);
      const module = context.importModule(dotted);
      const wantsInner = fromlist !== undefined && context.truth(fromlist);
      return wantsInner ? module : context.importModule(dotted.split('.')[0] ?? dotted);
    },
  ),
  print: native('print(*args, **keywords)', () => null, { takesUnknown: true }),
  exit: native('exit(code=None)', (context, { code = null }) => context.raiseValue('SystemExit', code)),
  quit: native('quit(code=None)', (context, { code = null }) => context.raiseValue('SystemExit', code)),
};
