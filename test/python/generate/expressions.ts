import fc from 'fast-check';
import { float, integer, literal, name, odd, text } from './atoms.ts';
import { PERCENTS, SPECS, STR_TO_ANY, STR_TO_BOOL, STR_TO_INT, STR_TO_LIST, STR_TO_STR } from './methods.ts';

type Typed = {
  int: string;
  float: string;
  str: string;
  list: string;
  dict: string;
  bool: string;
  any: string;
};

/** Expressions by the type that they mostly have. */
export const typed: { readonly [Type in keyof Typed]: fc.Arbitrary<string> } = fc.letrec<Typed>((tie) => {
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

export const expression: fc.Arbitrary<string> = typed.any;
