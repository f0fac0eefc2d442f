import fc from 'fast-check';

// Programs in which a test that nobody can decide (`u`, `v`) may raise, while somebody waits for the exception.

/** What the programs bind or change. */
export const NAMES: readonly string[] = ['L', 'D', 'S', 'T', 'C'];

export type Files = Readonly<Record<string, string>>;

const indent = (lines: readonly string[]): readonly string[] => lines.map((line) => `    ${line}`);
const lines = (...all: readonly string[]): fc.Arbitrary<readonly string[]> => fc.constant(all);

const flag: fc.Arbitrary<string> = fc.constantFrom('u', 'v', 'not u', 'u and v', 'True', 'False');
const kind: fc.Arbitrary<string> = fc.constantFrom('ValueError', 'KeyError', 'ImportError', 'E', 'OSError');
const raising: fc.Arbitrary<string> = fc.tuple(kind, fc.nat(2)).map(([type, n]) => `raise ${type}('r${n}')`);

/** What a handler waits for. */
const caught: fc.Arbitrary<string> = fc.constantFrom(
  'ValueError',
  'KeyError',
  'ImportError',
  '(KeyError, ValueError)',
  'LookupError',
  'E',
  'Exception',
);

/** Where statements stand: what they may say there. */
interface Place {
  readonly depth: number;
  /** How many functions, generators, managers and modules there are by then. */
  readonly functions: number;
  readonly modules: number;
  readonly isFunction: boolean;
  readonly isHandler?: boolean;
}

function simpleOnes({ functions, modules, isFunction, isHandler }: Place): fc.Arbitrary<readonly string[]> {
  const digit = fc.nat(3);
  const changes = fc.oneof(
    digit.map((n) => [`L.append(${n})`]),
    lines('L.append(9)', 'L.pop()'),
    digit.map((n) => [`D['k${n}'] = ${n}`]),
    lines("D.pop('k1', None)"),
    fc.constantFrom('S', 'T', 'C').chain((name) => digit.map((n) => [`${name} = ${n}`])),
    lines('S = T'),
    lines('T = len(L)'),
    lines('C = sorted(D)'),
    lines('x = 5', 'del x'),
  );
  const raises = fc.oneof(
    { weight: 5, arbitrary: fc.tuple(flag, raising).map(([test, raise]) => [`if ${test}: ${raise}`]) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(flag, changes, raising)
        .map(([test, change, raise]) => [`if ${test}:`, ...indent([...change, raise])]),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(flag, raising, raising)
        .map(([test, one, other]) => [`if ${test}: ${one}`, `else: ${other}`]),
    },
    { weight: 1, arbitrary: fc.tuple(flag, raising).map(([test, raise]) => [`while ${test}: ${raise}`]) },
    { weight: 1, arbitrary: flag.map((test) => [`assert ${test}`]) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(flag, raising)
        .map(([test, raise]) => [`match ${test}:`, `    case True: ${raise}`, '    case _: pass']),
    },
    ...(functions > 0
      ? [{ weight: 1, arbitrary: flag.map((test) => [`S = fail() if ${test} else 4`]) }]
      : []),
    ...(isHandler === true ? [{ weight: 3, arbitrary: flag.map((test) => [`if ${test}: raise`]) }] : []),
  );
  const calls = fc
    .nat(Math.max(0, functions - 1))
    .chain((n) =>
      fc.oneof(
        lines(`f${n}()`),
        lines(`T = f${n}()`),
        lines(`for i in g${n}(): C = i`),
        lines(`C = list(g${n}())`),
        lines(`with m${n}(): f${n}()`),
      ),
    );
  const imports = fc
    .nat(Math.max(0, modules - 1))
    .chain((n) =>
      fc.oneof(
        lines(`import a${n}`),
        isFunction ? lines(`from a${n} import S`) : lines(`from a${n} import *`),
      ),
    );
  const returns = fc.tuple(flag, fc.nat(3)).map(([test, n]) => [`if ${test}: return ${n}`]);
  return fc.oneof(
    { weight: 5, arbitrary: changes },
    { weight: 3, arbitrary: raises },
    ...(functions > 0 ? [{ weight: 3, arbitrary: calls }] : []),
    ...(modules > 0 ? [{ weight: 2, arbitrary: imports }] : []),
    ...(isFunction ? [{ weight: 1, arbitrary: returns }] : []),
  );
}

/** Statements, one after the other. */
function statements(place: Place): fc.Arbitrary<readonly string[]> {
  const simple = simpleOnes(place);
  if (place.depth === 0) return fc.array(simple, { minLength: 1, maxLength: 3 }).map((all) => all.flat());
  const inner = { ...place, depth: place.depth - 1 };
  const body = statements(inner).map(indent);
  const handler = statements({ ...inner, isHandler: true }).map(indent);
  const compound = fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .tuple(body, caught, handler, fc.option(fc.tuple(caught, handler)), fc.option(body), fc.option(body))
        .map(([tried, type, handled, second, otherwise, last]) => [
          ...['try:', ...tried],
          ...[`except ${type} as e:`, '    T = e.args[0]', ...handled],
          ...(second === null ? [] : [`except ${second[0]}:`, ...second[1]]),
          ...(otherwise === null ? [] : ['else:', ...otherwise]),
          ...(last === null ? [] : ['finally:', ...last]),
        ]),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(body, body).map(([tried, last]) => ['try:', ...tried, 'finally:', ...last]),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(caught, body)
        .map(([type, tried]) => [`with suppress(${type.replace(/[()]/g, '')}):`, ...tried]),
    },
    { weight: 1, arbitrary: fc.tuple(caught, body).map(([type, tried]) => [`with K(${type}):`, ...tried]) },
    {
      weight: 1,
      arbitrary: fc.tuple(flag, body, body).map(([test, yes, no]) => [`if ${test}:`, ...yes, 'else:', ...no]),
    },
    { weight: 1, arbitrary: body.map((round) => ['for i in range(2):', ...round]) },
    ...(place.functions > 0
      ? [
          {
            weight: 1,
            arbitrary: fc
              .tuple(fc.nat(place.functions - 1), body)
              .map(([n, tried]) => [`with m${n}():`, ...tried]),
          },
        ]
      : []),
  );
  return fc
    .array(fc.oneof({ weight: 2, arbitrary: simple }, { weight: 1, arbitrary: compound }), {
      minLength: 1,
      maxLength: 3,
    })
    .map((all) => all.flat());
}

const HEAD = ['from contextlib import contextmanager, suppress', 'from flags import E, u, v'];

function functionsOf(n: number, modules: number): fc.Arbitrary<readonly string[]> {
  const place = { depth: 1, functions: n, modules, isFunction: true };
  const body = statements(place).map(indent);
  const simple = statements({ ...place, depth: 0 });
  return fc
    .tuple(body, simple, simple, caught, simple, fc.boolean(), fc.boolean())
    .map(([plain, before, behind, type, last, handles, finishes]) => {
      const waits = [
        ...(handles || finishes ? ['try:', '    yield 1'] : ['yield 1']),
        ...(handles ? [`except ${type}:`, ...indent(behind)] : []),
        ...(finishes ? ['finally:', ...indent(last)] : []),
      ];
      const globals = '    global S, T, C';
      return [
        ...[`def f${n}():`, globals, ...plain, '    return 3'],
        ...[`def g${n}():`, globals, ...indent(before), ...indent(waits), ...indent(behind), '    yield 2'],
        ...['@contextmanager', `def m${n}():`, globals, ...indent(before), ...indent(waits), ...indent(last)],
      ];
    });
}

const MODULE: fc.Arbitrary<string> = statements({
  depth: 1,
  functions: 0,
  modules: 0,
  isFunction: false,
}).map((body) =>
  [
    ...HEAD,
    'from contextlib import nullcontext as _K',
    'L, D, S, T, C = [], {}, None, None, None',
    // `import *` must not bring another `K`.
    ...body.map((line) => line.replace('with K(', 'with _K(')),
    '',
  ].join('\n'),
);

/** Statements of settings that rarely end the program: somebody waits for most exceptions. */
const BODY: fc.Arbitrary<readonly string[]> = fc
  .array(
    fc.constantFrom(0, 0, 1).chain((depth) => {
      const place = { depth, functions: 2, modules: 2, isFunction: false };
      const body = statements(place).map(indent);
      const changes = fc
        .oneof(lines('S = 7'), lines('L.append(7)'), lines('pass'), lines('T = S'))
        .map(indent);
      const handled = fc.tuple(caught, statements({ ...place, depth: 0, isHandler: true }).map(indent));
      return fc.oneof(
        fc
          .tuple(
            body,
            fc.option(handled),
            fc.constantFrom('Exception', 'Exception', 'Exception', 'ValueError'),
            changes,
            fc.option(changes),
            fc.option(changes),
          )
          .map(([tried, first, type, last, otherwise, finished]) => [
            ...['try:', ...tried],
            ...(first === null ? [] : [`except ${first[0]}:`, ...first[1]]),
            ...[`except ${type}:`, ...last],
            ...(otherwise === null ? [] : ['else:', ...otherwise]),
            ...(finished === null ? [] : ['finally:', ...finished]),
          ]),
        body.map((tried) => ['with suppress(Exception):', ...tried]),
        body.map((tried) => ['with K(Exception):', ...tried]),
      );
    }),
    { minLength: 1, maxLength: 2 },
  )
  .map((all) => all.flat());

/** A project: `settings.py` and two modules that it may import. `flags.py` is left to the test. */
export const project: fc.Arbitrary<Files> = fc
  .tuple(MODULE, MODULE, functionsOf(0, 2), functionsOf(1, 2), BODY)
  .map(([one, other, first, second, body]) => ({
    'a0.py': one,
    'a1.py': other,
    'settings.py': [
      ...HEAD,
      'class K:',
      '    def __init__(self, type): self.type = type',
      '    def __enter__(self): return self',
      '    def __exit__(self, type, value, trace):',
      '        L.append(type is None)',
      '        return type is not None and issubclass(type, self.type)',
      'def fail(): raise ValueError("f")',
      'L, D, S, T, C = [], {}, None, None, None',
      ...first,
      ...second,
      ...body,
      '',
    ].join('\n'),
  }));
