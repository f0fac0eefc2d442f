#! Counter of a set
from collections import Counter
R = list(Counter({'a', 'b', 'c'}))
#! format of a set
R = '{}'.format({'a', 'b', 'c'})
#! pprint of a set in a dict
R = str({'k': {'a', 'b', 'c'}})
#! max with ties of computed keys
R = max({'aa', 'bb', 'c'}, key=len)
#! in by side effects of a loop
L = []
for x in {'a', 'b', 'c'}:
    L.insert(0, x)
R = L
#! ChainMap over sets
R = [k for k in {**dict.fromkeys({'a', 'b', 'c'})}]
#! print what setdefault kept
d = {}
for x in {'a', 'b', 'c'}: d.setdefault('k', x)
R = d
#! join of a map over a set
R = '/'.join(map(str, frozenset(['a', 'b', 'c'])))
#! zip of a set with itself reversed
s = {'a', 'b', 'c'}
R = list(zip(s, s))
#! walrus over a set
any((w := x) for x in {'a', 'b', 'c'})
R = w
#! nested loop over sets
R = [x + y for x in 'xy' for y in {'a', 'b'}]
#! class body set order
class A:
    apps = list({'a', 'b', 'c'})
R = A.apps
#! f-string of items of a set
R = f"{'-'.join({'a', 'b', 'c'})}"
#! slice of a list of a set
R = list({'a', 'b', 'c'})[:2]
#! list times set
L = ['x', *{'a', 'b', 'c'}]
R = L
#! reversed sorted ties
R = sorted({'aB', 'Ab', 'AB'}, key=str.lower)
#: set methods that need no order
s = {'a', 'b', 'c'}
R = [sorted(s.union('d')), sorted(s.intersection({'a', 'x'})), s.issubset({'a', 'b', 'c', 'd'}), sorted(s.symmetric_difference({'a', 'z'})), s.issuperset(['a'])]
#: set changes that need no order
s = {'a', 'b', 'c'}
s.discard('a'); s.remove('b'); s |= {'x', 'y'}; s -= {'x'}; s.update({'p'}, ['q'])
R = sorted(s)
#: filter of a set into a set
R = sorted(set(filter(lambda x: x > 'a', {'a', 'b', 'c'})))
#: dict by sorted set
R = {k: i for i, k in enumerate(sorted({'b', 'a'}))}
#: list subclass protocols
class L(list):
    def __len__(self): return 9
    def __getitem__(self, i): return 'item'
    def __contains__(self, x): return True
    def __iter__(self): return iter('ab')
    def append(self, x): list.append(self, x * 2)
l = L()
l.append(2)
R = [len(l), l[0], 5 in l, [x for x in l], list.__len__(l) if False else 1]
#: dict subclass protocols
class D(dict):
    def __getitem__(self, k): return 'got'
    def __contains__(self, k): return True
    def __len__(self): return 7
    def keys(self): return ['k']
d = D(a=1)
R = [d['x'], 'q' in d, len(d), d.get('a'), list(d), bool(d)]
#: dict subclass setitem and update
class D(dict):
    def __setitem__(self, k, v): dict.__setitem__(self, k, v * 2)
d = D(a=1)
d['b'] = 1
d.update(c=1)
d.setdefault('e', 1)
R = dict(d)
#: property on a class read through the class
class A:
    @property
    def x(self): return 1
R = [type(A.x).__name__, A().x]
#: classmethod property chain and instance call
class A:
    count = 0
    @classmethod
    def make(cls, **k):
        cls.count += 1
        o = cls()
        o.__dict__.update(k)
        return o
R = [A.make(x=1).x, A.count]
#: enum iteration, flags by value, aliases
from enum import Enum
class E(Enum):
    A = 1
    B = 2
    C = 1
R = [[m.name for m in E], E(2).name, E['C'] is E.A, E.A == 1, len(E), E.A in E, isinstance(E.A, E)]
#: str enum
from enum import Enum
class E(str, Enum):
    A = 'a'
R = [E.A == 'a', E.A.value, {'a': 1}[E.A], 'x' + E.A, E('a').name]
#: generators in class bodies see class names only first
class A:
    xs = [1, 2]
    ys = list(x * 2 for x in xs)
R = A.ys
#: dict comprehension evaluates key first
L = []
def f(x): L.append(x); return x
d = {f(k): f(v) for k, v in [(1, 2)]}
R = [d, L]
#: del in a loop over a copy
d = {'a': 1, 'b': 2, 'c': 3}
for k in list(d):
    if d[k] > 1: del d[k]
R = d
#: try in a loop with continue and else
L = []
for i in range(4):
    try:
        if i == 1: continue
        if i == 2: raise ValueError
    except ValueError:
        L.append('e')
    else:
        L.append(i)
    finally:
        L.append('f')
R = L
#: nested functions keep their own state
def counter():
    n = [0]
    def inc():
        n[0] += 1
        return n[0]
    return inc
a, b = counter(), counter()
R = [a(), a(), b()]
#: lambda default and star
f = lambda a, *b, c=3, **d: (a, b, c, d)
R = f(1, 2, c=4, e=5)
#: lru_cache remembers
from functools import lru_cache
L = []
@lru_cache(maxsize=None)
def f(x):
    L.append(x)
    return x * 2
R = [f(1), f(1), f(2), L]
#: partial and reduce
from functools import partial, reduce
R = [partial(max, 3)(2), reduce(lambda a, b: a * b, (x for x in [1, 2, 3]), 10)]
#: a comma before a semicolon
A = 1,; B = 'a,;', "b,;",; C = '''x,;
y,;''',; D = 2 # ,;
R = [A, B, C, D]
#: annotations of a function's own names
L = []
def f():
    x: L.append(1) = 2
    return x
f()
R = L
#: annotations that are put off
from __future__ import annotations
L = []
def f(a: L.append(1)) -> nowhere: pass
x: L.append(2) = 1
R = L
#? annotations that change something
L = []
def f(a: L.append(1), *b: L.append(2), c: L.append(3) = L.append(0), **d: L.append(4)) -> L.append(5): pass
x: L.append(7) = L.append(6)
class A:
    y: L.append(8)
    def m(self, z: L.append(9)): pass
R = L
#? an annotation that raises
try:
    def f(a: nowhere): pass
    R = 'here'
except NameError:
    R = 'missing'
