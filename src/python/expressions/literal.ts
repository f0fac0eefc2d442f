import type { Expression } from '../syntax/parse.ts';

/** Whether `ast.literal_eval` takes an expression: constants, displays of literals, signed and complex numbers, `set()`. */
export function isLiteral(node: Expression): boolean {
  switch (node.nodeType) {
    case 'Constant':
      return true;
    case 'List':
    case 'Tuple':
    case 'Set':
      return node.elts.every(isLiteral);
    case 'Dict':
      return [...node.keys, ...node.values].every((part) => part !== null && isLiteral(part));
    case 'Call':
      return (
        node.func.nodeType === 'Name' &&
        node.func.id === 'set' &&
        node.args.length === 0 &&
        node.keywords.length === 0
      );
    case 'BinOp':
      // The only sum is that of a complex number: 1-2j.
      return isSign(node.op.nodeType) && isSigned(node.left) && isNumber(node.right, 'object');
    default:
      return isSigned(node);
  }
}

function isSign(operator: string): boolean {
  return ['Add', 'Sub', 'UAdd', 'USub'].includes(operator);
}

function isSigned(node: Expression): boolean {
  const number = node.nodeType === 'UnaryOp' && isSign(node.op.nodeType) ? node.operand : node;
  return isNumber(number, 'number', 'bigint', 'object');
}

/** `object`: a complex number, in the tree of the parser. */
function isNumber(node: Expression, ...types: readonly string[]): boolean {
  return node.nodeType === 'Constant' && node.value !== null && types.includes(typeof node.value);
}
