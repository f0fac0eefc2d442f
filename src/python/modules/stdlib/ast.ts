import { expectStr } from '../../native/expect.ts';
import { native } from '../../native/native.ts';
import { Dict } from '../../values/containers.ts';
import type { NativeModule, Runtime } from '../../values/runtime.ts';
import { NotModelled, type Value } from '../../values/values.ts';

// No names, calls or attributes: what is left are displays, numbers, texts and signs.
const LITERAL_ONLY =
  /^(?:\s|[[\](){},:+-]|[rRbBuU]{0,2}(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")|(?:\d[\w.]*|\.\d\w*)(?:(?<=[eE])[+-]\d+)?|True|False|None)*$/s;

/**
 * The value of a Python literal, as `ast.literal_eval` gives it. Text that is none raises ValueError, which also
 * stands for Python's SyntaxError where it is certain that one of the two is raised.
 */
export function literalValue(runtime: Runtime, text: string): Value {
  const source = text.replace(/^[ \t]+/, '');
  if (!LITERAL_ONLY.test(source) || /[^\s]\s*:=|\blambda\b/.test(source)) {
    if (looksForeign(source)) return runtime.raise('ValueError', 'malformed node or string');
    throw new NotModelled('whether the text is a literal is not certain');
  }
  return runtime.evaluate(source, '<literal>', new Dict());
}

/** A word outside of quotes that no literal has: a name, and so never a literal. */
function looksForeign(source: string): boolean {
  const bare = source.replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, '0');
  return !/['"\\]/.test(bare) && /(?<![\w.])(?!(?:True|False|None|set)\b)[\p{L}_]/u.test(bare);
}

export const ast: NativeModule = {
  name: 'ast',
  from: 'stdlib',
  names: () => ({
    literal_eval: native('literal_eval(node_or_string)', (runtime, { node_or_string: text }) =>
      literalValue(runtime, expectStr(text)),
    ),
  }),
};
