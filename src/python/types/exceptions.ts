import { computed, instance, native } from '../native/native.ts';
import {
  type ClassValue,
  type Instance,
  isUnknown,
  MetUnknown,
  NotModelled,
  tuple,
  type Value,
} from '../values/values.ts';
import { builtinClass, OBJECT } from './object.ts';

/** Built-in exceptions, each with the one it inherits from, parents first. */
const TREE: readonly (readonly [name: string, base: string])[] = [
  ['Exception', 'BaseException'],
  ['SystemExit', 'BaseException'],
  ['KeyboardInterrupt', 'BaseException'],
  ['GeneratorExit', 'BaseException'],
  ['ArithmeticError', 'Exception'],
  ['OverflowError', 'ArithmeticError'],
  ['ZeroDivisionError', 'ArithmeticError'],
  ['FloatingPointError', 'ArithmeticError'],
  ['AssertionError', 'Exception'],
  ['AttributeError', 'Exception'],
  ['BufferError', 'Exception'],
  ['EOFError', 'Exception'],
  ['ImportError', 'Exception'],
  ['ModuleNotFoundError', 'ImportError'],
  ['LookupError', 'Exception'],
  ['IndexError', 'LookupError'],
  ['KeyError', 'LookupError'],
  ['MemoryError', 'Exception'],
  ['NameError', 'Exception'],
  ['UnboundLocalError', 'NameError'],
  ['OSError', 'Exception'],
  ['FileExistsError', 'OSError'],
  ['FileNotFoundError', 'OSError'],
  ['IsADirectoryError', 'OSError'],
  ['NotADirectoryError', 'OSError'],
  ['PermissionError', 'OSError'],
  ['ProcessLookupError', 'OSError'],
  ['TimeoutError', 'OSError'],
  ['ConnectionError', 'OSError'],
  ['ReferenceError', 'Exception'],
  ['RuntimeError', 'Exception'],
  ['NotImplementedError', 'RuntimeError'],
  ['RecursionError', 'RuntimeError'],
  ['StopIteration', 'Exception'],
  ['StopAsyncIteration', 'Exception'],
  ['SyntaxError', 'Exception'],
  ['IndentationError', 'SyntaxError'],
  ['SystemError', 'Exception'],
  ['TypeError', 'Exception'],
  ['ValueError', 'Exception'],
  ['UnicodeError', 'ValueError'],
  ['UnicodeDecodeError', 'UnicodeError'],
  ['UnicodeEncodeError', 'UnicodeError'],
  ['Warning', 'Exception'],
  ['DeprecationWarning', 'Warning'],
  ['PendingDeprecationWarning', 'Warning'],
  ['RuntimeWarning', 'Warning'],
  ['UserWarning', 'Warning'],
  ['SyntaxWarning', 'Warning'],
  ['FutureWarning', 'Warning'],
  ['ImportWarning', 'Warning'],
  ['UnicodeWarning', 'Warning'],
  ['BytesWarning', 'Warning'],
  ['ResourceWarning', 'Warning'],
];

function argsOf(self: Value | undefined): readonly Value[] {
  if (typeof self !== 'object' || self?.kind !== 'instance') return [];
  const args = self.attributes.get('args') ?? null;
  if (isUnknown(args)) throw new MetUnknown(args);
  return typeof args === 'object' && args?.kind === 'tuple' ? args.items : [];
}

const BASE: ClassValue = builtinClass({
  name: 'BaseException',
  members: {
    __new__: native(
      '__new__(cls, *args, **keywords)',
      (_, { cls, args }) => {
        if (typeof cls !== 'object' || cls?.kind !== 'class')
          throw new NotModelled('__new__ without a class');
        return exceptionOf(cls, typeof args === 'object' && args?.kind === 'tuple' ? args.items : []);
      },
      { takesUnknown: true },
    ),
    __init__: native(
      '__init__(self, *args, **keywords)',
      (_, { self, args = null }) => {
        if (typeof self === 'object' && self?.kind === 'instance') self.attributes.set('args', args);
        return null;
      },
      { takesUnknown: true },
    ),
    __str__: native('__str__(self)', (runtime, { self }) => {
      const args = argsOf(self);
      const [only] = args;
      if (args.length > 1) return `(${args.map((arg) => runtime.repr(arg)).join(', ')})`;
      if (only === undefined) return '';
      const isKey = typeof self === 'object' && self?.kind === 'instance' && self.class.name === 'KeyError';
      return isKey ? runtime.repr(only) : runtime.str(only);
    }),
    __repr__: native('__repr__(self)', (runtime, { self }) => {
      const name = typeof self === 'object' && self?.kind === 'instance' ? self.class.name : '';
      return `${name}(${argsOf(self)
        .map((arg) => runtime.repr(arg))
        .join(', ')})`;
    }),
    add_note: native('add_note(self, note)', () => null),
    with_traceback: native('with_traceback(self, traceback)', (_, { self = null }) => self),
  },
});

function build(): ReadonlyMap<string, ClassValue> {
  const made = new Map<string, ClassValue>([['BaseException', BASE]]);
  for (const [name, base] of TREE) {
    const first = computed((_, self) => argsOf(self)[0] ?? null);
    const members =
      name === 'ImportError' ? { msg: first } : name === 'StopIteration' ? { value: first } : {};
    // What messages hold besides `args` (`errno`, `code`) is seldom asked for, so it is simply not modelled.
    made.set(name, builtinClass({ name, bases: [made.get(base) ?? OBJECT], members, complete: false }));
  }
  return made;
}

/** Built-in exceptions by name. `IOError` and `EnvironmentError` are other names for `OSError`. */
export const EXCEPTIONS: ReadonlyMap<string, ClassValue> = build();

/** An instance of an exception class with its `args`. */
export function exceptionOf(type: ClassValue, args: readonly Value[]): Instance {
  const exception = instance(type);
  exception.attributes.set('args', tuple(args));
  return exception;
}
