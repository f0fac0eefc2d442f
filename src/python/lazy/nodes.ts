import { isNode, type Node } from '../syntax/nodes.ts';

export { isNode, type Node } from '../syntax/nodes.ts';

/** Methods that exist to change what they are called on. */
export const MUTATORS: ReadonlySet<string> = new Set(
  `append appendleft extend extendleft insert remove pop popleft popitem clear sort reverse update setdefault add
  discard __setitem__ __delitem__ __setattr__`.split(/\s+/),
);

/** The name an access chain starts from: `a` for `a.b[0].c`, `a` for `a.f().b` too. */
export function baseName(value: unknown): string | undefined {
  let node = value;
  while (isNode(node)) {
    if (node.nodeType === 'Name') return String(node.id);
    if (node.nodeType === 'Call') node = node.func;
    else if (['Attribute', 'Subscript', 'Starred'].includes(node.nodeType)) node = node.value;
    else return undefined;
  }
  return undefined;
}

/** The names whose values an expression hands on as they are, or inside a display. */
export function aliases(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(aliases);
  if (!isNode(value)) return [];
  switch (value.nodeType) {
    case 'Name':
    case 'Attribute':
    case 'Subscript':
    case 'Starred': {
      const name = baseName(value);
      return name === undefined ? [] : [name];
    }
    case 'List':
    case 'Tuple':
    case 'Set':
      return aliases(value.elts);
    case 'Dict':
      return aliases(value.values);
    case 'IfExp':
      return [...aliases(value.body), ...aliases(value.orelse)];
    case 'BoolOp':
      return aliases(value.values);
    case 'NamedExpr':
      return aliases(value.value);
    case 'GeneratorExp':
    case 'ListComp':
    case 'SetComp':
      return (value.generators as readonly Node[]).flatMap((each) => aliases(each.iter));
    default:
      return [];
  }
}

/** Calls whose result nothing changes, whatever is done with it; a logger's state is no setting. */
const MAKE_PLAIN: ReadonlySet<string> = new Set(
  `getLogger gettext gettext_lazy ugettext ugettext_lazy pgettext pgettext_lazy _ str int float bool frozenset compile
  namedtuple TypeVar ParamSpec NewType object Path PurePath join dirname abspath basename realpath getenv len`.split(
    /\s+/,
  ),
);

/** True if the value of an expression can't be changed. */
export function isPlain(value: unknown): boolean {
  if (!isNode(value)) return false;
  switch (value.nodeType) {
    case 'Constant':
    case 'JoinedStr':
    case 'Compare':
      return true;
    case 'UnaryOp':
      return isPlain(value.operand);
    case 'BinOp':
      return isPlain(value.left) && isPlain(value.right);
    case 'Tuple':
      return (value.elts as readonly unknown[]).every(isPlain);
    case 'IfExp':
      return isPlain(value.body) && isPlain(value.orelse);
    case 'Call': {
      const func = value.func as Node;
      return MAKE_PLAIN.has(String(func.nodeType === 'Name' ? func.id : func.attr));
    }
    default:
      return false;
  }
}

/** True if a class does something when others inherit from it, or when it is given to one. */
export function definesShaping(body: readonly Node[]): boolean {
  return body.some((node) => node.name === '__init_subclass__' || node.name === '__set_name__');
}
