import fc from 'fast-check';
import { name } from './atoms.ts';
import { expression, typed } from './expressions.ts';
import { DICT_CHANGES, LIST_CHANGES } from './methods.ts';
import { suspended } from './suspended.ts';

const TYPE_OF = { i: typed.int, f: typed.float, s: typed.str, l: typed.list, d: typed.dict } as const;

/** A name and an expression, mostly of the type the name starts with. */
const pairing: fc.Arbitrary<readonly [string, string]> = name.chain((to) =>
  fc.tuple(
    fc.constant(to),
    fc.oneof({ weight: 9, arbitrary: TYPE_OF[to] }, { weight: 1, arbitrary: expression }),
  ),
);

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `    ${line}`);
}

const { statement } = fc.letrec<{ statement: string[] }>((tie) => {
  const plain = fc.array(tie('statement'), { minLength: 1, maxLength: 3 }).map((all) => all.flat());
  const body = plain.map(indent);
  const simple = fc.oneof(
    { weight: 8, arbitrary: pairing.map(([to, value]) => [`${to} = ${value}`]) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom('+', '-', '*', '|', '//', '%'), typed.int)
        .map(([sign, value]) => [`i ${sign}= ${value}`]),
    },
    { weight: 2, arbitrary: fc.oneof(typed.list, typed.str).map((value) => [`l += ${value}`]) },
    { weight: 1, arbitrary: typed.str.map((value) => [`s += ${value}`]) },
    { weight: 1, arbitrary: typed.dict.map((value) => [`d |= ${value}`]) },
    {
      weight: 1,
      arbitrary: fc.tuple(typed.any, typed.any).map(([one, two]) => [`i, (s, *l) = ${one}, [${two}, 1, 2]`]),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.oneof(typed.str, typed.int), expression)
        .map(([key, value]) => [`d[${key}] = ${value}`]),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom('0', '-1', '1:2', ':', '::2', '1:1'), typed.list)
        .map(([key, value]) => [`l[${key}] = ${value}`]),
    },
    { weight: 1, arbitrary: fc.constantFrom('0', '-1', '1:', '::2').map((key) => [`del l[${key}]`]) },
    { weight: 2, arbitrary: fc.constantFrom(...LIST_CHANGES).map((method) => [`l.${method}`]) },
    { weight: 2, arbitrary: fc.constantFrom(...DICT_CHANGES).map((method) => [`d.${method}`]) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(typed.list, name)
        .map(([value, to]) => [`m = ${value}`, `m.append(${to})`, `l = m`]),
    },
    { weight: 1, arbitrary: expression.map((value) => [`if (w := ${value}): l = [w]`]) },
  );
  const compound = fc.oneof(
    fc.tuple(typed.bool, body, body).map(([test, yes, no]) => [`if ${test}:`, ...yes, 'else:', ...no]),
    fc
      .tuple(
        fc.oneof(typed.list, typed.str, typed.dict),
        body,
        fc.constantFrom('break', 'continue', 'pass'),
        typed.bool,
      )
      .map(([source, inside, jump, test]) => [
        `for x in ${source}:`,
        '    budget()',
        ...inside,
        `    if ${test}: ${jump}`,
        'else:',
        "    s = 'else'",
      ]),
    fc
      .tuple(typed.int, body)
      .map(([limit, inside]) => [
        'n = 0',
        `while n < min(3, ${limit}):`,
        '    n += 1',
        '    budget()',
        ...inside,
      ]),
    fc
      .tuple(
        body,
        fc.constantFrom('TypeError', '(KeyError, IndexError)', 'Exception', 'ValueError'),
        body,
        body,
      )
      .map(([tried, type, handled, last]) => [
        'try:',
        ...tried,
        `except ${type} as e:`,
        '    s = type(e).__name__',
        ...handled,
        'else:',
        "    s = 'fine'",
        'finally:',
        ...last,
      ]),
    fc
      .tuple(expression, pairing, body)
      .map(([fallback, [to, result], inside]) => [
        `def g(i, s=${fallback}, *l, d={}):`,
        ...inside,
        `    return ${result}`,
        `${to} = g(i)`,
      ]),
    fc
      .tuple(expression, expression, name)
      .map(([value, result, to]) => [
        'class K:',
        `    x = ${value}`,
        '    def __init__(self, y): self.y = y',
        '    def m(self): return [self.x, self.y]',
        '    @property',
        `    def p(self): return ${result}`,
        'class L(K):',
        '    def m(self): return super().m() + [1]',
        `l = [L(${to}).m(), K(1).p, L.x]`,
      ]),
    fc
      .tuple(expression, body)
      .map(([subject, inside]) => [
        `match ${subject}:`,
        '    case 1 | 2:',
        ...indent(inside),
        '    case [x, *rest]:',
        '        l = rest',
        "    case {'x': x}:",
        '        l = [x]',
        '    case str() as t:',
        '        s = t',
        '    case None:',
        '        pass',
        '    case _:',
        "        s = 'other'",
      ]),
    expression.map((value) => [
      'def g():',
      '    for x in range(3): yield x',
      `    yield ${value}`,
      'l = list(g())',
    ]),
    fc
      .tuple(body, name)
      .map(([inside, to]) => ['def h():', `    global ${to}`, ...inside, '    return 1', 'h()']),
  );
  return {
    statement: fc.oneof(
      { depthSize: 'small', maxDepth: 3 },
      { weight: 3, arbitrary: simple },
      { weight: 1, arbitrary: compound },
      { weight: 1, arbitrary: suspended(plain) },
    ),
  };
});

/**
 * A random program of the supported subset, which leaves in `R` the repr of what it computed, or the name of what it
 * raised. Every name used is bound first; it may raise, in both interpreters alike.
 */
export const program: fc.Arbitrary<string> = fc
  .tuple(fc.array(statement, { minLength: 1, maxLength: 5 }), expression)
  .map(([statements, last]) =>
    [
      'n_ = 0',
      'def budget():',
      '    global n_',
      '    n_ += 1',
      "    if n_ > 200: raise RuntimeError('too long')",
      "i, f, s, l, d = 3, 1.5, 'abc', [1, 2], {'x': 1}",
      'log = []',
      ...statements.flatMap((lines) => [
        'try:',
        ...indent(lines),
        'except Exception as e:',
        '    log.append(type(e).__name__)',
      ]),
      'R = []',
      `for v in [lambda: i, lambda: f, lambda: s, lambda: l, lambda: d, lambda: log, lambda: ${last}]:`,
      '    try:',
      '        R.append(repr(v()))',
      '    except Exception as e:',
      "        R.append('raises ' + type(e).__name__)",
      "R = '\\n'.join(R)",
      '',
    ].join('\n'),
  );
