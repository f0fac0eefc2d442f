import type { Runtime } from '../../../values/runtime.ts';
import type { Value } from '../../../values/values.ts';
import { ANY, type Shape, UNTYPED } from './shape.ts';

/** The forms of typing and collections.abc that a field may be written with, by the name they have there. */
export type Form =
  | 'Annotated'
  | 'Any'
  | 'Literal'
  | 'Optional'
  | 'Union'
  | 'list'
  | 'tuple'
  | 'set'
  | 'frozenset'
  | 'dict'
  | 'Sequence'
  | 'ClassVar';

const OF_TYPING: Readonly<Record<string, Form>> = {
  Annotated: 'Annotated',
  Any: 'Any',
  ClassVar: 'ClassVar',
  Dict: 'dict',
  FrozenSet: 'frozenset',
  List: 'list',
  Literal: 'Literal',
  Mapping: 'dict',
  MutableMapping: 'dict',
  Optional: 'Optional',
  Sequence: 'Sequence',
  Set: 'set',
  Tuple: 'tuple',
  Union: 'Union',
};

const BUILTIN_FORMS: readonly Form[] = ['list', 'tuple', 'set', 'frozenset', 'dict'];

const SCALARS = ['str', 'int', 'float', 'bool', 'bytes'] as const;

/** Which form a value is, and the name it has where it comes from. */
export interface KnownForm {
  readonly form: Form;
  readonly name: string;
}

export function formOf(runtime: Runtime, value: Value): KnownForm | undefined {
  for (const name of BUILTIN_FORMS) if (value === runtime.builtin(name)) return { form: name, name };
  for (const module of ['typing', 'typing_extensions']) {
    const loaded = runtime.loadedModule(module);
    for (const [name, form] of Object.entries(OF_TYPING))
      if (loaded?.namespace.get(name) === value) return { form, name };
  }
  return undefined;
}

/** The shape of a form without `[...]`. */
export function bareForm({ form, name }: KnownForm): Shape {
  switch (form) {
    case 'list':
    case 'set':
    case 'frozenset':
      return { kind: 'sequence', of: form, item: ANY };
    case 'tuple':
      return { kind: 'sequence', of: 'tuple', item: name === 'tuple' ? UNTYPED : ANY };
    case 'Sequence':
      return { kind: 'sequence', of: 'same', item: ANY };
    case 'dict':
      return { kind: 'dict', key: ANY, value: UNTYPED };
    case 'Any':
      return ANY;
    default:
      return { kind: 'unknown', reason: `${form} without its types is not modelled` };
  }
}

/** str, int and the like, and `object`. */
export function builtinShape(runtime: Runtime, value: Value): Shape | undefined {
  for (const name of SCALARS) if (value === runtime.builtin(name)) return { kind: 'scalar', name };
  return value === runtime.builtin('object') ? ANY : undefined;
}
