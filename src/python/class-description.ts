import type { Entry } from './containers.ts';
import type { Binding, ClassDescription } from './index.ts';
import { dottedName } from './plain.ts';
import { type ClassValue, isUnknown, type Unknown, type Value } from './values.ts';

const METHODS: ReadonlySet<string> = new Set([
  'function',
  'native',
  'method',
  'property',
  'staticmethod',
  'classmethod',
]);

// What every class body has without anyone writing it.
const OWN_NAMES: ReadonlySet<string> = new Set(['__doc__', '__module__', '__qualname__']);

function isMethod(value: Value): boolean {
  return typeof value === 'object' && value !== null && METHODS.has(value.kind);
}

/** What can be said of a class without making an instance. */
export function describeClass(type: ClassValue): ClassDescription {
  return {
    ...ownDescription(type),
    ancestors: type.mro
      .slice(1)
      .flatMap((base) => (base.kind === 'class' ? [describeAlone(base)] : [describeUnknown(base)])),
  };
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
  };
}

/** A base that can't be found: its name is all there is. */
function describeUnknown(unknown: Unknown): ClassDescription {
  return { name: baseName(unknown), at: null, bases: [], ancestors: [], attributes: new Map(), methods: [] };
}

function baseName(base: Value): string {
  if (isUnknown(base)) return base.dotted ?? base.expression;
  return typeof base === 'object' && base?.kind === 'class' ? dottedName(base) : '';
}

function binding(entry: Entry, type: ClassValue): Binding {
  const origin = entry.origin ?? (type.at === undefined ? [] : [type.at]);
  return { value: entry.value, origin, environment: entry.environment ?? [] };
}
