import fc from 'fast-check';

/** Files of a small program of several modules that change each other, and the settings that look at them. */
export interface Shape {
  /** Paths below `site-packages/` are an installed package's; all others the project's own. */
  readonly files: Readonly<Record<string, string>>;
  /** Names that the settings bind. */
  readonly names: readonly string[];
}

interface Layout {
  /** Dotted names of the modules. */
  readonly modules: readonly string[];
  /** Folder of each, ending in a slash, or empty. */
  readonly folders: readonly string[];
}

const layout: fc.Arbitrary<Layout> = fc
  .tuple(
    fc.constantFrom(2, 3, 3),
    fc.boolean(),
    fc.array(fc.constantFrom('site-packages/', 'site-packages/', ''), { minLength: 3, maxLength: 3 }),
  )
  .map(([count, isPackage, folders]) => ({
    modules: ['m', 'n', 'o'].slice(0, count).map((name) => (isPackage ? `p.${name}` : name)),
    folders: folders.slice(0, count).map((folder) => (isPackage ? (folders[0] ?? folder) : folder)),
  }));

/** Statements that import a module, and what the code calls it afterwards. */
function reference(dotted: string, isInPackage: boolean): fc.Arbitrary<readonly [string, string]> {
  const last = dotted.split('.').at(-1) ?? dotted;
  const forms: (readonly [string, string])[] = [
    [`import ${dotted}\n`, dotted],
    [`import ${dotted} as other\n`, 'other'],
    [`from importlib import import_module\nother = import_module('${dotted}')\n`, 'other'],
    [`import ${dotted}\nimport sys\n`, `sys.modules['${dotted}']`],
  ];
  if (dotted.includes('.')) forms.push([`from p import ${last}\n`, last]);
  if (dotted.includes('.') && isInPackage) forms.push([`from . import ${last}\n`, last]);
  return fc.constantFrom(...forms);
}

/** Changes to what a module holds, through a name for the module. */
const CHANGES: readonly string[] = [
  'R.B = 5',
  "setattr(R, 'B', 6)",
  "R.__dict__['B'] = 7",
  "vars(R)['B'] = 8",
  'R.__dict__.update(B=9)',
  'R.B += 10',
  'del R.B',
  "delattr(R, 'B')",
  'R.NEW = 11',
  'R.L.append(12)',
  'R.L += [13]',
  "R.D['x'] = 14",
  'R.D.update(x=15)',
  "R.D['k'] += 1",
  'R.K.a = 16',
  "setattr(R.K, 'a', 17)",
  'R.K.m = lambda self: 18',
  'R.f = lambda: 19',
  'R.f.x = 20',
  "R.add('added')",
  'R.k.b = 21',
  'q = R\nq.B = 22',
  'for q in (R,):\n    q.B = 23',
  'if R.L:\n    R.B = 24',
  'try:\n    R.B = 25\nexcept ValueError:\n    pass',
  'class Z:\n    R.B = 26',
  'def put(x):\n    x.B = 27\nput(R)',
  'def put(x):\n    x.append(28)\nput(R.L)',
  'def put():\n    R.B = 29\nput()',
  'def put():\n    R.L.append(30)\nput()',
  'def later():\n    R.B = 31',
  'def later():\n    R.L.append(32)',
  'q = R.L\nq.append(33)',
  '[R.L.append(each) for each in (34, 35)]',
  '(lambda: R.L.append(36))()',
  '@R.add\ndef added(): pass',
  'R.later()',
  "exec('R.B = 37')",
  'R.K.a += 50',
  'del R.K.a',
  "delattr(R.J, 'a')",
  'R.K.l.append(51)',
  'R.K.l += [52]',
  'R.J.a = 53',
  'R.M.a = 54',
  'R.f.x = 64',
];

/** Changes to classes by way of something else, which only those of the project's own code are looked for. */
const ROUNDABOUT: readonly string[] = [
  'R.j.__class__.a = 55',
  'type(R.k).a = 56',
  'R.J.__mro__[1].a = 57',
  "R.H['K'].a = 58",
  "setattr(R.H['K'], 'a', 59)",
  'class Own(R.K): pass\nOwn.__base__.a = 60',
  'class Own(R.J): pass\nOwn.l.append(61)',
  'R.J().put(62)',
  'R.J.set(63)',
  'R.J.l.append(65)',
  'for each in (R.K, R.J):\n    each.a = 66',
];

/** Changes to what was imported by name. */
const TAKEN: readonly string[] = [
  'L.append(40)',
  'L += [41]',
  "D['x'] = 42",
  'K.a = 43',
  "setattr(K, 'm', lambda self: 44)",
  "add('by name')",
  'f.x = 45',
  'k.b = 46',
  'q = L\nq.append(47)',
  'def put():\n    L.append(48)\nput()',
  'global_list = [L]\nglobal_list[0].append(49)',
  'later()',
  'J.a = 70',
  'K.l.append(71)',
  'M.a = 72',
];

const READS: readonly string[] = [
  'C = R.B',
  'C = list(R.L)',
  'C = R.K.a',
  'C = R.f()',
  'C = R.K().m()',
  'C = dict(R.D)',
  "C = getattr(R, 'B', 'none')",
  "C = hasattr(R, 'NEW')",
  'C = R.C',
  'C = R.J.a',
  'C = R.j.a',
  'C = R.j.m()',
  'C = list(R.J.l)',
  "C = R.H['K'].a",
  'class J(R.K): pass\nC = J.a',
  'class J(R.J):\n    b = R.K.a\nj = J()\nC = j.b',
];

const OWN: readonly string[] = [
  'C = B',
  'C = list(L)',
  'C = K.a',
  'C = J.a',
  'C = j.a',
  'C = j.m()',
  'C = k.m()',
  'C = list(J.l)',
  "C = H['K'].a",
  'C = [each.a for each in (K, J)]',
  'class E(J):\n    b = J.a\nC = E.b',
  'C = getattr(J, "a", "none")',
  'C = f.x if hasattr(f, "x") else "none"',
  'J.a = 80',
  'C = f()',
  'C = dict(D)',
  'C = [B, len(L)]',
  'B = B + 100',
  'L.append(101)',
  "globals()['B'] = 102",
];

const START = (index: number): string => `B = ${index}
L = [${index}]
D = {'k': ${index}}
class M(type):
    a = 'meta'
class K(metaclass=M):
    a = ${index}
    l = [${index}]
    def m(self): return self.a
    def put(self, x): self.l.append(x)
    @classmethod
    def set(cls, x): cls.a = x
class J(K): pass
H = {'K': K}
k = K()
j = J()
def f(): return B
def add(x):
    L.append(x if isinstance(x, str) else x.__name__)
    return x
def later(): pass
C = None
`;

/** One statement, or a few that belong together, of a module that refers to another. */
function statement(
  dotted: string,
  isInPackage: boolean,
  canChange: boolean,
  isOwn = false,
): fc.Arbitrary<string> {
  const changes = isOwn ? [...CHANGES, ...ROUNDABOUT] : CHANGES;
  const through = fc
    .tuple(reference(dotted, isInPackage), fc.constantFrom(...(canChange ? [...changes, ...READS] : READS)))
    .map(([[load, name], text]) => `${load}${text.replaceAll(/\bR\b/g, name)}\n`);
  const taken = fc.tuple(fc.constantFrom(...TAKEN), fc.boolean()).map(([text, isRelative]) => {
    const from = isRelative && isInPackage && dotted.includes('.') ? `.${dotted.split('.').at(-1)}` : dotted;
    return `from ${from} import L, D, K, J, M, H, add, f, k, j, later\n${text}\n`;
  });
  const plain = reference(dotted, isInPackage).map(([load]) => load);
  const star = fc.constant(`from ${dotted} import *\n`);
  return canChange
    ? fc.oneof({ arbitrary: through, weight: 6 }, { arbitrary: taken, weight: 2 }, plain, {
        arbitrary: star,
        weight: 1,
      })
    : fc.oneof(through, plain);
}

function moduleText(modules: readonly string[], index: number): fc.Arbitrary<string> {
  const isInPackage = modules[index]?.includes('.') === true;
  const others = modules.filter((_, other) => other !== index);
  const about = fc.constantFrom(...others).chain((other) => statement(other, isInPackage, true));
  const own = fc.constantFrom(...OWN).map((text) => `${text}\n`);
  const body = fc.array(fc.oneof({ arbitrary: about, weight: 2 }, own), { minLength: 0, maxLength: 3 });
  return fc
    .tuple(body, fc.array(about, { maxLength: 1 }), fc.boolean())
    .map(([statements, first, isFirst]) => {
      const start = START(index + 1);
      return `${isFirst ? first.join('') : ''}${start}${statements.join('')}`;
    });
}

const LOOKS: readonly (readonly [string, string])[] = [
  ['B', 'from T import B as NAME'],
  ['L', 'import T\nNAME = list(T.L)'],
  ['D', 'from T import D\nNAME = dict(D)'],
  ['a', 'import T\nNAME = T.K.a'],
  ['m', 'from T import K\nNAME = K().m()'],
  ['f', 'import T\nNAME = T.f()'],
  ['C', 'from T import C as NAME'],
  ['l', 'from T import L as NAME'],
  ['b', "import T\nNAME = getattr(T, 'B', 'none')"],
  ['n', "import T\nNAME = hasattr(T, 'NEW')"],
  ['x', "from T import f\nNAME = getattr(f, 'x', None)"],
  ['A', 'from T import J\nNAME = getattr(J, "a", "none")'],
  ['j', 'import T\nNAME = T.j.m()'],
  ['J', 'from T import j\nNAME = j.a'],
  ['K', 'import T\nNAME = list(T.J.l)'],
  ['H', "import T\nNAME = T.H['K'].a"],
  ['o', 'import T\nclass Own(T.J): pass\nNAME = Own.a'],
  ['k', "from T import k\nNAME = getattr(k, 'b', None)"],
];

export const shape: fc.Arbitrary<Shape> = layout.chain(({ modules, folders }) => {
  const texts = fc.tuple(...modules.map((_, index) => moduleText(modules, index)));
  const look = fc.tuple(fc.constantFrom(...modules), fc.constantFrom(...LOOKS));
  const step = fc.oneof(
    {
      arbitrary: look.map(([module, [, text]]) => ({
        text: text.replaceAll(/\bT\b/g, module),
        isLook: true,
      })),
      weight: 4,
    },
    {
      arbitrary: fc
        .constantFrom(...modules)
        .chain((module) => statement(module, false, true, true))
        .map((text) => ({ text, isLook: false })),
      weight: 1,
    },
  );
  const package_ = fc.oneof(
    fc.constant(''),
    fc.constantFrom(...modules).map((dotted) => `from . import ${dotted.split('.').at(-1)}\n`),
  );
  return fc
    .tuple(texts, fc.array(step, { minLength: 2, maxLength: 6 }), package_)
    .map(([bodies, steps, init]) => {
      const files: Record<string, string> = {};
      for (const [index, dotted] of modules.entries())
        files[`${folders[index]}${dotted.replace('.', '/')}.py`] = bodies[index] ?? '';
      if (modules[0]?.startsWith('p.')) files[`${folders[0]}p/__init__.py`] = init;
      const names = steps.flatMap(({ isLook }, index) => (isLook ? [`S${index}`] : []));
      files['settings.py'] = steps
        .map(({ text }, index) => `${text.replaceAll(/\bNAME\b/g, `S${index}`)}\n`)
        .join('');
      return { files, names };
    });
});
