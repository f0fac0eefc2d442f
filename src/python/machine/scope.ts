import type { Source, Span } from '../syntax/source.ts';
import type { Dict } from '../values/dict.ts';
import type { Frame } from '../values/runtime.ts';
import type { ClassValue, Value } from '../values/values.ts';

/** Code that is running: where its names live, and where it stands. */
export interface Scope extends Frame {
  readonly kind: 'module' | 'class' | 'function';
  readonly source: Source;
  /** The scope its text stands in; for functions where free names are looked up. */
  readonly outer: Scope | null;
  /** Names declared `global`, and `nonlocal`. */
  readonly globalNames: Set<string>;
  readonly nonlocalNames: Set<string>;
  /** Names a function binds somewhere: reading one before is an error, never the global of that name. */
  readonly localNames: ReadonlySet<string>;
  /** For `super()` without arguments. */
  readonly method?: { readonly type: ClassValue; readonly self: Value };
  /** Comprehensions are scopes of their own, but `:=` binds around them. */
  readonly isComprehension?: boolean;
  /** Of a function or class: what a frame calls it. */
  readonly name?: string;
  /** Whose code called this, and how many natives were being carried out then. */
  caller?: Scope;
  natives?: number;
  /** What `locals()` gave last. */
  copy?: Dict;
  /** In a class body: the class, once it is made. */
  readonly owner?: { type: ClassValue | null };
  /** What is being evaluated. */
  node: Span;
}

const NO_NAMES: ReadonlySet<string> = new Set();

export function newScope(
  parts: Pick<Scope, 'kind' | 'module' | 'locals' | 'source' | 'outer'> &
    Partial<Pick<Scope, 'localNames' | 'method' | 'node' | 'isComprehension' | 'owner' | 'name'>>,
): Scope {
  return {
    globalNames: new Set(),
    nonlocalNames: new Set(),
    localNames: NO_NAMES,
    node: {},
    file: parts.source.file,
    ...parts,
  };
}

/** The scope whose locals a name is bound in, by `global`, `nonlocal` or else here. */
export function bindingScope(scope: Scope, name: string): Scope['locals'] {
  if (scope.globalNames.has(name)) return scope.module.namespace;
  if (scope.nonlocalNames.has(name)) {
    for (let outer = scope.outer; outer !== null; outer = outer.outer) {
      if (outer.kind === 'function' && outer.locals.has(name)) return outer.locals;
    }
  }
  return scope.locals;
}

/** What Python calls a function or class that is defined here: `Shop.Meta`, `shop.<locals>.item`. */
export function qualifiedName(scope: Scope, name: string): string {
  const { kind, outer } = scope;
  if (kind === 'module' || outer === null || scope.globalNames.has(name)) return name;
  // A comprehension counts as what it stands in, as it does since Python 3.12.
  if (scope.isComprehension === true || scope.name === undefined) return qualifiedName(outer, name);
  return `${qualifiedName(outer, scope.name)}${kind === 'class' ? '' : '.<locals>'}.${name}`;
}
