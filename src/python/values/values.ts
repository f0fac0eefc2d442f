import type { Position } from '../../types.ts';
import type { Dict } from './dict.ts';
import type { Iterator } from './iterator.ts';
import type { List } from './list.ts';
import { chargeWork } from './record.ts';
import type { Keywords, NativeFunction, Subclassed } from './runtime.ts';
import type { SetValue } from './set-value.ts';

/**
 * A Python value. What JavaScript has is itself: None `null`, bool `boolean`, int `bigint`, float `number`,
 * str `string` (UTF-16 inside; length and indexing count code points). Everything else is an object with a `kind`.
 */
export type Value = null | boolean | bigint | number | string | ObjectValue;

export type ObjectValue =
  | Bytes
  | Tuple
  | List
  | Dict
  | SetValue
  | DictView
  | Range
  | Slice
  | Iterator
  | FunctionValue
  | NativeFunction
  | BoundMethod
  | ClassValue
  | Instance
  | ModuleValue
  | Property
  | Wrapper
  | Super
  | Singleton
  | Unknown;

/**
 * A value that can't be computed (policy Unknown). An expression with an Unknown in it comes to that same Unknown, so
 * what a setting ends as names the root cause.
 */
export interface Unknown {
  readonly kind: 'unknown';
  /** Half a sentence, to stand behind "because": `the module boto3 is not installed`. */
  readonly reason: string;
  readonly at: Position;
  /** The source text of the expression, on one line, shortened. */
  readonly expression: string;
  /** Environment variables it depends on: setting them may make it known. */
  readonly environment: readonly string[];
  /** For what an import gives that can't be followed: its dotted name, so that a base class can still be named. */
  readonly dotted?: string;
  /** The folder that would have to be allowed, where it hangs on a file that may not be read. */
  readonly refused?: string;
  /** What it is, or was: whatever is done to it may be done to that. */
  readonly perhaps?: Value;
  /** True if a folder of installed packages may make it known. */
  readonly lacksPackages?: boolean;
  /** For the type that a class body annotates a name with: its whole text, which models read. */
  readonly annotation?: string;
  /** True if it is unknown because a bound was passed (policy Bounds). */
  readonly isLimit?: boolean;
}

export interface Bytes {
  readonly kind: 'bytes';
  readonly data: Uint8Array;
}

export interface Tuple {
  readonly kind: 'tuple';
  readonly items: readonly Value[];
  /** Set for namedtuple and other subclasses. */
  readonly type?: ClassValue;
}

/** `d.keys()`, `d.values()`, `d.items()`: live. */
export interface DictView {
  readonly kind: 'view';
  readonly of: Dict;
  readonly part: 'keys' | 'values' | 'items';
}

export interface Range {
  readonly kind: 'range';
  readonly start: bigint;
  readonly stop: bigint;
  readonly step: bigint;
}

export interface Slice {
  readonly kind: 'slice';
  readonly start: Value;
  readonly stop: Value;
  readonly step: Value;
}

/** A function of the evaluated code. */
export interface FunctionValue {
  readonly kind: 'function';
  readonly name: string;
  /** Number of arguments it takes at least. */
  readonly needed: number;
  /** How many it takes by position at most. */
  readonly most: number;
  /** True if an argument may be given by this name. */
  readonly accepts: (keyword: string) => boolean;
  /** Carries out one call. Raises TypeError as Python does where the arguments don't fit. */
  readonly run: (args: readonly Value[], keywords: Keywords) => Value;
  /** What it was given: its `__dict__`. */
  readonly attributes: Dict;
  /** `__name__`, `__doc__` and what else every function has. */
  readonly traits: Dict;
}

/** A function found through an instance or a class, with what it was found through. */
export interface BoundMethod {
  readonly kind: 'method';
  readonly self: Value;
  readonly function: Value;
}

export interface ClassValue {
  readonly kind: 'class';
  readonly name: string;
  /** `__qualname__`, if it is another: `Shop.Meta`. */
  readonly qualname?: string;
  /** Dotted name of the module it was made in: `pathlib`, `mysite.storage`, `builtins`. */
  readonly module: string;
  /** `__module__`, if it is another, which the body of the class may say. */
  readonly claimedModule?: string;
  /** As written and evaluated: an Unknown among them makes every look-up that is not found before it Unknown. */
  readonly bases: readonly Value[];
  /** Method resolution order, itself first; Unknown bases keep their place. */
  readonly mro: readonly (ClassValue | Unknown)[];
  readonly namespace: Dict;
  /** Place of the `class` statement; absent for native classes. */
  readonly at?: Position;
  /** What a native class was made with: whatever differs from it in `namespace` was set by evaluated code. */
  readonly members?: Readonly<Record<string, Value>>;
  /**
   * True if all attributes are modelled. A missing attribute of a complete class raises AttributeError;
   * one of an incomplete class is Unknown. Classes of evaluated code are complete.
   */
  readonly complete: boolean;
  /** Native classes whose instances take no attributes, having slots; `all`: nor do they themselves, being written in C. */
  readonly fixed?: 'instances' | 'all';
  /** Native classes compared by content: instances with the same key are equal and hash alike. */
  readonly hashKey?: (instance: Instance) => string;
  /**
   * For instances that pass for a str or number, as the members of `class Colour(str, Enum)`: that value, and
   * `undefined` for those that are only themselves.
   */
  readonly standsFor?: (instance: Instance) => Value | undefined;
  /** Effect of a native class on a class statement that inherits from it. */
  readonly subclassed?: Subclassed;
  /** The class of this class and of those that inherit from it, where it is not `type`. */
  readonly metaclass?: ClassValue;
}

export interface Instance {
  readonly kind: 'instance';
  readonly class: ClassValue;
  readonly attributes: Dict;
  /** State that a native class keeps in its instances. It never changes: mutable parts go into `attributes`. */
  readonly state?: unknown;
}

export interface ModuleValue {
  readonly kind: 'module';
  readonly name: string;
  readonly file: string | null;
  /** The live `globals()` of the module. */
  readonly namespace: Dict;
  /** True if a missing name raises; else it is Unknown ("not modelled"). */
  readonly complete: boolean;
  /** Of a module that is not complete: true for a name that it certainly has not. */
  readonly lacks?: (name: string) => boolean;
  /** The name of another module that does the same: which of the two it is makes no difference. */
  readonly twin?: string;
}

/** `property` and native computed attributes. */
export interface Property {
  readonly kind: 'property';
  readonly get: Value;
  readonly set: Value;
  readonly delete?: Value;
}

/** `staticmethod(f)` and `classmethod(f)`. */
export interface Wrapper {
  readonly kind: 'staticmethod' | 'classmethod';
  readonly function: Value;
}

/** `super()`: attributes are looked up behind `after` in the order of `self`'s class. */
export interface Super {
  readonly kind: 'super';
  readonly self: Value;
  readonly after: ClassValue;
}

export interface Singleton {
  readonly kind: 'singleton';
  readonly name: 'Ellipsis' | 'NotImplemented';
}

export const ELLIPSIS: Singleton = { kind: 'singleton', name: 'Ellipsis' };
export const NOT_IMPLEMENTED: Singleton = { kind: 'singleton', name: 'NotImplemented' };

// To make an error and to look for who takes it takes as long as so many steps.
const STEPS_TO_RAISE = 40;

/** Thrown by the evaluator and natives for a Python exception that evaluated code can catch. */
export class Raised {
  // No Error: to note where it was made takes JavaScript longer than all the rest.
  readonly exception: Instance;
  /** The expression that raised it, as the beginning of an Unknown. */
  readonly origin: Pick<Unknown, 'at' | 'expression'> | undefined;
  /** True if a `raise` or `assert` wants the program to end here; else something is merely missing. */
  readonly isDeliberate: boolean;
  /** The calls that it ended, innermost first. */
  readonly undone: UndoneCall[] = [];

  constructor(
    exception: Instance,
    origin?: Pick<Unknown, 'at' | 'expression'>,
    isDeliberate: boolean = false,
  ) {
    chargeWork(STEPS_TO_RAISE);
    this.exception = exception;
    this.origin = origin;
    this.isDeliberate = isDeliberate;
  }
}

/** A call that an exception ended. */
export interface UndoneCall {
  /** The scope of the call. */
  readonly frame: object;
  /** Dotted name of what was called. */
  readonly callee: string;
  /** Makes Unknown what the rest of it would have bound or changed. */
  readonly fail: (unknown: Unknown) => void;
}

/**
 * Thrown for what is not modelled: the innermost expression then becomes Unknown with this reason. Never visible to
 * evaluated code as an exception, so a gap in the model never picks an `except` branch.
 */
export class NotModelled {
  // No Error, as `Raised`.
  readonly message: string;
  /** True if a bound was passed (policy Bounds). */
  readonly isLimit: boolean = false;

  constructor(reason: string) {
    this.message = reason;
    chargeWork(STEPS_TO_RAISE);
  }
}

/** Thrown where work takes more than it may; as `NotModelled`, and the Unknown says so. */
export class BoundPassed extends NotModelled {
  override readonly isLimit: boolean = true;
}

/** Thrown if a value that has to be looked into is Unknown: the expression comes to that Unknown. */
export class MetUnknown {
  // No Error: this is thrown so often that collecting stack traces would take most of the time.
  readonly unknown: Unknown;

  constructor(unknown: Unknown) {
    this.unknown = unknown;
  }
}

export function isUnknown(value: Value | undefined): value is Unknown {
  return typeof value === 'object' && value !== null && value.kind === 'unknown';
}

/** Gives `value`, or the result of `otherwise` if it is `undefined`. (None is `null`, which `??` would replace.) */
export function orElse(value: Value | undefined, otherwise: () => Value): Value {
  return value === undefined ? otherwise() : value;
}

export function tuple(items: readonly Value[], type?: ClassValue): Tuple {
  return type === undefined ? { kind: 'tuple', items } : { kind: 'tuple', items, type };
}

export function bytes(data: Uint8Array): Bytes {
  return { kind: 'bytes', data };
}
