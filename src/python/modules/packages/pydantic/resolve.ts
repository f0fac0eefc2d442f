import type { Runtime } from '../../../values/runtime.ts';
import { type ClassValue, isUnknown, MetUnknown, NotModelled, type Value } from '../../../values/values.ts';
import { type Annotation, parseAnnotation } from './annotation.ts';
import { secretClass } from './secret.ts';
import { ANY, type SequenceName, type Shape } from './shape.ts';
import { bareForm, builtinShape, formOf, type KnownForm } from './type-names.ts';

/** Evaluates an expression where the class stands. Raises NameError for what does not exist yet. */
export type Look = (expression: string) => Value;

/** Shapes that stand for themselves in the namespace of pydantic: `PositiveInt`, `SecretStr`. */
export const markedShapes: WeakMap<object, Shape> = new WeakMap();

/** The shape that the text of an annotation stands for. Raises NameError like `look`. */
export function resolveAnnotation(runtime: Runtime, text: string, look: Look): Shape {
  return resolve(runtime, parseAnnotation(text), look);
}

function resolve(runtime: Runtime, annotation: Annotation, look: Look): Shape {
  runtime.charge(1);
  try {
    switch (annotation.kind) {
      case 'union':
        return { kind: 'union', members: annotation.members.map((each) => resolve(runtime, each, look)) };
      case 'subscript':
        return ofSubscript(runtime, annotation.base, annotation.args, look);
      case 'expression':
        return annotation.text === 'None'
          ? { kind: 'none' }
          : ofValue(runtime, look(annotation.text), annotation.text);
    }
  } catch (error) {
    if (error instanceof MetUnknown) return { kind: 'unknown', reason: error.unknown.reason };
    if (error instanceof NotModelled) return { kind: 'unknown', reason: error.message };
    throw error;
  }
}

// A subscripted type stands for itself in the evaluator, so a name of the project for one tells nothing of its types.
function refuseAlias(known: KnownForm, text: string): void {
  if (text.split('.').at(-1) !== known.name)
    throw new NotModelled(`the type ${text} is a name for another type`);
}

function ofValue(runtime: Runtime, value: Value, text: string): Shape {
  if (isUnknown(value)) return { kind: 'unknown', reason: value.reason };
  const form = formOf(runtime, value);
  if (form !== undefined) {
    refuseAlias(form, text);
    return bareForm(form);
  }
  const builtin = builtinShape(runtime, value);
  if (builtin !== undefined) return builtin;
  if (typeof value === 'object' && value !== null) {
    const marked = markedShapes.get(value);
    if (marked !== undefined) return marked;
    if (value.kind === 'class') return ofClass(value);
  }
  return { kind: 'unknown', reason: `fields of the type ${text} are not modelled` };
}

function inherits(type: ClassValue, module: string, name: string): boolean {
  return type.mro.some((base) => base.kind === 'class' && base.module === module && base.name === name);
}

/** Standard classes that pydantic makes of texts and numbers in ways of its own. */
const CONVERTED: readonly string[] = [
  'datetime',
  'decimal',
  'uuid',
  'ipaddress',
  're',
  'builtins',
  'collections',
];

function ofClass(type: ClassValue): Shape {
  if (type.mro.some(isUnknown)) return { kind: 'unknown', reason: `what ${type.name} inherits is not known` };
  if (type === secretClass) return { kind: 'secret' };
  if (inherits(type, 'pydantic.main', 'BaseModel')) return { kind: 'model', type };
  if (inherits(type, 'enum', 'Enum')) return { kind: 'enum', type };
  if (type.module === 'pathlib' && (type.name === 'Path' || type.name === 'PosixPath'))
    return { kind: 'path' };
  const isPlain =
    type.at !== undefined &&
    type.mro.every(
      (base) =>
        base.kind === 'class' &&
        (base.name === 'object' || (base.at !== undefined && !CONVERTED.includes(base.module))) &&
        [
          '__get_validators__',
          '__get_pydantic_core_schema__',
          '__dataclass_fields__',
          '__match_args__',
        ].every((name) => !base.namespace.has(name)),
    );
  return isPlain
    ? { kind: 'instance', type }
    : { kind: 'unknown', reason: `fields of the type ${type.name} are not modelled` };
}

function ofSubscript(runtime: Runtime, base: string, args: readonly Annotation[], look: Look): Shape {
  const value = look(base);
  if (isUnknown(value)) return { kind: 'unknown', reason: value.reason };
  const known = formOf(runtime, value);
  if (known === undefined)
    return { kind: 'unknown', reason: `fields of the type ${base}[...] are not modelled` };
  refuseAlias(known, base);
  return ofForm(runtime, known, args, look);
}

function ofForm(runtime: Runtime, known: KnownForm, args: readonly Annotation[], look: Look): Shape {
  const inner = (annotation: Annotation | undefined): Shape =>
    annotation === undefined ? ANY : resolve(runtime, annotation, look);
  const expressions = (): readonly Value[] =>
    args.map((each) => look(each.kind === 'expression' ? each.text : 'None'));
  const { form } = known;
  switch (form) {
    case 'Optional':
      return { kind: 'union', members: [inner(args[0]), { kind: 'none' }] };
    case 'Union':
      return args.length === 1 ? inner(args[0]) : { kind: 'union', members: args.map((each) => inner(each)) };
    case 'Literal':
      return ofLiteral(expressions());
    case 'Annotated':
      return {
        kind: 'annotated',
        shape: inner(args[0]),
        metadata: args.slice(1).map((each) => (each.kind === 'expression' ? look(each.text) : null)),
      };
    case 'dict':
      return { kind: 'dict', key: inner(args[0]), value: inner(args[1]) };
    case 'tuple':
      return ofTuple(args, inner);
    case 'Sequence':
      return { kind: 'sequence', of: 'same', item: inner(args[0]) };
    case 'list':
    case 'set':
    case 'frozenset':
      return { kind: 'sequence', of: form satisfies SequenceName, item: inner(args[0]) };
    default:
      return bareForm(known);
  }
}

function ofLiteral(values: readonly Value[]): Shape {
  const isPlain = values.every((value) => value === null || typeof value !== 'object');
  return isPlain
    ? { kind: 'literal', values }
    : { kind: 'unknown', reason: 'a Literal of such values is not modelled' };
}

function ofTuple(args: readonly Annotation[], inner: (annotation: Annotation | undefined) => Shape): Shape {
  const [first, second] = args;
  if (args.length === 2 && second?.kind === 'expression' && second.text === '...')
    return { kind: 'sequence', of: 'tuple', item: inner(first) };
  if (args.length === 1 && first?.kind === 'expression' && first.text === '()')
    return { kind: 'tuple', items: [] };
  return { kind: 'tuple', items: args.map((each) => inner(each)) };
}
