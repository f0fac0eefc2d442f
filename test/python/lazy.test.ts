import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPythonReader } from '../../src/python/index.ts';
import { program } from './generate/program.ts';
import { type Evaluated, simple, view } from './project.ts';

// Modules of installed packages, read name by name in several orders, must come to what CPython makes of them as a whole.

const hasPython = spawnSync('python3', ['--version']).status === 0;

/** Imports `m` of each folder in a process of its own, forked off before anything is imported; a line for each. */
const HARNESS = `
import json, os, sys
from importlib import import_module
for folder in json.load(sys.stdin):
    sys.stdout.flush()
    if os.fork() == 0:
        sys.path[:0] = [os.path.join(folder, 'site-packages'), folder]
        names = vars(import_module('m'))
        shown = {k: v for k, v in names.items() if k.isupper() and not isinstance(v, type)}
        print(json.dumps(shown, default=repr), flush=True)
        os._exit(0)
    os.wait()
`;

interface Files {
  readonly [path: string]: string;
}

function packaged(root: string, files: Files): void {
  for (const [path, text] of [['../settings.py', ''], ...Object.entries(files)] as const) {
    const file = join(root, 'site-packages', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

type Names = Readonly<Record<string, unknown>>;

function byPython(roots: readonly string[]): readonly Names[] {
  const run = spawnSync('python3', ['-c', HARNESS], {
    input: JSON.stringify(roots),
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', PYTHONDONTWRITEBYTECODE: '1' },
  });
  expect(run.stderr).toBe('');
  return run.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Names);
}

/** What settings that import these names one by one come to. */
async function byName(root: string, names: readonly string[]): Promise<Names> {
  const settings = names.map((name) => `from m import ${name}\nX_${name} = ${name}\n`).join('');
  writeFileSync(join(root, 'settings.py'), settings);
  const reader = createPythonReader({
    searchPath: [root, join(root, 'site-packages')],
    env: {},
    cwd: root,
    limits: { steps: 1_000_000 },
  });
  const { value } = view(root, await reader.importModule('settings'));
  return Object.fromEntries(names.map((name) => [name, simple(value(`X_${name}`))]));
}

const CASES: Readonly<Record<string, string | Files>> = {
  'a later statement changes what an earlier one reads': 'X = [1]\nY = list(X)\nX += [2]\n',
  'a later binding of the same name': 'A = 1\nB = A\nA = 2\nC = A\nA += 1\n',
  'a change through another name': 'A = [1]\nB = A\nC = list(A)\nB += [2]\nB.append(3)\n',
  'a change through a display': "A = [1]\nD = {'k': A}\nC = list(A)\nD['k'].append(2)\n",
  'a change through a loop variable': 'A, B = [1], [2]\nfor each in (A, B):\n    each.append(0)\nC = A + B\n',
  'a generator that reads later': 'L = [1]\ng = (x for x in L)\nL.append(2)\nR = list(g)\n',
  'a function that changes a global list':
    "calls = []\ndef env(name):\n    calls.append(name)\n    return len(calls)\nA = env('a')\nB = env('b')\nC = list(calls)\nD = env('c')\n",
  'a function that binds a global':
    'n = 0\ndef tick():\n    global n\n    n += 1\n    return n\nA = tick()\nB = tick()\nC = n\n',
  'a function with a default that stays':
    'def add(x, l=[]):\n    l.append(x)\n    return list(l)\nA = add(1)\nB = add(2)\n',
  'a class that counts':
    'class K:\n    n = 0\n    @classmethod\n    def make(cls):\n        cls.n += 1\n        return cls.n\nA = K.make()\nB = K.make()\nC = K.n\n',
  'an object that carries its class along':
    'seen = []\nclass K:\n    def go(self):\n        seen.append(1)\n        return len(seen)\nk = K()\nA = k.go()\nB = k.go()\nC = list(seen)\n',
  'a property with an effect':
    'seen = []\nclass K:\n    @property\n    def p(self):\n        seen.append(1)\n        return len(seen)\nk = K()\nA = k.p\nB = k.p\n',
  'a context manager with an effect':
    'seen = []\nclass K:\n    def __enter__(self):\n        seen.append("in")\n    def __exit__(self, *args):\n        seen.append("out")\nwith K():\n    A = list(seen)\nB = list(seen)\n',
  'a decorator that registers':
    'registry = {}\ndef register(f):\n    registry[f.__name__] = len(registry)\n    return f\n@register\ndef one(): pass\n@register\ndef two(): pass\nA = dict(registry)\n',
  'a base class that registers':
    'names = []\nclass Base:\n    def __init_subclass__(cls):\n        names.append(cls.__name__)\nclass One(Base): pass\nclass Two(Base): pass\nA = list(names)\n',
  'a metaclass that registers':
    'names = []\nclass Meta(type):\n    def __new__(mcs, name, bases, ns):\n        names.append(name)\n        return type.__new__(mcs, name, bases, ns)\nclass One(metaclass=Meta): pass\nclass Two(One): pass\nA = list(names)\n',
  'attributes set after a class': "class K:\n    a = 1\nK.a = 2\nsetattr(K, 'b', 3)\nA, B = K.a, K.b\n",
  'attributes set through another name of a class':
    'class K:\n    a = 1\nL = None\nJ = K\nJ.a = 2\nA = K.a\n',
  'attributes set in a loop over classes':
    'class K:\n    a = 1\nclass L:\n    a = 1\nfor k in (K, L):\n    k.a = 5\nA, B = K.a, L.a\n',
  'deleted and bound again': 'A = 1\nB = A\ndel A\nA = 3\nC = A\n',
  'conditional definitions':
    'import sys\nif len(sys.path) > 10_000:\n    A = 1\nelse:\n    A = 2\nif A == 2:\n    B = "two"\n    def f(): return B\nelif A == 3:\n    B = "three"\nC = f()\n',
  'a try around an import':
    'try:\n    from nowhere import thing\nexcept ImportError:\n    thing = None\ntry:\n    import json\n    A = True\nexcept ImportError:\n    A = False\nB = thing\n',
  'a while loop': 'N = 0\nITEMS = []\nwhile N < 3:\n    N += 1\n    ITEMS.append(N)\nLAST = ITEMS[-1]\n',
  globals: 'for name in ("A", "B"):\n    globals()[name] = name\nC = A + B\n',
  'exec and vars':
    'exec("A = 1")\nvars()["B"] = A + 1\nC = sorted(n for n in list(locals()) if n.isupper())\n',
  'its own module looked at from inside':
    'import sys\nme = sys.modules[__name__]\nsetattr(me, "A", 1)\nme.B = 2\nC = me.A + me.B\n',
  'lambda and closure': 'x = 1\nf = lambda: x\nA = f()\nx = 2\nB = f()\n',
  'unpacking and walrus': 'A, *B = 1, 2, 3\nif (n := len(B)) > 1:\n    C = n\nD = n\n',
  'nested functions and comprehension':
    'def f(n):\n    def g(m):\n        return [base + i for i in range(m)]\n    return g(n)\nbase = 10\nA = f(3)\nbase = 20\nB = f(2)\n',
  'star import, with __all__': {
    'm.py': 'from n import *\nfrom o import *\nA = ONE + TWO\nONE = 5\nB = ONE\n',
    'n.py': "__all__ = ['ONE'] + ['TWO']\nONE, TWO, THREE = 1, 2, 3\n",
    'o.py': 'if True:\n    TWO = 20\n_HIDDEN = 4\nif False:\n    THREE = 30\nC = 1\ndel C\n',
  },
  'star import of names that the text does not show': {
    'm.py': 'from n import *\nC = A + B\n',
    'n.py': 'for name in ("A", "B"):\n    globals()[name] = name\n',
  },
  'star import of a list that is changed': {
    'm.py': 'from n import *\nAPPS += ["b"]\nfrom n import APPS as SAME\nC = list(SAME)\n',
    'n.py': 'APPS = ["a"]\nCOPY = list(APPS)\n',
  },
  'a list of another module that is changed': {
    'm.py': 'import n\nn.APPS.append("b")\nA = n.COPY\nB = list(n.APPS)\n',
    'n.py': 'APPS = ["a"]\nCOPY = list(APPS)\n',
  },
  'a package and its submodules': {
    'm/__init__.py': 'from .a import A\nfrom . import b\nB = b.B\nfrom .c import *\n',
    'm/a.py': 'from .b import B\nA = B + 1\n',
    'm/b.py': 'B = 1\n',
    'm/c.py': 'from m.a import A as again\nC = again + 1\n__all__ = ["C"]\n',
  },
  'a module that gives attributes when asked': {
    'm.py': 'import n\nA = n.ANYTHING\nfrom n import OTHER as B\n',
    'n.py':
      'def __getattr__(name):\n    if name.lower() in table:\n        return table[name.lower()]\n    raise AttributeError(name)\ntable = {"anything": 1, "other": 2}\n',
  },
  'a change of another module from outside': {
    'm.py': 'import n, o\nA = n.K.a\nB = n.X\n',
    'n.py': 'class K:\n    a = 1\nX = 1\nY = X\n',
    'o.py': 'import n\nn.K.a = 2\nn.X = n.Y + 5\n',
  },
  'the environment': {
    'm.py': 'import n, os\nA = os.environ.get("LAZY_ONE", "none")\nB = os.environ.get("LAZY_TWO", "none")\n',
    'n.py':
      'import os\nvalue = "v"\nos.environ["LAZY_ONE"] = value\ndef later():\n    os.environ["LAZY_TWO"] = "w"\nresult = later()\n',
  },
  'the search path': {
    'm.py': 'import n\nfrom deep import A\n',
    'n.py': 'import os, sys\nsys.path.insert(0, os.path.join(os.path.dirname(__file__), "more"))\n',
    'more/deep.py': 'A = 1\n',
  },
  'an optional import that fails further down': {
    'm.py': 'try:\n    from n import thing\n    A = "there"\nexcept ImportError:\n    A = "missing"\n',
    'n.py': 'import o\nthing = 1\n',
    'o.py': '"""Text\nimport nothing at all\n"""\nimport nowhere_to_be_found\n',
  },
  'an import that fails further down, and is passed over': {
    'm.py':
      'from contextlib import suppress\nA = "missing"\nwith suppress(ImportError):\n    from n import thing\n    A = "there"\n',
    'n.py': 'import o\nthing = 1\n',
    'o.py': 'import nowhere_to_be_found\n',
  },
  'an optional import that is guarded further down': {
    'm.py': 'try:\n    from n import thing\n    A = "there"\nexcept ImportError:\n    A = "missing"\n',
    'n.py': 'try:\n    import nowhere_to_be_found\nexcept ImportError:\n    pass\nthing = 1\n',
  },
  'an optional name that is not there': {
    'm.py':
      'try:\n    from n import other\n    A = other\nexcept ImportError:\n    from n import thing\n    A = thing\n',
    'n.py': 'thing = 1\nif not thing:\n    other = 2\n',
  },
  'what is skipped may raise': 'A = 1\nif A > 5:\n    raise ValueError\nassert A\nB = 2\n',
};

/** Modules that import each other: which names are there by then is not followed, and so in doubt. */
const CIRCLES: Readonly<Record<string, Files>> = {
  hasattr: {
    'm.py': 'import n\nB = 1\nA = n.A\nC = n.later()\n',
    'n.py': 'import m\nA = hasattr(m, "B")\ndef later():\n    return hasattr(m, "B")\n',
  },
  'getattr with a default': {
    'm.py': 'import n\nB = 1\nA = n.A\n',
    'n.py': 'import m\nA = getattr(m, "B", "none")\n',
  },
  'a try around an attribute': {
    'm.py': 'import n\nB = 1\nA = n.A\n',
    'n.py': 'import m\ntry:\n    A = m.B\nexcept AttributeError:\n    A = "none"\n',
  },
  'a try around an import of a name': {
    'm.py': 'import n\nB = 1\nA = n.A\n',
    'n.py': 'try:\n    from m import B as A\nexcept ImportError:\n    A = "none"\n',
  },
  'a with around an import of a name': {
    'm.py': 'import n\nB = 1\nA = n.A\n',
    'n.py':
      'from contextlib import suppress\nA = "none"\nwith suppress(ImportError):\n    from m import B as A\n',
  },
  'names of a module': {
    'm.py': 'import n\nB = 1\nA, C, D = n.A, n.C, n.D\n',
    'n.py':
      'import m\nA = "B" in dir(m)\nC = "B" in vars(m)\nD = sorted(k for k in m.__dict__ if k.isupper())\n',
  },
  'a star import': {
    'm/__init__.py': 'from . import n\nB = 1\nA = n.A\n',
    'm/n.py': 'B = "own"\nfrom m import *\nA = B\n',
  },
  'through a third module': {
    'm.py': 'from p import n\nB = 1\nA = n.A\n',
    'p/__init__.py': '',
    'p/n.py': 'from .o import A\n',
    'p/o.py': 'import m\nA = hasattr(m, "B")\n',
  },
  'a package that imports its modules': {
    'm/__init__.py': 'from .a import A\nB = 1\n',
    'm/a.py': 'import m\nA = hasattr(m, "B")\n',
  },
  'within a function called meanwhile': {
    'm.py': 'import n\nB = 1\nA = n.A\n',
    'n.py': 'import o\nA = o.ask()\n',
    'o.py': 'import m\ndef ask():\n    return hasattr(m, "B")\n',
  },
  'a star import of another package': {
    'm.py': 'A = 1\nimport n\nB = 2\nC = n.SEEN\n',
    'n.py': 'from m import *\nSEEN = sorted(k for k in dict(globals()) if k.isupper())\n',
  },
  'a star import of a name bound later': {
    'm.py': 'A = 1\nimport n\nB = 2\nC, D = n.SEEN, n.A\n',
    'n.py': 'B = "own"\nfrom m import *\nSEEN = B\n',
  },
  'a star import of a name bound again': {
    'm.py': 'B = 1\nimport n\nB = 2\nC = n.SEEN\n',
    'n.py': 'from m import *\nSEEN = B\n',
  },
  'a star import with __all__': {
    'm.py': '__all__ = ["A"]\nA = 1\nimport n\nB = 2\n__all__ += ["B"]\nC = n.SEEN\n',
    'n.py': 'B = "own"\nfrom m import *\nSEEN = [A, B]\n',
  },
  'a star import with __all__ bound later': {
    'm.py': 'A = 1\n_H = 3\nimport n\n__all__ = ["_H"]\nC = n.SEEN\n',
    'n.py': 'A = "own"\n_H = "own"\nfrom m import *\nSEEN = [A, _H]\n',
  },
  'a star import, and dir of itself': {
    'm.py': 'A = 1\nimport n\nB = 2\nC = n.SEEN\n',
    'n.py': 'from m import *\nSEEN = sorted(k for k in dir() if k.isupper())\n',
  },
  'a star import, and whether there is a name': {
    'm.py': 'A = 1\nimport n\nB = 2\nC = n.SEEN\n',
    'n.py': 'from m import *\ntry:\n    SEEN = B\nexcept NameError:\n    SEEN = "none"\n',
  },
  'a star import, looked at from a third module': {
    'm.py': 'A = 1\nimport n\nimport o\nB = 2\nC, D = o.SEEN, o.DIR\n',
    'n.py': 'from m import *\n',
    'o.py': 'import n\nSEEN = hasattr(n, "B")\nDIR = sorted(k for k in dir(n) if k.isupper())\n',
  },
  'star imports of each other': {
    'm.py': 'A = 1\nfrom n import *\nB = 2\nC = SEEN\n',
    'n.py': 'from m import *\nN = 5\nSEEN = sorted(k for k in dict(globals()) if k.isupper())\n',
  },
  'star imports of each other, without a look': {
    'm.py': 'A = 1\nfrom n import *\nB = 2\nC = N\n',
    'n.py': 'from m import *\nN = A\n',
  },
  'a star import in three steps': {
    'm.py': 'A = 1\nimport n\nB = 2\nC = n.SEEN\n',
    'n.py': 'from o import *\nSEEN = sorted(k for k in globals() if k.isupper())\n',
    'o.py': 'from m import *\n',
  },
  'an attribute bound again': {
    'm.py': 'B = 1\nimport n\nB = 2\nC = n.SEEN\n',
    'n.py': 'import m\nSEEN = m.B\n',
  },
  'a name imported and bound again': {
    'm.py': 'B = 1\nimport n\nB = 2\nC = n.SEEN\n',
    'n.py': 'from m import B as SEEN\n',
  },
  'a list changed later': {
    'm.py': 'L = [1]\nimport n\nL.append(2)\nC = n.SEEN\n',
    'n.py': 'import m\nSEEN = list(m.L)\n',
  },
  'a list changed later, from a name': {
    'm.py': 'L = [1]\nimport n\nL += [2]\nC = n.SEEN\n',
    'n.py': 'from m import L\nSEEN = len(L)\n',
  },
  'a list changed by its other name': {
    'm.py': 'L = [1]\nM = L\nimport n\nM.append(2)\nC = n.SEEN\n',
    'n.py': 'from m import L\nSEEN = len(L)\n',
  },
  'what is made from a list that is changed': {
    'm.py': 'L = [1]\nimport n\nL += [2]\nK = list(L)\nC = n.SEEN\n',
    'n.py': 'import m\nSEEN = len(m.L)\n',
  },
  'a class changed later': {
    'm.py': 'class K:\n    a = 1\nimport n\nK.a = 2\nC = n.SEEN\n',
    'n.py': 'from m import K\nSEEN = K.a\n',
  },
  'a function that reads what is bound again': {
    'm.py': 'B = 1\ndef f():\n    return B\nimport n\nB = 2\nC = n.SEEN\n',
    'n.py': 'from m import f\nSEEN = f()\n',
  },
  'a function that looks at globals': {
    'm.py':
      'B = 1\ndef f():\n    return sorted(k for k in globals() if k.isupper())\nimport n\nD = 2\nC = n.SEEN\n',
    'n.py': 'from m import f\nSEEN = f()\n',
  },
  'a method that reads what is bound again': {
    'm.py': 'B = 1\nclass K:\n    def f(self):\n        return B\nk = K()\nimport n\nB = 2\nC = n.SEEN\n',
    'n.py': 'from m import k\nSEEN = k.f()\n',
  },
  'an import inside a function': {
    'm.py': 'B = 1\nimport n\nB = 2\nC = n.SEEN\n',
    'n.py': 'def f():\n    from m import B\n    return B\nSEEN = f()\n',
  },
  'an import inside a function, with a star import': {
    'm.py': 'B = 1\nimport n\nB = 2\nC = n.SEEN\n',
    'n.py': 'def f():\n    import m\n    return sorted(k for k in vars(m) if k.isupper())\nSEEN = f()\n',
  },
  'an import inside a function, on both sides': {
    'm.py': 'B = 1\ndef g():\n    import n\n    return n\nx = g()\nB = 2\nC = x.SEEN\n',
    'n.py': 'import m\nSEEN = m.B\n',
  },
  'an import in an if': {
    'm.py': 'B = 1\nif B:\n    import n\nB = 2\nC = n.SEEN\n',
    'n.py': 'import m\nSEEN = m.B\n',
  },
  'an import in a try': {
    'm.py': 'B = 1\ntry:\n    import n\nexcept ImportError:\n    n = None\nB = 2\nC = n.SEEN\n',
    'n.py': 'import m\nSEEN = m.B\n',
  },
  'an import in an if, and a look': {
    'm.py': 'B = 1\nif B:\n    import n\nD = 2\nC = n.SEEN\n',
    'n.py': 'import m\nSEEN = [hasattr(m, "D"), sorted(k for k in dir(m) if k.isupper())]\n',
  },
  'an import in a class': {
    'm.py': 'B = 1\nclass K:\n    import n\nB = 2\nC = K.n.SEEN\n',
    'n.py': 'import m\nSEEN = m.B\n',
  },
  'an import by import_module': {
    'm.py': 'from importlib import import_module\nB = 1\nn = import_module("n")\nB = 2\nC = n.SEEN\n',
    'n.py': 'import m\nSEEN = m.B\n',
  },
  'an import of it by import_module': {
    'm.py': 'B = 1\nimport n\nB = 2\nD = 3\nC, E = n.SEEN, n.HAS\n',
    'n.py':
      'from importlib import import_module\nm = import_module("m")\nSEEN = m.B\nHAS = hasattr(m, "D")\n',
  },
  'sys.modules': {
    'm.py': 'B = 1\nimport n\nB = 2\nC, D = n.SEEN, n.HAS\n',
    'n.py': 'import sys\nm = sys.modules["m"]\nSEEN = m.B\nHAS = hasattr(m, "C")\n',
  },
  'a name deleted later': {
    'm.py': 'B = 1\nimport n\ndel B\nC = n.SEEN\n',
    'n.py': 'import m\nSEEN = hasattr(m, "B")\n',
  },
  'a name deleted later and read': {
    'm.py': 'B = 1\nimport n\ndel B\nB = 4\nC = n.SEEN\n',
    'n.py': 'import m\nSEEN = m.B\n',
  },
  'a module of a package, by its package': {
    'm/__init__.py': 'B = 1\nfrom .n import SEEN\nB = 2\nC = SEEN\n',
    'm/n.py': 'from . import B\nSEEN = B\n',
  },
  'a name of a submodule that is bound otherwise': {
    'm/__init__.py': 'B = 1\nfrom .n import SEEN\nfrom .q import Q as B\nC = SEEN\n',
    'm/n.py': 'import m\nSEEN = m.B\n',
    'm/q.py': 'Q = 3\n',
  },
  'a getattr of the module': {
    'm.py': 'import n\nB = 2\ndef __getattr__(name):\n    return "given"\nC = n.SEEN\n',
    'n.py': 'import m\nSEEN = getattr(m, "B", "none")\n',
  },
  'getattr without a default': {
    'm.py': 'B = 1\nimport n\nB = 2\nC = n.SEEN\n',
    'n.py': 'import m\nSEEN = getattr(m, "B")\n',
  },
  'a dict of the module': {
    'm.py': 'B = 1\nimport n\nB = 2\nC, D, E = n.SEEN, n.GOT, n.IN\n',
    'n.py': 'import m\nSEEN = m.__dict__["B"]\nGOT = vars(m).get("C", "none")\nIN = "C" in vars(m)\n',
  },
  'operator.attrgetter': {
    'm.py': 'B = 1\nimport n\nB = 2\nC = n.SEEN\n',
    'n.py': 'import operator, m\nSEEN = operator.attrgetter("B")(m)\n',
  },
  'a match on the module': {
    'm.py': 'import n\nB = 2\nC = n.SEEN\n',
    'n.py':
      'import m\nfrom types import ModuleType\nmatch m:\n    case ModuleType(B=2):\n        SEEN = 1\n    case _:\n        SEEN = 0\n',
  },
  'a star import, and the views of globals': {
    'm.py': 'A = 1\nimport n\nB = 2\nC, D, E, F = n.SEEN, n.ITEMS, n.COUNT, n.MANY\n',
    'n.py':
      'from m import *\nSEEN = sorted(k for k in globals().keys() if k in ("A", "B"))\nITEMS = sorted(k for k, v in list(globals().items()) if k in ("A", "B"))\nCOUNT = len(globals())\nMANY = len(globals().values())\n',
  },
  'a star import, and globals taken apart': {
    'm.py': 'A = 1\nimport n\nB = 2\nC, D, E = n.SEEN, n.GOT, n.UNPACKED\n',
    'n.py':
      'from m import *\nSEEN = "B" in globals()\nGOT = globals().get("B", "none")\nUNPACKED = sorted({**globals()}.keys() & {"A", "B"})\n',
  },
  'globals updated from another': {
    'm.py': 'A = 1\nimport n\nB = 2\nC = n.SEEN\n',
    'n.py':
      'import m\nglobals().update({k: v for k, v in vars(m).items() if k.isupper()})\nSEEN = "B" in globals()\n',
  },
  'a whole module bound again': {
    'm.py': 'globals()["B"] = 1\nfrom n import SEEN as C\nglobals()["B"] = 2\n',
    'n.py': 'import m\nSEEN = m.B\n',
  },
  'a whole module, read later': {
    'm.py': 'import p\nfrom n import SEEN as C\n',
    'p.py': 'globals()["B"] = 1\nimport n\nB = 2\n',
    'n.py': 'import p\nSEEN = p.B\nHAS = hasattr(p, "D")\n',
  },
  'read from outside before': {
    'm.py': 'from o import SEEN\nfrom p import B\nC = B\n',
    'o.py': 'import p\nfrom n import SEEN\n',
    'p.py': 'B = 1\nimport n\nB = 2\n',
    'n.py': 'import p\nSEEN = [p.B, hasattr(p, "D")]\n',
  },
  'the other one first': {
    'm.py': 'import n\nC = n.SEEN\n',
    'n.py': 'import p\nB = 1\nSEEN = p.GOT\nB = 2\n',
    'p.py': 'import n\nGOT = [hasattr(n, "B"), hasattr(n, "D")]\n',
  },
  'no circle': {
    'm.py': 'import n\nB = 1\nA = n.A\n',
    'n.py': 'import o\nA = [hasattr(o, "B"), hasattr(o, "C"), getattr(o, "B", 0)]\n',
    'o.py': 'B = 1\n',
  },
};

const ALL: readonly (readonly [string, string | Files])[] = [
  ...Object.entries(CASES),
  ...Object.entries(CIRCLES).map(([topic, files]) => [`in a circle: ${topic}`, files] as const),
];

/** What is Unknown in `value` gives way to what is wanted. */
function orUnknown(value: unknown, want: unknown): unknown {
  if ((value as { kind?: string } | null)?.kind === 'unknown') return want;
  if (!Array.isArray(value) || !Array.isArray(want)) return value;
  return value.map((item, index) => orUnknown(item, want[index]));
}

describe.skipIf(!hasPython)('beside CPython (skipped where there is no python3)', () => {
  let folder = '';
  const wanted = new Map<string, { readonly root: string; readonly want: Names }>();
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lazy-'));
    const roots = ALL.map(([, text], index) => {
      const root = join(folder, String(index));
      packaged(root, typeof text === 'string' ? { 'm.py': text } : text);
      return root;
    });
    for (const [index, want] of byPython(roots).entries())
      wanted.set(ALL[index]?.[0] ?? '', { root: roots[index] ?? '', want });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function prepared(topic: string): { readonly root: string; readonly want: Names } {
    const one = wanted.get(topic);
    if (one === undefined) throw new Error(`python3 did not tell of ${topic}`);
    return one;
  }

  test.each(Object.keys(CASES))('%s', async (topic) => {
    const { root, want } = prepared(topic);
    const names = Object.keys(want);
    expect(names.length).toBeGreaterThan(0);
    expect(await byName(root, names), 'in order').toEqual(want);
    expect(await byName(root, [...names].reverse()), 'in reverse').toEqual(want);
    for (const name of names)
      expect(await byName(root, [name]), `${name} alone`).toEqual({ [name]: want[name] });
  });

  test.each(Object.keys(CIRCLES))('in a circle: %s', async (topic) => {
    const { root, want } = prepared(`in a circle: ${topic}`);
    for (const names of [
      Object.keys(want),
      Object.keys(want).reverse(),
      ...Object.keys(want).map((name) => [name]),
    ])
      for (const [name, value] of Object.entries(await byName(root, names)))
        expect({ names, [name]: topic === 'no circle' ? value : orUnknown(value, want[name]) }).toEqual({
          names,
          [name]: want[name],
        });
  });

  test.each(['star imports of each other', 'star imports of each other, without a look'])(
    'the reason is the circle: %s',
    async (topic) => {
      const { root } = prepared(`in a circle: ${topic}`);
      expect(JSON.stringify(await byName(root, ['C']))).toContain('it is imported in a circle');
    },
  );

  test('random programs come to the same as modules of a package', async () => {
    const seed = Number(process.env.PROGRAM_SEED ?? 1);
    const programs = fc.sample(program, { numRuns: 150, seed });
    const [eager, lazy] = [join(folder, 'eager'), join(folder, 'lazy')];
    for (const [index, source] of programs.entries()) {
      packaged(eager, { [`../p${index}.py`]: source });
      packaged(lazy, { [`p${index}.py`]: source });
    }
    const settings = programs.map((_, index) => `from p${index} import R as R${index}\n`).join('');
    const read = async (root: string): Promise<Evaluated> => {
      writeFileSync(join(root, 'settings.py'), settings);
      const reader = createPythonReader({
        searchPath: [root, join(root, 'site-packages')],
        env: {},
        cwd: root,
        limits: { steps: 10_000_000, packageSteps: 10_000_000 },
      });
      return view(root, await reader.importModule('settings'));
    };
    const [wants, gots] = [await read(eager), await read(lazy)];
    const different: object[] = [];
    let known = 0;
    for (const [index, source] of programs.entries()) {
      const [want, got] = [wants.value(`R${index}`), gots.value(`R${index}`)];
      if (typeof got === 'string') known += 1;
      if (typeof got === 'string' && typeof want === 'string' && got !== want)
        different.push({ index, want, got, source });
    }
    expect(different).toEqual([]);
    expect(known).toBeGreaterThan(programs.length * 0.6);
  });
});
