import fc from 'fast-check';

/** Random programs of the supported subset. Every name used is bound first; a program may raise, in both interpreters alike. */

/** Names by the type they start with; a program may bind them to anything. */
const NAMES = ['i', 'f', 's', 'l', 'd'] as const;

const name = fc.constantFrom(...NAMES);

const text = fc.oneof(
  fc.constantFrom(
    '',
    'a',
    'abc',
    'A b',
    ' x ',
    '12',
    '-3',
    '1.5',
    'a,b,c',
    'é',
    'ß',
    '😀x',
    "it's",
    'say "x"',
    '{}',
    '%s',
    '\n',
    '\t',
    '\\',
    '\u0000',
    '/srv/www',
    'Hello World',
    'x=1;y=2',
    'true',
  ),
  fc.string({ maxLength: 4 }),
);

/** A str literal as Python source. */
export function literal(value: string): string {
  let out = '';
  for (const point of value) {
    const code = point.codePointAt(0) ?? 0;
    if (point === "'" || point === '\\') out += `\\${point}`;
    else if (code >= 0x20 && code < 0x7f) out += point;
    else out += `\\U${code.toString(16).padStart(8, '0')}`;
  }
  return `'${out}'`;
}

const integer = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.integer({ min: -5, max: 12 }).map((value) => (value < 0 ? `(${value})` : String(value))),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '255',
      '1000',
      '2**31',
      '(-2**40)',
      '10**20',
      '(-7)**3',
      '0xff',
      '1_000',
      '0b101',
      'True',
    ),
  },
);
const float = fc.constantFrom(
  '0.0',
  '1.0',
  '1.5',
  '2.5',
  '(-0.5)',
  '0.1',
  '1e3',
  '1e16',
  '1e-5',
  '3.14159',
  '(0.1+0.2)',
  '1e22',
  '123456789.125',
  '2.675',
  '(-0.0)',
);
const odd = fc.constantFrom(
  "b'ab'",
  'range(3)',
  'range(5, 0, -2)',
  '()',
  'set()',
  '{1, 2}',
  'frozenset([3])',
  '...',
  'None',
  'len',
  'str',
);

const SPECS = [
  '',
  'd',
  '5',
  '<5',
  '>6',
  '^7',
  '*^8',
  '+',
  '05',
  '.2f',
  '8.3f',
  ',',
  'x',
  '#x',
  'b',
  'e',
  'g',
  '.3g',
  '%',
  '.1%',
  '10',
  's',
  '.2s',
  ' ',
  '=+8',
  'X',
  'o',
  '_',
  '.0f',
  '012.4f',
];
const PERCENTS = [
  '%s',
  '%r',
  '%d',
  '%5d',
  '%-6s|',
  '%05.1f',
  '%x',
  '%%',
  '%.3s',
  '%+d',
  '%e',
  '%g',
  '%i',
  '%(x)s',
  '%c',
  '%a',
];
const STR_TO_STR = [
  'upper()',
  'lower()',
  'title()',
  'capitalize()',
  'swapcase()',
  'strip()',
  'lstrip()',
  "rstrip('c ')",
  "replace('a', 'xy')",
  "replace('', '-', 2)",
  'zfill(5)',
  "center(7, '*')",
  'ljust(4)',
  'rjust(4)',
  'casefold()',
  "removeprefix('a')",
  "removesuffix('c')",
  "join(['p', 'q'])",
  "join('xyz')",
  "format(1, x='q')",
];
const STR_TO_LIST = [
  'split()',
  "split(',')",
  "split('a', 1)",
  'rsplit(None, 1)',
  "rsplit(',', 1)",
  'split(None, 1)',
  'splitlines()',
  'splitlines(True)',
];
const STR_TO_ANY = ["partition(',')", "rpartition('b')", "index('a')", 'encode()'];
const STR_TO_BOOL = [
  "startswith('a')",
  "endswith(('c', ' '))",
  "startswith('b', 1)",
  'isdigit()',
  'isalpha()',
  'isupper()',
  'isspace()',
  'isidentifier()',
  'istitle()',
  'isalnum()',
  'islower()',
  'isnumeric()',
  'isprintable()',
  'isascii()',
];
const STR_TO_INT = [
  "find('b')",
  "rfind('a')",
  "count('a')",
  "count('')",
  "find('a', 1)",
  "find('', 9)",
  "count('a', 0, 2)",
];
const LIST_CHANGES = [
  'append(1)',
  'extend([5, 6])',
  "insert(1, 'i')",
  'pop()',
  'pop(0)',
  'remove(1)',
  'reverse()',
  'sort(key=str)',
  'clear()',
  "extend('ab')",
  'insert(-1, 2)',
  'sort()',
];
const DICT_CHANGES = [
  "update({'z': 3})",
  'update(w=1)',
  "setdefault('k', [])",
  "pop('x')",
  "pop('nope', None)",
  'popitem()',
  'clear()',
  "update([('t', 1)])",
];

type Typed = {
  int: string;
  float: string;
  str: string;
  list: string;
  dict: string;
  bool: string;
  any: string;
};

const typed = fc.letrec<Typed>((tie) => {
  const [int, number, str, list, dict, bool, any] = [
    tie('int'),
    tie('float'),
    tie('str'),
    tie('list'),
    tie('dict'),
    tie('bool'),
    tie('any'),
  ];
  /** A template with `§` for each part. */
  const of = (template: string, ...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
    fc.tuple(...parts).map((texts) => {
      let next = 0;
      return template.replace(/§/g, () => texts[next++] ?? '');
    });
  const depth = { depthSize: 'small', maxDepth: 5 } as const;
  const conditional = (part: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    of('(§ if § else §)', part, bool, part);
  return {
    int: fc.oneof(
      depth,
      integer,
      fc.constant('i'),
      of('(§ § §)', int, fc.constantFrom('+', '-', '*', '//', '%', '&', '|', '^'), int),
      of('(§ § §)', int, fc.constantFrom('**', '<<', '>>'), fc.constantFrom('0', '1', '3', '(-2)')),
      of('(§§)', fc.constantFrom('-', '~', '+'), int),
      of('len(§)', fc.oneof(str, list, dict)),
      of('int(§)', fc.oneof(int, number, str)),
      of('sum([§, §])', int, int),
      of('min(§, §)', int, int),
      of('max(§, §, 3)', int, int),
      of('abs(§)', int),
      of('round(§)', number),
      of('(§).§', str, fc.constantFrom(...STR_TO_INT)),
      of('(§).count(§)', list, any),
      of('ord((§ + "a")[0])', str),
      of('divmod(§, 7)[§]', int, fc.constantFrom('0', '1')),
      of('(§).bit_length()', int),
    ),
    float: fc.oneof(
      depth,
      float,
      fc.constant('f'),
      of('(§ § §)', number, fc.constantFrom('+', '-', '*', '/', '//', '%'), fc.oneof(int, number)),
      of('(§ / §)', int, int),
      of('float(§)', fc.oneof(int, str)),
      of('round(§, §)', number, fc.constantFrom('0', '1', '2', '3', '-1')),
      of('abs(§)', number),
      of('(§ ** §)', number, fc.constantFrom('2', '0.5', '-1')),
    ),
    str: fc.oneof(
      depth,
      text.map(literal),
      fc.constant('s'),
      of('(§ + §)', str, str),
      of('(§ * §)', str, fc.constantFrom('0', '2', '3')),
      of('(§).§', str, fc.constantFrom(...STR_TO_STR)),
      of('str(§)', any),
      of('repr(§)', any),
      of('ascii(§)', any),
      of('(§)[§]', str, fc.constantFrom('1:', ':2', '::-1', '-2:', '1:3', '::2', '5:0:-1', '-1:-3:-1')),
      of('(§)[0]', str),
      of('format(§, §)', fc.oneof(int, number, str, bool), fc.constantFrom(...SPECS).map(literal)),
      fc
        .tuple(name, fc.constantFrom(...SPECS), fc.constantFrom('', '!r', '!s', '!a'))
        .map(([value, spec, how]) => `f'<{${value}${how}${spec === '' ? '' : `:${spec}`}}>'`),
      of("f'{§}'", fc.constantFrom('i+1', 's*2', 'l', 'd', 's.upper()', 'i!r', 'd.get(i, l)')),
      of('(§ % §)', fc.constantFrom(...PERCENTS).map(literal), fc.oneof(int, number, str)),
      of("('%s-%5r|' % (§, §))", any, any),
      of(
        '§.format(§, 4, x=§)',
        fc.constantFrom('{} {}', '{0}-{1}', '{x}', '{0!r:>8}', '{x[0]}', '{{}}', '{').map(literal),
        any,
        any,
      ),
      of("'§'.join(§)", fc.constantFrom(',', ', ', ''), list),
      of('§.join([str(x) for x in §])', text.map(literal), list),
      of('type(§).__name__', any),
      of('hex(§)', int),
      of('chr(abs(§) % 300)', int),
      of('(lambda x, *y: x + §)(§)', str, str),
      conditional(str),
    ),
    list: fc.oneof(
      depth,
      fc.constantFrom('[]', '[1, 2, 3]', "['b', 'a']", 'l'),
      fc.array(any, { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
      of('(§ + §)', list, list),
      of('(§ * 2)', list),
      of('(§)[§]', list, fc.constantFrom('1:', ':2', '::-1', '-2:', '::2')),
      of('sorted(§, key=str)', list),
      of('sorted(§)', list),
      of('list(§)', fc.oneof(str, dict, list)),
      of('[x for x in § if §]', list, bool),
      of('[(x, §) for x in §]', any, list),
      of('[x + y for x in § for y in §]', list, list),
      of('(§).§', str, fc.constantFrom(...STR_TO_LIST)),
      of('list(range(§, §))', fc.constantFrom('0', '3'), fc.constantFrom('5', '-2')),
      of('list(map(str, §))', list),
      of('list(filter(None, §))', list),
      of('list(enumerate(§, 1))', list),
      of('list(zip(§, §))', list, str),
      of('list((§).items())', dict),
      of('sorted({str(x) for x in §})', list),
      of('[*§, *§]', list, str),
      of('list(reversed(§))', list),
      conditional(list),
      of('[§ for § in §]', fc.constant('y'), fc.constant('(y, *x)'), fc.constant("['ab', (1, 2)]")),
    ),
    dict: fc.oneof(
      depth,
      fc.constantFrom('{}', "{'x': 1, 'y': [2]}", 'd'),
      fc
        .array(fc.tuple(fc.oneof(str, int, number, bool), any), { maxLength: 3 })
        .map((pairs) => `{${pairs.map(([key, value]) => `${key}: ${value}`).join(', ')}}`),
      of("{**§, 'm': §}", dict, any),
      of('(§ | §)', dict, dict),
      of('dict(§, k=§)', dict, any),
      of('{x: § for x in §}', any, str),
      of('dict(zip(§, §))', str, list),
      of('dict(enumerate(§))', list),
      of('dict.fromkeys(§, §)', str, any),
      of("{k: v for k, v in (§).items() if k != 'x'}", dict),
    ),
    bool: fc.oneof(
      depth,
      fc.constantFrom('True', 'False'),
      of('(§ § §)', any, fc.constantFrom('==', '!=', 'is', 'is not'), any),
      of('(§ § §)', fc.oneof(int, number), fc.constantFrom('<', '<=', '>', '>='), fc.oneof(int, number)),
      of('(§ § §)', str, fc.constantFrom('<', '>=', 'in', 'not in'), str),
      of('(§ in §)', any, list),
      of('(§ in §)', str, dict),
      of('(not §)', any),
      of('(§).§', str, fc.constantFrom(...STR_TO_BOOL)),
      of('any(§)', list),
      of('all(§)', list),
      of('bool(§)', any),
      of('isinstance(§, §)', any, fc.constantFrom('str', 'int', '(list, tuple)', 'dict', 'bool', 'float')),
      of('(§ < § <= 3)', int, int),
      of('callable(§)', any),
      of('hasattr(§, §)', any, fc.constantFrom("'upper'", "'append'", "'x'")),
      of('({§, 2} <= {1, 2, 3})', int),
    ),
    any: fc.oneof(
      depth,
      { weight: 3, arbitrary: int },
      { weight: 2, arbitrary: number },
      { weight: 4, arbitrary: str },
      { weight: 3, arbitrary: list },
      { weight: 2, arbitrary: dict },
      { weight: 1, arbitrary: bool },
      { weight: 1, arbitrary: odd },
      { weight: 1, arbitrary: of('(§, §)', any, any) },
      { weight: 1, arbitrary: of('(§ and §)', any, any) },
      { weight: 1, arbitrary: of('(§ or §)', any, any) },
      { weight: 1, arbitrary: of('(§)[§]', list, fc.constantFrom('0', '-1', '1')) },
      { weight: 1, arbitrary: of('(§).get(§, §)', dict, str, any) },
      { weight: 1, arbitrary: of('getattr(§, §, §)', any, fc.constantFrom("'nope'", "'real'"), int) },
      { weight: 1, arbitrary: of('(lambda a, b=§, *c, **e: [a, b, c, e])(§, k=§)', any, any, any) },
      { weight: 1, arbitrary: of('(§).§', str, fc.constantFrom(...STR_TO_ANY)) },
      { weight: 1, arbitrary: of('(§ § §)', any, fc.constantFrom('+', '*', '%', '<', 'in', '|', '-'), any) },
      { weight: 1, arbitrary: of('(§)[§]', any, any) },
    ),
  };
});

const expression = typed.any;
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
  const body = fc.array(tie('statement'), { minLength: 1, maxLength: 3 }).map((all) => indent(all.flat()));
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
    ),
  };
});

/** A program that leaves in `R` the repr of what it computed, or the name of what it raised. */
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
