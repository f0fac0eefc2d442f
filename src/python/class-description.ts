import type { Position } from '../types.ts';
import { dottedName } from './values/class-order.ts';
import type { Entry } from './values/dict.ts';
import { type ClassValue, isUnknown, type Unknown, type Value } from './values/values.ts';

const METHODS: ReadonlySet<string> = new Set([
  'function',
  'native',
  'method',
  'property',
  'staticmethod',
  'classmethod',
]);

// Names that every class body has by itself.
const OWN_NAMES: ReadonlySet<string> = new Set(['__doc__', '__module__', '__qualname__']);

function isMethod(value: Value): boolean {
  return typeof value === 'object' && value !== null && METHODS.has(value.kind);
}

/** Describes a class without making an instance. */
export function describeClass(type: ClassValue): ClassDescription {
  return {
    ...ownDescription(type),
    ancestors: type.mro
      .slice(1)
      .flatMap((base) => (base.kind === 'class' ? [describeAlone(base)] : [describeUnknown(base)])),
  };
}

/** Names that evaluated code set on a native class, or changed inside it. */
function patchesOf({ namespace, members }: ClassValue): readonly string[] {
  if (members === undefined) return [];
  const patched = [...namespace.entries()].filter(
    ({ key, value }) => members[String(key)] !== value || isChanged(value),
  );
  const removed = Object.keys(members).filter((name) => !namespace.has(name));
  return [...patched.map(({ key }) => String(key)), ...removed];
}

function isChanged(value: Value): boolean {
  return typeof value === 'object' && value?.kind === 'list' && value.changes.length > 0;
}

function describeAlone(type: ClassValue): ClassDescription {
  return { ...ownDescription(type), ancestors: [] };
}

function ownDescription(type: ClassValue): Omit<ClassDescription, 'ancestors'> {
  const entries = [...type.namespace.entries()].filter((entry) => !OWN_NAMES.has(String(entry.key)));
  return {
    name: dottedName(type),
    at: type.at ?? null,
    bases: type.bases.map(baseName),
    attributes: new Map(
      entries
        .filter((entry) => !isMethod(entry.value))
        .map((entry) => [String(entry.key), binding(entry, type)]),
    ),
    methods: entries.filter((entry) => isMethod(entry.value)).map((entry) => String(entry.key)),
    patched: patchesOf(type),
    isUnknown: false,
  };
}

/** A base that can't be found: its name is all there is. */
function describeUnknown(unknown: Unknown): ClassDescription {
  const name = baseName(unknown);
  const nothing = { at: null, bases: [], ancestors: [], attributes: new Map(), methods: [], patched: [] };
  return { ...nothing, name, isUnknown: true };
}

function baseName(base: Value): string {
  if (isUnknown(base)) return base.dotted ?? base.expression;
  return typeof base === 'object' && base?.kind === 'class' ? dottedName(base) : '';
}

function binding(entry: Entry, type: ClassValue): Binding {
  const origin = entry.origin ?? (type.at === undefined ? [] : [type.at]);
  return { value: entry.value, origin, environment: entry.environment ?? [] };
}

export interface Binding {
  readonly value: Value;
  /** The assignment first, then each place that changed it. */
  readonly origin: readonly Position[];
  /** Environment variables the value was computed from, sorted. */
  readonly environment: readonly string[];
}

/** A class read without making instances. */
export interface ClassDescription {
  /** Dotted, by the module that defines it. */
  readonly name: string;
  readonly at: Position | null;
  /** Dotted names as resolved through imports, also of bases that can't be found. */
  readonly bases: readonly string[];
  /** The classes behind it in method resolution order, as far as they are known; the class itself left out. */
  readonly ancestors: readonly ClassDescription[];
  /** Attributes of the class body that are no functions. Inherited ones stand with the ancestor. */
  readonly attributes: ReadonlyMap<string, Binding>;
  /** Functions and properties of the class body. */
  readonly methods: readonly string[];
  /** Of a modelled class: the names that evaluated code set on it or changed, whatever they are. */
  readonly patched: readonly string[];
  /** True if it is a base that can't be read: only its name is known. */
  readonly isUnknown: boolean;
}
