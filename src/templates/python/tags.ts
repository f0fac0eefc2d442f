import type { Expression, Parsed, StatementOf } from '../../python/syntax/parse.ts';
import { knownNames } from './names.ts';

/**
 * Returns the tags of a template library that pass their first argument to `static` whatever happens: a `simple_tag` whose only
 * statement returns a text with `static(argument)` in it, as `f"{static(path)}?v=1"`.
 */
export function staticTagsIn({ body }: Parsed): readonly string[] {
  const names = knownNames(body);
  return body.flatMap((statement) => {
    if (statement.nodeType !== 'FunctionDef') return [];
    const tag = statement.decorator_list.map((decorator) => tagName(decorator, statement.name)).find(Boolean);
    const [argument] = statement.args.args;
    const [only, ...others] = statement.body.filter((each) => !isDocstring(each));
    if (!tag || argument === undefined || only?.nodeType !== 'Return' || others.length > 0) return [];
    const isStatic = (name: string): boolean => names.get(name) === 'static';
    return only.value && passesOn(only.value, argument.arg, isStatic) ? [tag] : [];
  });
}

/** The name that a decorator gives a tag: `@register.simple_tag`, or `@register.simple_tag(name="x")`. */
function tagName(decorator: Expression, functionName: string): string | undefined {
  if (decorator.nodeType !== 'Call') return isSimpleTag(decorator) ? functionName : undefined;
  // With takes_context the first argument is another; a name may be computed.
  if (!isSimpleTag(decorator.func) || decorator.args.length > 0) return undefined;
  const [name, ...others] = decorator.keywords;
  if (name === undefined) return functionName;
  const isNamed = others.length === 0 && name.arg === 'name' && name.value.nodeType === 'Constant';
  return isNamed && name.value.nodeType === 'Constant' ? String(name.value.value) : undefined;
}

function isSimpleTag(node: Expression): boolean {
  return node.nodeType === 'Attribute' && node.attr === 'simple_tag';
}

function isDocstring(statement: { readonly nodeType: string }): boolean {
  if (statement.nodeType !== 'Expr') return false;
  return (statement as StatementOf<'Expr'>).value.nodeType === 'Constant';
}

/** True if a text is made of `static(argument)`: that call itself, joined to others, or in an f-string. */
function passesOn(node: Expression, argument: string, isStatic: (name: string) => boolean): boolean {
  const inside = (part: Expression): boolean => passesOn(part, argument, isStatic);
  switch (node.nodeType) {
    case 'Call': {
      const [first, ...others] = node.args;
      const isCall = node.func.nodeType === 'Name' && isStatic(node.func.id);
      return isCall && others.length === 0 && first?.nodeType === 'Name' && first.id === argument;
    }
    case 'BinOp':
      return inside(node.left) || inside(node.right);
    case 'JoinedStr':
      return node.values.some(inside);
    case 'FormattedValue':
      return inside(node.value);
    default:
      return false;
  }
}
