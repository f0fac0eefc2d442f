import { describe, expect, test } from 'vitest';
import { result } from './project.ts';

// Every value here was computed by CPython 3.11; random programs are compared in differential.test.ts.

const CASES: Readonly<Record<string, readonly (readonly [source: string, value: unknown])[]>> = {
  'numbers and strings': [
    ['R = [7 // -2, -7 % 3, 2 ** 10, 7 / 2, 0x1F, 1_000, True + 1]', [-4, 2, 1024, 3.5, 31, 1000, 2]],
    [
      'R = repr([1.0, 1e16, 1e-5, 0.1 + 0.2, 2 ** 70, -0.0])',
      '[1.0, 1e+16, 1e-05, 0.30000000000000004, 1180591620717411303424, -0.0]',
    ],
    ["R = 'a' 'b' \"c\" + r'\\n' + '\\x41\\u00e9'", 'abc\\nAé'],
    [
      "R = ['%s/%05.1f/%r' % ('a', 3.14159, 'x'), '{:>6}|{x!r}'.format('ab', x=1), f'{1.5:.2f}{\"q\":*^5}']",
      ["a/003.1/'x'", '    ab|1', '1.50**q**'],
    ],
    [
      "R = ['😀x'[0], len('😀x'), 'äöü'.upper(), 'a,b,,c'.split(','), ' a  b '.split()]",
      ['😀', 2, 'ÄÖÜ', ['a', 'b', '', 'c'], ['a', 'b']],
    ],
    ["x = 3\nR = f'{x=} {{}} {x:{x}d}'", 'x=3 {}   3'],
  ],
  collections: [
    ['R = [1, *range(2, 4), *(4,)] + [5] * 2', [1, 2, 3, 4, 5, 5]],
    ["R = {**{'a': 1}, 'b': 2, 1: 3, **dict(a=4)}", { a: 4, b: 2, 1: 3 }],
    [
      "d = {'a': [1]}\nd['a'].append(2)\nd.setdefault('b', []).extend('xy')\nd.update(c=3)\nR = d",
      { a: [1, 2], b: ['x', 'y'], c: 3 },
    ],
    ["l = [1, 2, 3, 4]\nl[1:3] = ['x']\ndel l[0]\nl.insert(0, 'i')\nl += (9,)\nR = l", ['i', 'x', 4, 9]],
    ['a, (b, *c), d = 1, [2, 3, 4], 5\nR = [a, b, c, d]', [1, 2, [3, 4], 5]],
    ["a = b = [1]\na *= 2\nc = d = {}\nc |= [('k', 1)]\nR = [b, d]", [[1, 1], { k: 1 }]],
    ['a = b = []\na.append(1)\nR = [b, a is b]', [[1], true]],
    ["R = sorted({'b', 'a'} | {'c'} - {'c'}) + [1 in {1: 2}, 'x' not in ()]", ['a', 'b', true, true]],
    [
      "R = list({'a': 1}.items()) + [x for x in zip('ab', range(2))]",
      [
        ['a', 1],
        ['a', 0],
        ['b', 1],
      ],
    ],
    [
      'R = [[x, y] for x in range(3) if x for y in "ab" if y != "b" or x == 2]',
      [
        [1, 'a'],
        [2, 'a'],
        [2, 'b'],
      ],
    ],
    [
      "R = [{k: v for k, v in [('a', 1)]}, sum(x * x for x in range(4)), any([]), all([])]",
      [{ a: 1 }, 14, false, true],
    ],
    ["R = (1, 2, 3)[::-1] + ('a',) * 2", [3, 2, 1, 'a', 'a']],
  ],
  'control flow': [
    [
      "R = []\nfor i in range(5):\n    if i == 1: continue\n    if i == 3: break\n    R.append(i)\nelse:\n    R.append('else')",
      [0, 2],
    ],
    ["n, R = 3, []\nwhile n:\n    n -= 1\n    R.append(n)\nelse:\n    R.append('e')", [2, 1, 0, 'e']],
    [
      "try:\n    {}['k']\nexcept (KeyError, IndexError) as e:\n    R = [type(e).__name__, e.args[0], str(e)]\nelse:\n    R = 'no'",
      ['KeyError', 'k', "'k'"],
    ],
    [
      "R = []\ntry:\n    try:\n        int('x')\n    finally:\n        R.append('f')\nexcept ValueError:\n    R.append('v')",
      ['f', 'v'],
    ],
    [
      "def f(x):\n    match x:\n        case {'a': [1, *r], **o}: return [r, o]\n        case str() | None as v: return ['s', v]\n        case int(v) if v > 5: return v\n        case _: return 'other'\nR = [f({'a': [1, 2], 'b': 3}), f(None), f(7), f(1)]",
      [[[2], { b: 3 }], ['s', null], 7, 'other'],
    ],
    ["R = ['a' if 0 else 'b', 1 < 2 < 3, (y := 4) + y, not None or 1]", ['b', true, 8, true]],
    ['a, b = 1, -2\nmatch a, b:\n    case 1, -2: R = "pair"\n    case _: R = "other"', 'pair'],
    [
      'match [1, 2, 3]:\n    case a, *b if a > 1: R = a\n    case 1, *b: R = b\nmatch 1, "x,:y":\n    case _, "x,:y": R.append(4)',
      [2, 3, 4],
    ],
    ['a = 2\nmatch -a:  # less\n    case -2: R = "minus"\nmatch = R', 'minus'],
    [
      'from dataclasses import dataclass, KW_ONLY, astuple\n@dataclass(order=True)\nclass P:\n    x: int\n    y: int = 0\n    _: KW_ONLY\n    z: int = 5\nmatch P(1, 2):\n    case P(0, _): R = 0\n    case P(x, y, z=5): R = [x, y, astuple(P(3, z=4)), P(1) < P(2), P.__match_args__]',
      [1, 2, [3, 0, 4], true, ['x', 'y']],
    ],
    ["import contextlib\nR = 1\nwith contextlib.suppress(KeyError):\n    {}['x']\n    R = 2", 1],
  ],
  functions: [
    [
      'def f(a, /, b=2, *c, d, e=5, **g):\n    return [a, b, c, d, e, g]\nR = f(1, 3, 4, d=6, z=7)',
      [1, 3, [4], 6, 5, { z: 7 }],
    ],
    [
      'def counter():\n    n = 0\n    def add():\n        nonlocal n\n        n += 1\n        return n\n    return add\nc = counter()\nR = [c(), c()]',
      [1, 2],
    ],
    ['X = 1\ndef f():\n    global X\n    X += 1\nf()\nR = X', 2],
    ['R = (lambda *a, k=2: [a, k])(1, k=3)', [[1], 3]],
    ['def g():\n    yield 1\n    yield from [2, 3]\nR = list(g())', [1, 2, 3]],
    [
      'def deco(n):\n    def wrap(f):\n        return lambda *a: [n, f(*a)]\n    return wrap\n@deco(5)\ndef f(x): return x\nR = f(2)',
      [5, 2],
    ],
    ['def fact(n): return 1 if n < 2 else n * fact(n - 1)\nR = fact(10)', 3628800],
    [
      'import functools\n@functools.lru_cache\ndef f(): return [1]\nf().append(2)\nclass K:\n    @functools.cached_property\n    def v(self): return [1]\nk = K()\nk.v.append(2)\nR = [f(), f.__name__, k.v, K().v]',
      [[1, 2], 'f', [1, 2], [1]],
    ],
    [
      'import functools\ndef deco(f):\n    @functools.wraps(f)\n    def inner(*a): return f(*a)\n    return inner\n@deco\ndef g(x): return x\nR = [g.__name__, g(2)]',
      ['g', 2],
    ],
    [
      'def g():\n    x = yield from h()\n    yield x\ndef h():\n    yield 1\n    return 2\nR = list(g())',
      [1, 2],
    ],
    ['def f(x=[]):\n    x.append(1)\n    return x\nf()\nR = f()', [1, 1]],
  ],
  classes: [
    [
      'class A:\n    x = [1]\n    def __init__(self, y): self.y = y\n    @property\n    def z(self): return self.x + [self.y]\n    @classmethod\n    def make(cls): return cls(2)\n    @staticmethod\n    def s(): return "s"\nclass B(A):\n    x = [0]\n    def __init__(self): super().__init__(9)\nR = [A.make().z, B().z, B.s(), isinstance(B(), A)]',
      [[1, 2], [0, 9], 's', true],
    ],
    [
      'class V:\n    def __init__(self, n): self.n = n\n    def __add__(self, o): return V(self.n + o.n)\n    def __eq__(self, o): return self.n == o.n\n    def __getitem__(self, k): return k * 2\n    def __len__(self): return 3\n    def __contains__(self, k): return k == 1\n    def __call__(self, *a): return a\n    def __str__(self): return "V%d" % self.n\n    def __getattr__(self, name): return name\nv = V(1)\nR = [(v + V(2)).n, v == V(1), v[4], len(v), 1 in v, v(5), str(v), f"{v}", v.anything]',
      [3, true, 8, 3, true, [5], 'V1', 'V1', 'anything'],
    ],
    [
      'class A:\n    def f(self): return "A"\nclass B(A):\n    def f(self): return "B" + super().f()\nclass C(A):\n    def f(self): return "C" + super().f()\nclass D(B, C): pass\nR = [D().f(), [k.__name__ for k in D.__mro__]]',
      ['BCA', ['D', 'B', 'C', 'A', 'object']],
    ],
    [
      'class S(dict):\n    def __missing__(self, k): return k + "!"\n    def __getattr__(self, k): return self[k]\ns = S(a=1)\nR = [s["a"], s["b"], s.a, len(s)]',
      [1, 'b!', 1, 1],
    ],
    [
      'class E(ValueError):\n    def __init__(self, m): super().__init__(m); self.m = m\ntry:\n    raise E("boo")\nexcept ValueError as e:\n    R = [e.m, str(e), isinstance(e, Exception)]',
      ['boo', 'boo', true],
    ],
    [
      'T = type("T", (object,), {"x": 1})\nR = [T.x, T.__name__, getattr(T(), "y", 5), hasattr(T, "x")]',
      [1, 'T', 5, true],
    ],
  ],
  'names and code': [
    ["globals()['R'] = [__name__, 'A' in globals()]", ['settings', false]],
    ["for k in ('a', 'b'):\n    locals()[k.upper()] = k\nR = A + B", 'ab'],
    ["import sys\nsetattr(sys.modules[__name__], 'R', 3)", 3],
    ["exec('R = x + 1', {'x': 1}, globals())", 2],
    ["x = 2\nR = eval('x * y', {'y': 3, 'x': x})", 6],
    ["vars().update({'R': 1})", 1],
    ['X = 1\ndel X\nR = "X" in dir()', false],
    ['R: int = 5\nS: str', 5],
  ],
};

for (const [name, cases] of Object.entries(CASES)) {
  describe(name, () => {
    test.each(cases)('%s', async (source, value) => {
      expect(await result(source)).toEqual(value);
    });
  });
}
