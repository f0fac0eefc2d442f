import type { Position } from '../../types.ts';
import type { Dict } from './dict.ts';
import type { List } from './list.ts';
import type { EnvironmentView, Files } from './outside.ts';
import type { ClassValue, ModuleValue, Unknown, Value } from './values.ts';

/** Each parameter by name. `undefined` only for one with the default `...` that was left out. */
export type Arguments = Readonly<Record<string, Value>>;

export type Keywords = ReadonlyMap<string, Value>;

export interface NativeOptions {
  /** Run the handler although an argument is Unknown; otherwise the call gives that Unknown without running. */
  readonly takesUnknown?: boolean;
  /** True if it goes over its texts as fast as memory is read: then a step pays for more of them. */
  readonly readsFast?: boolean;
  /** What it does, where natives of other modules do the same: which of them it is makes no difference. */
  readonly twin?: string;
  /** Parameters whose value it changes. If the call can't be carried out, those values become Unknown (policy Spoil). */
  readonly changes?: readonly string[];
  /** The function of evaluated code that it calls: what a decorator made it of. */
  readonly wraps?: Value;
}

export interface NativeFunction extends NativeOptions {
  readonly kind: 'native';
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly run: (runtime: Runtime, args: Arguments) => Value;
}

/** The place in evaluated code that calls a native. */
export interface Frame {
  /** The module whose code is running: its `namespace` is `globals()`, its `file` is where decouple looks for `.env`. */
  readonly module: ModuleValue;
  /** `locals()`: the same object as `module.namespace` at module level. */
  readonly locals: Dict;
  /** What a frame calls the code, where it has a name. */
  readonly name?: string;
  /** The file of the code; differs from `module.file` for code run by `exec` or an include. */
  readonly file: string;
}

/** The evaluator as natives may use it. Everything here follows Python, and throws `Raised` if Python raises. */
export interface Runtime {
  /** The working directory, absolute. Throws `MetUnknown` if it is not known. */
  readonly cwd: string;
  readonly argv: readonly string[];
  /** `sys.path` as it stands. A List: the code may change it. */
  readonly searchPath: List;
  readonly files: Files;
  readonly environment: EnvironmentView;
  /** Ends the program here: what comes after is carried out by code that is not evaluated. */
  leave(): never;
  /** The code that called the native. */
  frame(): Frame;
  /** The same and those of the code that called it, innermost first, as far as they are known. */
  frames(): readonly Frame[];
  /** `locals()` of a frame, by default the innermost: a copy in a function. */
  locals(frame?: Frame): Dict;
  /** The line that a frame stands at. */
  lineOf(frame: Frame): Value;
  /** Policy Taint, for code that reaches a frame that is not known. */
  taintCallers(reason: string): void;
  /** The method whose code called the native, for `super()`. */
  currentMethod(): { readonly type: ClassValue; readonly self: Value } | undefined;
  /** The call being evaluated. */
  at(): Position;
  /** An Unknown that stands for the call being evaluated. */
  unknown(reason: string): Unknown;
  /** Throws a Python exception of a built-in type: `runtime.raise('ValueError', 'bad port')`. */
  raise(type: string, message: string): never;
  /** The same with any value as its only argument: `KeyError` carries the key itself. */
  raiseValue(type: string, value: Value): never;
  /** Raises an exception class or instance, as `raise` does. */
  raiseException(exception: Value): never;
  /** Whether a `try` or `with` around the call waits for this exception. */
  isAwaited(exception: Value): boolean;
  call(callee: Value, args?: readonly Value[], keywords?: Keywords): Value;
  /** Operators by Python's sign: `+ - * / // % ** & | ^ << >> @`. */
  operate(operator: string, left: Value, right: Value): Value;
  /** `==`, with the classes' own `__eq__`. */
  equal(left: Value, right: Value): boolean;
  /** `<`: for sorting. */
  less(left: Value, right: Value): boolean;
  truth(value: Value): boolean;
  str(value: Value): string;
  repr(value: Value): string;
  /** `format(value, spec)`. */
  format(value: Value, spec: string): string;
  /** All that iterating gives, within bounds. Throws `MetUnknown` for an Unknown. */
  iterate(value: Value): readonly Value[];
  /** Gives the same items one by one, as they are asked for: nothing behind the last one is evaluated. */
  items(value: Value): Generator<Value, void, undefined>;
  /** `items` for those to whom the order makes no difference: they may be given a set. */
  itemsInAnyOrder(value: Value): Generator<Value, void, undefined>;
  /**
   * The result of `work` on the items of `value`. If those come in no known order, what `work` changes depends on it: the
   * result is Unknown then, and what it changed. `doubt`: why the order is not known.
   */
  withItems<Result>(
    value: Value,
    work: (items: Generator<Value, void, undefined>, doubt: Unknown | undefined) => Result,
  ): Result;
  /** Why the order in which `value` gives its items is not known; `undefined` for what Python orders. */
  orderDoubt(value: Value): Unknown | undefined;
  /** A new list: for natives that make one for the evaluated code. */
  listOf(items: readonly Value[]): Value;
  length(value: Value): number;
  getItem(value: Value, key: Value): Value;
  setItem(value: Value, key: Value, item: Value): void;
  /** `undefined` where Python raises AttributeError. */
  getAttribute(value: Value, name: string): Value | undefined;
  /** Why nobody can tell which attributes a module has at this time; `undefined` for all other values. */
  halfDone(value: Value): Unknown | undefined;
  setAttribute(value: Value, name: string, attribute: Value): void;
  /** `object.__setattr__`, or that of `type`: whatever the class has under `__setattr__`. */
  setPlainly(value: Value, name: string, attribute: Value): void;
  /** `del value.name`; `plainly`: whatever the class has under `__delattr__`. */
  deleteAttribute(value: Value, name: string, plainly?: boolean): void;
  /** The class of any value: `classOf('x').name === 'str'`. */
  classOf(value: Value): ClassValue;
  /** `type(name, bases, namespace, **keywords)`: a new class. */
  makeClass(
    name: string,
    bases: readonly Value[],
    namespace: Dict,
    metaclass?: ClassValue,
    keywords?: Keywords,
  ): ClassValue;
  /** `type.__call__`: a new instance, whatever the metaclass of the class makes of a call. */
  instantiate(type: ClassValue, args: readonly Value[], keywords: Keywords): Value;
  isInstance(value: Value, type: Value): boolean;
  /** A class of `builtins`: for bases (`runtime.builtin('dict')`) and exceptions. */
  builtin(name: string): Value;
  /** Imports as `import dotted` does; Unknown where it can't be followed; raises where it can't be found (policy Import). */
  importModule(dotted: string): ModuleValue | Unknown;
  /** Notes that code which runs from its first to its last line imports a module, perhaps later. */
  noteImport(dotted: string): void;
  /** True if importing a module of a package leads back to the project's own code. */
  leadsToOwn(dotted: string): boolean;
  /** Notes that `sys.modules[name]` was changed: what an import of it gives is not followed. */
  replaceModule(dotted: string): void;
  /** A module that has been imported: `sys.modules[name]`. */
  loadedModule(dotted: string): ModuleValue | undefined;
  /**
   * A module of the project whose code runs at this time, with the names it has so far; `null` if it does not. Unknown if
   * code that waited until now asks, or if such code may have asked before.
   */
  unfinishedModule(dotted: string): ModuleValue | Unknown | null;
  /**
   * A settings module that has come to its end, with all its names; `null` if it has not. Unknown if the code that asks was
   * imported by it.
   */
  finishedModule(dotted: string): ModuleValue | Unknown | null;
  /** Where a module lies, without running it; `null` if it is missing, an Unknown if nobody can tell (policy Import). */
  findModule(dotted: string): ModuleSpec | Unknown | null;
  /** A new module for a file, not run yet and under no name that an import would find. `file`: absolute. */
  makeModule(name: string, file: string): ModuleValue;
  /** Runs a file in a namespace, as `exec(open(file).read(), globals)` does: for includes. */
  runFile(file: string, module: ModuleValue): void;
  /** Runs source text in a namespace; `name` is for messages. */
  runSource(source: string, name: string, globals: Dict, locals?: Dict): void;
  /** Evaluates one expression: `eval`. */
  evaluate(source: string, name: string, globals: Dict, locals?: Dict): Value;
  /** Evaluates a literal, as `ast.literal_eval` does. Raises ValueError for other expressions, SyntaxError for other text. */
  literal(text: string): Value;
  /** Makes every name of `namespace` Unknown until it is bound again (policy Taint). */
  taint(namespace: Dict, reason: string): void;
  /** Makes everything mutable in `value` Unknown, however deep: code that is not modelled may have changed it (policy Spoil). */
  spoil(value: Value, unknown: Unknown): void;
  /** The result of `work` and the variables of the environment that it read, sorted. */
  watching<Result>(work: () => Result): { readonly result: Result; readonly variables: readonly string[] };
  /** Carries out work one level further inside of a value. Throws if values and natives nest too deeply. */
  deeper<Result>(work: () => Result): Result;
  /** Charges work to the bound on steps: for natives that may do much for one call. */
  charge(steps: number): void;
}

/** What finding a module tells. */
export interface ModuleSpec {
  readonly kind: 'spec';
  /** `null` for a namespace package; an Unknown for a module of the standard library. */
  readonly file: string | null | Unknown;
  /** `__path__`; none for a plain module. */
  readonly folders: readonly string[] | Unknown;
}

/** A modelled module: `names` is called once per interpreter, when the module is first imported. */
export interface NativeModule {
  readonly name: string;
  /** `stdlib` is always there; a `package` only where it is found on the path, when a `try` asks (policy Import). */
  readonly from: 'stdlib' | 'package';
  /** True if a package is taken to be there when nobody can tell: no project goes without it. */
  readonly isAssumed?: boolean;
  /** True if a name that is not listed does not exist; by default it is Unknown. */
  readonly complete?: boolean;
  /** The name of another module that does the same, of which code takes the one that is there. */
  readonly twin?: string;
  readonly names: (runtime: Runtime) => Readonly<Record<string, Value>>;
  /** Called with each module that was asked for, once it has run, if this module was imported by anyone. */
  readonly finish?: (runtime: Runtime, module: ModuleValue) => void;
}

/**
 * Called when evaluated code inherits from a native base class: gives the value that the `class` statement binds.
 * For Enum, NamedTuple and the like.
 */
export type Subclassed = (runtime: Runtime, type: ClassValue) => Value;

export interface Parameter {
  readonly name: string;
  /** `rest` is `*args`, `keywords` is `**kwargs`; `positional` and `keyword` can only be given so. */
  readonly kind: 'positional' | 'either' | 'keyword' | 'rest' | 'keywords';
  readonly optional: boolean;
  /** `undefined` with `optional`: simply absent. */
  readonly default: Value | undefined;
}
