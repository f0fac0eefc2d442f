#: frozen dataclass
from dataclasses import dataclass
@dataclass(frozen=True)
class P:
    x: int = 1
p = P()
L = []
try: p.x = 2
except AttributeError as e: L.append(type(e).__name__)
try: p.y = 2
except AttributeError as e: L.append(type(e).__name__)
try: del p.x
except AttributeError as e: L.append(type(e).__name__)
R = L + [p.x]
#: frozen dataclass through setattr
from dataclasses import dataclass
@dataclass(frozen=True)
class P:
    x: int = 1
p = P()
try: setattr(p, 'x', 2)
except AttributeError as e: R = [type(e).__name__, p.x]
#: frozen dataclass, object.__setattr__
from dataclasses import dataclass
@dataclass(frozen=True)
class P:
    x: int = 1
p = P()
object.__setattr__(p, 'x', 2)
R = p.x
#: frozen dataclass with post_init
from dataclasses import dataclass
@dataclass(frozen=True)
class P:
    x: int
    def __post_init__(self): object.__setattr__(self, 'y', self.x * 2)
R = P(3).y
#? frozen is hashable
from dataclasses import dataclass
@dataclass(frozen=True)
class P:
    x: int = 1
R = {P(1): 'a'}[P(1)]
#: plain dataclass is not hashable
from dataclasses import dataclass
@dataclass
class P:
    x: int = 1
try:
    {P(): 1}
    R = 'taken'
except TypeError: R = 'refused'
#: FrozenInstanceError
from dataclasses import dataclass, FrozenInstanceError
@dataclass(frozen=True)
class P:
    x: int = 1
try: P().x = 2
except FrozenInstanceError as e: R = isinstance(e, AttributeError)
#: dataclass slots
from dataclasses import dataclass
@dataclass(slots=True)
class P:
    x: int = 1
p = P()
p.x = 5
try: p.y = 2
except AttributeError: R = ['refused', p.x]
#: frozen inherited
from dataclasses import dataclass
@dataclass(frozen=True)
class P:
    x: int = 1
@dataclass(frozen=True)
class Q(P):
    y: int = 2
q = Q()
L = []
for n in 'xy':
    try: setattr(q, n, 9)
    except AttributeError: L.append(n)
R = L
#: dataclass mutable default
from dataclasses import dataclass
try:
    @dataclass
    class P:
        x: list = []
    R = 'made'
except ValueError: R = 'refused'
#: dataclass without default after default
from dataclasses import dataclass
try:
    @dataclass
    class P:
        x: int = 1
        y: int
    R = 'made'
except TypeError: R = 'refused'
#: slots
class S:
    __slots__ = ('a',)
s = S()
s.a = 1
try:
    s.b = 2
    R = 'set'
except AttributeError as e: R = [type(e).__name__, s.a]
#: slots as a string
class S:
    __slots__ = 'a'
s = S()
s.a = 1
try:
    s.b = 1
    R = 'set'
except AttributeError: R = ['refused', s.a]
#: slots read before set
class S:
    __slots__ = ('a',)
try: S().a
except AttributeError as e: R = type(e).__name__
#: slots inherited
class S:
    __slots__ = ('a',)
class T(S):
    __slots__ = ('b',)
t = T()
t.a, t.b = 1, 2
try:
    t.c = 3
    R = 'set'
except AttributeError: R = [t.a, t.b]
#: slots with a base without
class A: pass
class S(A):
    __slots__ = ('a',)
s = S()
s.b = 2
R = s.b
#: slots with dict
class S:
    __slots__ = ('a', '__dict__')
s = S()
s.b = 2
R = s.b
#: slots has no dict
class S:
    __slots__ = ('a',)
R = hasattr(S(), '__dict__')
#: slots and class attribute conflict
try:
    class S:
        __slots__ = ('a',)
        a = 1
    R = 'made'
except ValueError as e: R = type(e).__name__
#: slots and other class attributes are read only
class S:
    __slots__ = ()
    x = 1
try:
    S().x = 2
    R = 'set'
except AttributeError: R = ['refused', S().x]
#: del a slot
class S:
    __slots__ = ('a',)
s = S(); s.a = 1
del s.a
R = hasattr(s, 'a')
#: mappingproxy
import types
m = types.MappingProxyType({'a': 1})
L = []
try: m['a'] = 2
except TypeError as e: L.append(type(e).__name__)
try: del m['a']
except TypeError as e: L.append(type(e).__name__)
try: m.update({})
except AttributeError as e: L.append('no update')
R = L + [m['a'], m.get('b'), list(m), len(m), 'a' in m, dict(m)]
#: mappingproxy is live
import types
d = {'a': 1}
m = types.MappingProxyType(d)
d['b'] = 2
R = [m['b'], list(m.items()), m == d, m.copy(), {**m}]
#: mappingproxy or
import types
R = types.MappingProxyType({'a': 1}) | {'b': 2}
#: mappingproxy pop, setdefault, clear
import types
m = types.MappingProxyType({'a': 1})
R = [hasattr(m, n) for n in ('pop', 'setdefault', 'clear', 'popitem', 'update', 'get', 'keys')]
#: class dict is read only
class A: x = 1
L = []
try: A.__dict__['x'] = 2
except TypeError as e: L.append(type(e).__name__)
try: vars(A)['x'] = 2
except TypeError as e: L.append('vars')
try: vars(A).update(x=3)
except AttributeError: L.append('update')
R = L + [A.x, A.__dict__['x'], 'x' in vars(A)]
#: class dict seen through
class A: x = 1
R = [A.__dict__.get('x'), {k: v for k, v in vars(A).items() if not k.startswith('_')}]
#: instance dict is live
class A: pass
a = A()
a.__dict__['x'] = 1
vars(a)['y'] = 2
a.__dict__.update(z=3)
R = [a.x, a.y, a.z, vars(a)]
#: property without setter
class A:
    @property
    def x(self): return 1
a = A()
L = []
try: a.x = 2
except AttributeError as e: L.append('set')
try: del a.x
except AttributeError as e: L.append('del')
R = L + [a.x]
#: property with setter and deleter
class A:
    _x = 1
    @property
    def x(self): return self._x
    @x.setter
    def x(self, v): self._x = v * 2
    @x.deleter
    def x(self): self._x = 'deleted'
a = A()
a.x = 5
b = a.x
del a.x
R = [b, a.x]
#: property in the instance dict does not count
class A:
    @property
    def x(self): return 1
a = A()
a.__dict__['x'] = 2
R = a.x
#: cached_property can be set
from functools import cached_property
class A:
    n = 0
    @cached_property
    def x(self):
        A.n += 1
        return 1
a = A()
L = [a.x, a.x, A.n]
a.x = 5
L.append(a.x)
del a.x
R = L + [a.x, A.n]
#: namedtuple fields
from collections import namedtuple
T = namedtuple('T', 'a b')
t = T(1, 2)
L = []
try: t.a = 5
except AttributeError as e: L.append(type(e).__name__)
try: t[0] = 5
except TypeError as e: L.append(type(e).__name__)
try: t.c = 5
except AttributeError as e: L.append(type(e).__name__)
R = L + [t]
#: NamedTuple fields
from typing import NamedTuple
class T(NamedTuple):
    a: int
    b: int = 2
t = T(1)
try:
    t.a = 5
    R = 'set'
except AttributeError: R = t
#: enum members
from enum import Enum
class E(Enum):
    A = 1
L = []
try: E.A = 2
except AttributeError as e: L.append('member')
try: E.A.value = 2
except AttributeError as e: L.append('value')
try: E.A.name = 2
except AttributeError as e: L.append('name')
try: del E.A
except AttributeError as e: L.append('del')
R = L + [E.A.value]
#: enum cannot be extended
from enum import Enum
class E(Enum):
    A = 1
try:
    class F(E): B = 2
    R = 'made'
except TypeError: R = 'refused'
#: enum duplicate name
from enum import Enum
try:
    class E(Enum):
        A = 1
        A = 2
    R = 'made'
except TypeError: R = 'refused'
#: enum unknown value
from enum import Enum
class E(Enum):
    A = 1
L = []
try: E(9)
except ValueError as e: L.append(type(e).__name__)
try: E['B']
except KeyError as e: L.append(type(e).__name__)
R = L
#: tuple item
t = (1, [2])
L = []
try: t[0] = 2
except TypeError as e: L.append(type(e).__name__)
try: t[1] += [3]
except TypeError as e: L.append(type(e).__name__)
try: del t[0]
except TypeError as e: L.append(type(e).__name__)
R = L + [t]
#: str item
s = 'abc'
L = []
try: s[0] = 'x'
except TypeError as e: L.append(type(e).__name__)
try: del s[0]
except TypeError as e: L.append(type(e).__name__)
R = L
#: bytes item
b = b'abc'
try: b[0] = 1
except TypeError as e: R = type(e).__name__
#: frozenset
f = frozenset('a')
L = []
try: f.add('b')
except AttributeError as e: L.append(type(e).__name__)
g = f
g |= {'b'}
R = L + [len(f), len(g)]
#: range attributes and items
r = range(3)
L = []
try: r.start = 5
except AttributeError as e: L.append('start')
try: r[0] = 1
except TypeError as e: L.append(type(e).__name__)
R = L
#: int attribute
L = []
x = 5
try: x.y = 1
except AttributeError as e: L.append(type(e).__name__)
try: x.real = 1
except AttributeError as e: L.append('real')
R = L
#: builtin type attributes
L = []
for t in (int, str, dict, list, object, type(None)):
    try:
        t.x = 1
        L.append('set')
    except TypeError as e: L.append(type(e).__name__)
R = L
#: builtin function attributes
try:
    len.x = 1
    R = 'set'
except AttributeError as e: R = type(e).__name__
#: function attributes are fine
def f(): pass
f.x = 1
f.__name__ = 'g'
R = [f.x, f.__name__, f.__dict__]
#: method attributes
class A:
    def m(self): pass
try:
    A().m.x = 1
    R = 'set'
except AttributeError as e: R = 'refused'
#: list and dict attributes
L = []
for v in ([], {}, set(), 'x', 1.5, None, True, (1,), b'', frozenset()):
    try:
        v.x = 1
        L.append('set')
    except AttributeError as e: L.append(type(e).__name__)
R = L
#: object attributes
o = object()
try:
    o.x = 1
    R = 'set'
except AttributeError as e: R = type(e).__name__
#: path attributes
from pathlib import Path
p = Path('/a/b.c')
L = []
for n in ('name', 'suffix', 'parent', 'parts', 'x'):
    try:
        setattr(p, n, 'y')
        L.append('set')
    except AttributeError as e: L.append(n)
R = L
#: path items
from pathlib import Path
try:
    Path('/a')[0]
    R = 'got'
except TypeError as e: R = type(e).__name__
#: class attribute by del
class A: x = 1
del A.x
L = [hasattr(A, 'x')]
try: del A.x
except AttributeError as e: L.append('gone')
R = L
#: del of an instance attribute that is the class's
class A: x = 1
a = A()
try:
    del a.x
    R = 'deleted'
except AttributeError as e: R = 'refused'
#? setattr with no str
class A: pass
try:
    setattr(A(), 1, 2)
    R = 'set'
except TypeError: R = 'refused'
#: own setattr refuses
class A:
    def __setattr__(self, n, v): raise AttributeError(n)
try:
    A().x = 1
    R = 'set'
except AttributeError as e: R = str(e)
#: own delattr refuses
class A:
    x = 1
    def __delattr__(self, n): raise AttributeError('no ' + n)
try:
    a = A()
    del a.x
    R = 'del'
except AttributeError as e: R = type(e).__name__
#: metaclass setattr refuses
class M(type):
    def __setattr__(cls, n, v): raise AttributeError('frozen ' + n)
class A(metaclass=M):
    x = 1
try:
    A.x = 2
    R = 'set'
except AttributeError as e: R = [type(e).__name__, A.x]
#: Final is not enforced
from typing import Final
X: Final = 1
X = 2
R = X
#? int of a long text
try:
    int('9' * 5000)
    R = 'made'
except ValueError as e: R = 'refused'
#? str of a long int
try:
    str(10 ** 5000)
    R = 'made'
except ValueError as e: R = 'refused'
#? f-string of a long int
x = 10 ** 5000
try:
    f'{x}'
    R = 'made'
except ValueError as e: R = 'refused'
#: hex of a long int is fine
R = len(hex(16 ** 5000))
#: int of 4300 digits is fine
R = int('9' * 4300) % 10
#: text that is no number
L = []
for t in ('', 'x', '1.5', '0x10', '1_0', ' 7 ', '1__0'):
    try: L.append(int(t))
    except ValueError as e: L.append(type(e).__name__)
R = L
#: int with base
L = []
for t, b in (('ff', 16), ('0x1f', 16), ('12', 2), ('0b11', 0), ('z', 36)):
    try: L.append(int(t, b))
    except ValueError as e: L.append(type(e).__name__)
R = L
#: deque maxlen and index
from collections import deque
d = deque([1, 2], maxlen=2)
d.append(3)
L = [list(d)]
try: d[5]
except IndexError as e: L.append(type(e).__name__)
try: d.maxlen = 3
except AttributeError: L.append('maxlen')
R = L
#: slice of what has none
L = []
for v in (5, None, {1}, (x for x in [])):
    try:
        v[0]
        L.append('got')
    except TypeError as e: L.append(type(e).__name__)
R = L
#: call of what is none
L = []
for v in (5, None, 'x', [], {}):
    try: v()
    except TypeError as e: L.append(type(e).__name__)
R = L
#: adding different types
L = []
for a, b in ((1, 'x'), ('x', 1), ([1], (2,)), ({}, {}), (None, 1)):
    try: a + b
    except TypeError as e: L.append(type(e).__name__)
R = L
#: comparing different types
L = []
for a, b in ((1, 'x'), (None, 1), ([1], (2,)), ({}, {}), (1, None)):
    try: a < b
    except TypeError as e: L.append(type(e).__name__)
R = L
#: multiplication by float
try: [1] * 1.5
except TypeError as e: R = type(e).__name__
#: missing and surplus arguments
def f(a, b=1, *, c): pass
L = []
for args, kw in (((), {}), ((1,), {}), ((1, 2, 3), {'c': 1}), ((1,), {'c': 1, 'd': 2}), ((1,), {'c': 1, 'a': 2})):
    try:
        f(*args, **kw)
        L.append('ok')
    except TypeError: L.append('refused')
R = L
#: positional only
def f(a, /, b): return [a, b]
L = [f(1, b=2)]
try: f(a=1, b=2)
except TypeError: L.append('refused')
R = L
#: keyword repeated
def f(**k): return k
try:
    f(**{'a': 1}, **{'a': 2})
    R = 'ok'
except TypeError as e: R = 'refused'
#: keywords that are no str
def f(**k): return k
try:
    f(**{1: 2})
    R = 'ok'
except TypeError as e: R = type(e).__name__
#? builtin with wrong arguments
L = []
for call in (lambda: len(), lambda: len(1, 2), lambda: int([]), lambda: sorted(1), lambda: 'x'.join([1]), lambda: [].append(), lambda: {}.update(1), lambda: dict([1]), lambda: dict([(1, 2, 3)]), lambda: isinstance(1, 2), lambda: 'a'.split(1), lambda: max(), lambda: max([])):
    try:
        call()
        L.append('ok')
    except (TypeError, ValueError) as e: L.append(type(e).__name__)
R = L
#: abstract class
from abc import ABC, abstractmethod
class A(ABC):
    @abstractmethod
    def f(self): pass
L = []
try:
    A()
    L.append('made')
except TypeError as e: L.append('refused')
class B(A):
    def f(self): return 1
R = L + [B().f()]
#: init returns something
class A:
    def __init__(self): return 1
try:
    A()
    R = 'made'
except TypeError as e: R = type(e).__name__
#: surplus arguments to a class without init
class A: pass
try:
    A(1)
    R = 'made'
except TypeError as e: R = type(e).__name__
#: raise what is no exception
try:
    raise 'x'
except TypeError as e: R = type(e).__name__
#? except with what is no class
try:
    try: raise ValueError
    except 'x': R = 'handled'
except TypeError as e: R = type(e).__name__
#: index errors
L = []
for call in (lambda: [][0], lambda: ()[0], lambda: ''[0], lambda: [1][5:], lambda: {}['k'], lambda: [].pop(), lambda: {}.popitem(), lambda: [1].index(2), lambda: [1].remove(2), lambda: 'a'.index('b')):
    try: L.append(call())
    except Exception as e: L.append(type(e).__name__ + type(e).__name__)
R = L
#: division by zero
L = []
for call in (lambda: 1 / 0, lambda: 1 // 0, lambda: 1 % 0, lambda: 1.0 / 0, lambda: 0 ** -1, lambda: divmod(1, 0)):
    try: call()
    except ZeroDivisionError as e: L.append(type(e).__name__)
R = L
#: unknown names and attributes
L = []
for call in (lambda: undefined, lambda: 'x'.foo, lambda: [].foo, lambda: object().foo, lambda: int.foo):
    try: call()
    except (NameError, AttributeError) as e: L.append(type(e).__name__)
R = L
#: instance layout conflict
try:
    class A(int, str): pass
    R = 'made'
except TypeError as e: R = 'refused'
#: bool cannot be inherited from
try:
    class A(bool): pass
    R = 'made'
except TypeError as e: R = type(e).__name__
#: mro conflict
class A: pass
class B(A): pass
try:
    class C(A, B): pass
    R = 'made'
except TypeError: R = 'refused'
#? base that is none
try:
    class C(5): pass
    R = 'made'
except TypeError: R = 'refused'
#: duplicate base
class A: pass
try:
    class C(A, A): pass
    R = 'made'
except TypeError: R = 'refused'
#: SimpleNamespace
from types import SimpleNamespace
s = SimpleNamespace(a=1)
s.b = 2
R = [s.a, s.b, vars(s), s == SimpleNamespace(a=1, b=2), repr(s)]
#? datetime attributes
import datetime
d = datetime.date(2020, 1, 2)
try:
    d.year = 5
    R = 'set'
except AttributeError: R = d.year
#: decimal attributes
from decimal import Decimal
try:
    Decimal('1').x = 5
    R = 'set'
except AttributeError: R = 'refused'
#: module attributes can be set
import os.path
os.path.mine = 5
R = os.path.mine
#? module attribute that is missing
import os
try:
    os.nothing
    R = 'there'
except AttributeError: R = 'refused'
#? range and slice equality, hash
R = [range(0) == range(5, 5), slice(1, 2) == slice(1, 2), hash(1) == hash(1.0), hash(True)]
#? dict views are read only
d = {'a': 1}
L = []
try: d.keys().add('b')
except AttributeError as e: L.append('keys')
try: d.values()[0]
except TypeError as e: L.append(type(e).__name__)
try: d.items()['a'] = 1
except TypeError as e: L.append(type(e).__name__)
R = L
