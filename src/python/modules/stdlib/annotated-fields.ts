import { Dict } from '../../values/dict.ts';
import { type ClassValue, isUnknown, NotModelled, type Value } from '../../values/values.ts';

export interface AnnotatedField {
  readonly name: string;
  /** The value that the class body binds it to. */
  readonly value: Value | undefined;
  /** Its type as the text has it. */
  readonly annotation: string;
}

/** The names a class body annotates, in order and without ClassVars: the fields of a dataclass or NamedTuple. */
export function annotatedFields(type: ClassValue): readonly AnnotatedField[] {
  const annotations = type.namespace.get('__annotations__');
  if (annotations === undefined) return [];
  if (!(annotations instanceof Dict)) throw new NotModelled('the annotations of a class are not known');
  return [...annotations.entries()]
    .filter(({ value }) => !(isUnknown(value) && /^(?:\w+\.)?ClassVar\b/.test(value.expression)))
    .map(({ key, value }) => ({
      name: key as string,
      value: type.namespace.get(key),
      annotation: isUnknown(value) ? value.expression : '',
    }));
}
