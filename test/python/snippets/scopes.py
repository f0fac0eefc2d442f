#: frame globals of the caller
import sys
def put(k, v):
    sys._getframe(1).f_globals[k] = v
put('R', 'frame')
#: frame f_back
import inspect
R = ['a']
def extend(*a):
    inspect.currentframe().f_back.f_globals['R'].extend(a)
extend('b')
#: frame globals of itself
import sys
sys._getframe().f_globals['X'] = 1
R = X
#: frame through two functions
import sys
def inner(): return sys._getframe(2).f_globals
def outer(): return inner()
outer()['X'] = 5
R = X
#: frame code names
import sys
def f(): return [sys._getframe().f_code.co_name, sys._getframe(1).f_code.co_name]
def g(): return f()
R = g()
#: frame locals are read
import sys
def f():
    x = 1
    return sys._getframe().f_locals['x']
R = f()
#: frame locals of the caller
import sys
def f(): return sys._getframe(1).f_locals.get('x')
def g():
    x = 7
    return f()
R = g()
#: inspect.stack
import inspect
def f(): return inspect.stack()[1].function
def g(): return f()
R = g()
#: module frame locals are live
import sys
sys._getframe().f_locals['X'] = 2
R = X
#? frame behind a native
import sys
def f(_): sys._getframe(1).f_globals['X'] = 3
X = 1
list(map(f, [1]))
R = X
#? frame in a comprehension
import sys
X = 1
def f(): sys._getframe(1).f_globals['X'] = 3
[f() for _ in [1]]
R = X
#: frame in a class body
import sys
class A:
    x = 1
    sys._getframe().f_locals['y'] = 2
R = A.y
#: locals is a snapshot in functions
def f():
    x = 1
    locals().update(x=2)
    return x
R = f()
#: locals does not follow
def f():
    seen = locals()
    y = 5
    return 'y' in seen
R = f()
#? locals asked twice
def f():
    seen = locals()
    y = 5
    locals()
    return 'y' in seen
R = f()
#: locals at module level is live
locals()['X'] = 4
R = [X, locals() is globals()]
#: locals in a class is live
class A:
    locals()['x'] = 1
    y = x + 1
R = [A.x, A.y]
#: locals gives arguments
def f(a, b=2, *c, **d): return locals()
R = f(1, e=5)
#: format with locals
def f():
    name = 'x'
    return '{name}'.format(**locals())
R = f()
#: vars is locals
def f():
    x = 1
    return vars()
R = f()
#: dir in a function
def f(b, a):
    c = 1
    return dir()
R = f(1, 2)
#: exec does not change locals
def f():
    x = 1
    exec('x = 2')
    return x
R = f()
#: exec changes globals
X = 1
exec('X = 2')
R = X
#: exec with dicts
g, l = {'a': 1}, {}
exec('b = a + 1', g, l)
R = [l, 'b' in g, '__builtins__' in g]
#: exec in a dict
g = {}
exec('x = 1\ndef f(): return x', g)
R = g['f']()
#: eval sees locals
def f():
    x = 5
    return eval('x + 1')
R = f()
#: eval with dicts
R = eval('a + b', {'a': 1}, {'b': 2})
#: globals is live
globals()['X'] = 3
R = X
#: globals in a function
def f(): globals()['X'] = 9
f()
R = X
#: global statement
X = 1
def f():
    global X
    X = 2
f()
R = X
#: global in a class
class A:
    global X
    X = 3
R = [X, hasattr(A, 'X')]
#: nonlocal
def f():
    n = 0
    def g():
        nonlocal n
        n += 1
        return n
    g(); g()
    return n
R = f()
#: read before assignment
x = 1
def f():
    try:
        return x
    except UnboundLocalError:
        return 'unbound'
    x = 2
R = f()
#: del makes unbound
def f():
    x = 1
    del x
    try: return x
    except NameError: return 'gone'
R = f()
#: del a module name
X = 1
del X
R = 'X' in globals()
#: class scope is not seen by methods
x = 'global'
class A:
    x = 'class'
    def f(self): return x
    y = x
R = [A().f(), A.y]
#: class scope in comprehensions
x = 'global'
class A:
    x = 'class'
    y = [x for _ in [1]]
    z = [i for i in x]
R = [A.y, A.z]
#: comprehension scope does not leak
x = 'out'
[x for x in 'ab']
R = x
#: walrus in a comprehension leaks
[y := x for x in (1, 2, 3)]
R = y
#: walrus in any
if any((hit := x) > 2 for x in (1, 5, 9)):
    R = hit
#: nested comprehension scopes
R = [[(i, j) for j in range(i)] for i in range(3)]
#: closures bind late
R = [f() for f in [lambda: i for i in range(3)]]
#: closures with defaults bind early
R = [f() for f in [lambda i=i: i for i in range(3)]]
#: defaults are evaluated once
L = []
def make():
    L.append(1)
    return []
def f(x=make()):
    x.append(1)
    return x
f(); f()
R = [L, f()]
#: default sees the scope of the def
x = 1
def f(a=x): return a
x = 2
R = f()
#: decorator order
L = []
def d(n):
    L.append('made' + n)
    def w(f):
        L.append('used' + n)
        return f
    return w
@d('1')
@d('2')
def f(): pass
R = L
#: finally overrides return
def f():
    try: return 1
    finally: return 2
R = f()
#: finally overrides raise
def f():
    try: raise ValueError
    finally: return 2
R = f()
#: finally does not change what was returned
def f():
    x = 1
    try: return x
    finally: x = 2
R = f()
#: finally in a loop
L = []
for i in range(3):
    try:
        if i == 1: continue
        if i == 2: break
    finally:
        L.append(i)
R = L
#: else of loops
L = []
for i in range(2): pass
else: L.append('for')
while False: pass
else: L.append('while')
for i in range(2):
    break
else: L.append('no')
R = L
#: else of try
L = []
try: L.append(1)
except ValueError: L.append('e')
else: L.append('else')
finally: L.append('f')
R = L
#: exception name is gone
e = 1
try: raise ValueError
except ValueError as e: pass
R = 'e' in globals()
#? exception chaining
try:
    try: raise KeyError('k')
    except KeyError as k: raise ValueError('v') from k
except ValueError as v:
    R = [repr(v.__cause__), str(v)]
#: raise again
L = []
try:
    try: raise ValueError('v')
    except ValueError:
        L.append(1)
        raise
except ValueError as e: L.append(str(e))
R = L
#: handler order
class A(Exception): pass
class B(A): pass
try: raise B
except A: R = 'A'
except B: R = 'B'
#: exception in a handler
L = []
try:
    try: raise ValueError
    except ValueError: raise KeyError('k')
    finally: L.append('f')
except KeyError as e: L.append(str(e))
R = L
#: with suppresses
class M:
    def __enter__(self): return 1
    def __exit__(self, t, v, tb): return t is ValueError
L = []
with M() as x:
    L.append(x)
    raise ValueError
L.append('after')
R = L
#: with several
L = []
class M:
    def __init__(self, n): self.n = n
    def __enter__(self): L.append('in' + self.n); return self.n
    def __exit__(self, *a): L.append('out' + self.n)
with M('a') as a, M('b') as b: L.append(a + b)
R = L
#: with returns
L = []
class M:
    def __enter__(self): return self
    def __exit__(self, *a): L.append('out')
def f():
    with M(): return 1
R = [f(), L]
#: chained comparison evaluates once
L = []
def f(x):
    L.append(x)
    return x
R = [f(1) < f(3) > f(2), f(5) < f(1) < f(9), L]
#: and or give values
R = [0 or 'x', '' and 1, 1 and 2, None or 0, not []]
#: short circuit
L = []
def f(x): L.append(x); return x
f(0) and f(1)
f(2) or f(3)
R = L
#: conditional evaluates one
L = []
def f(x): L.append(x); return x
R = [f(1) if f(0) else f(2), L]
#: assignment order
L = []
def f(x): L.append(x); return x
d = {}
d[f('key')] = f('value')
R = L
#: several targets from left to right
a = b = c = [1]
a.append(2)
i = 0
x = [0, 0]
i, x[i] = 1, 9
R = [c, x]
#: swap
a, b, c = 1, 2, 3
a, b, c = c, a, b
R = [a, b, c]
#: nested unpacking
(a, [b, *c]), d = (1, [2, 3, 4]), 5
R = [a, b, c, d]
#: augmented assignment evaluates the target once
L = []
def f(): L.append(1); return 0
x = [5]
x[f()] += 1
R = [x, L]
#: augmented assignment order
L = []
class D(dict):
    def __getitem__(self, k): L.append('get'); return dict.__getitem__(self, k)
    def __setitem__(self, k, v): L.append('set'); dict.__setitem__(self, k, v)
def v(): L.append('value'); return 1
d = D(a=1)
d['a'] += v()
R = [L, dict(d)]
#: augmented list is in place
a = b = [1]
a += (2,)
a *= 2
R = [b, a is b]
#: augmented tuple is not
a = b = (1,)
a += (2,)
R = [a, b]
#: augmented list with plus makes a new one
a = b = [1]
a = a + [2]
R = [a, b]
#: iadd of a class
class A:
    def __init__(self): self.l = []
    def __iadd__(self, o): self.l.append(o); return self
    def __isub__(self, o): return 'sub'
    def __ior__(self, o): return 'or'
    def __iand__(self, o): return 'and'
    def __ixor__(self, o): return 'xor'
    def __imod__(self, o): return 'mod'
    def __ipow__(self, o): return 'pow'
    def __ifloordiv__(self, o): return 'floordiv'
    def __ilshift__(self, o): return 'lshift'
    def __irshift__(self, o): return 'rshift'
    def __imatmul__(self, o): return 'matmul'
    def __itruediv__(self, o): return 'truediv'
    def __imul__(self, o): return 'mul'
L = []
a = A(); a += 1; L.append(a.l)
a = A(); a -= 1; L.append(a)
a = A(); a |= 1; L.append(a)
a = A(); a &= 1; L.append(a)
a = A(); a ^= 1; L.append(a)
a = A(); a %= 1; L.append(a)
a = A(); a **= 1; L.append(a)
a = A(); a //= 1; L.append(a)
a = A(); a <<= 1; L.append(a)
a = A(); a >>= 1; L.append(a)
a = A(); a @= 1; L.append(a)
a = A(); a /= 1; L.append(a)
a = A(); a *= 1; L.append(a)
R = L
#: iadd NotImplemented falls back
class A:
    def __iadd__(self, o): return NotImplemented
    def __add__(self, o): return 'add'
a = A()
a += 1
R = a
#: iadd of a list subclass
class L(list):
    def __iadd__(self, o): return 'own'
l = L()
l += [1]
R = l
#: reflected operators
class A:
    def __radd__(self, o): return ['radd', o]
    def __rsub__(self, o): return ['rsub', o]
    def __rtruediv__(self, o): return ['rtruediv', o]
    def __ror__(self, o): return ['ror', o]
    def __rmod__(self, o): return ['rmod', o]
a = A()
R = [1 + a, 2 - a, 'x' / a, {} | a, 5 % a, [1] + a, 'a' + a]
#: subclass goes first in reflected operators
class A:
    def __add__(self, o): return 'A.add'
    def __radd__(self, o): return 'A.radd'
class B(A):
    def __radd__(self, o): return 'B.radd'
R = [A() + B(), A() + A(), B() + A()]
#: operator NotImplemented on both sides
class A:
    def __add__(self, o): return NotImplemented
try: A() + 1
except TypeError: R = 'refused'
#: eq reflected and default ne
class A:
    def __eq__(self, o): return o == 5
R = [A() == 5, 5 == A(), A() != 5, A() != 6, A() in [5], [5].index(A())]
#: ne of its own
class A:
    def __eq__(self, o): return True
    def __ne__(self, o): return True
R = [A() == 1, A() != 1]
#: eq gives something else than bool
class A:
    def __eq__(self, o): return 'maybe'
    def __lt__(self, o): return []
R = [A() == 1, A() < 1, bool(A() == 1)]
#: comparison reflected
class A:
    def __lt__(self, o): return 'lt'
    def __ge__(self, o): return 'ge'
R = [1 > A(), 1 <= A(), A() < 1]
#: comparison of subclasses goes first
class A:
    def __eq__(self, o): return 'A'
class B(A):
    def __eq__(self, o): return 'B'
R = [A() == B(), B() == A()]
#: contains of its own
class A:
    def __contains__(self, x): return x == 1
R = [1 in A(), 2 in A(), 2 not in A()]
#: contains by iteration and by index
class A:
    def __iter__(self): return iter([1, 2])
class B:
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i
R = [2 in A(), 3 in A(), 2 in B(), 5 in B(), list(B())]
#: truth by bool and len
class A:
    def __bool__(self): return False
    def __len__(self): return 5
class B:
    def __len__(self): return 0
class C: pass
R = [bool(A()), bool(B()), bool(C()), 1 if B() else 2, not A()]
#: bool that gives no bool
class A:
    def __bool__(self): return 1
try: bool(A())
except TypeError: R = 'refused'
#: len that is negative or none
class A:
    def __len__(self): return -1
class B:
    def __len__(self): return 'x'
L = []
for c in (A, B):
    try: len(c())
    except (ValueError, TypeError) as e: L.append(type(e).__name__)
R = L
#: missing
class D(dict):
    def __missing__(self, k): return k * 2
d = D(a=1)
R = [d['a'], d['b'], d.get('b'), 'b' in d, dict(d)]
#: getattr of its own
class A:
    x = 1
    def __getattr__(self, n):
        if n.startswith('no'): raise AttributeError(n)
        return n.upper()
a = A()
R = [a.x, a.y, hasattr(a, 'no'), hasattr(a, 'z'), getattr(a, 'no', 'd')]
#? getattribute of its own
class A:
    x = 1
    def __getattribute__(self, n): return 'own ' + n
R = A().x
#: setattr of its own
class A:
    def __setattr__(self, n, v): object.__setattr__(self, n, v * 2)
a = A()
a.x = 2
R = a.x
#: setattr goes before properties
class A:
    def __setattr__(self, n, v): self.__dict__[n] = 'own'
    @property
    def x(self): return 'prop'
    @x.setter
    def x(self, v): self.__dict__['set'] = v
a = A()
a.x = 1
R = [a.x, a.__dict__]
#: super setattr
class A:
    def __setattr__(self, n, v): super().__setattr__(n, [v])
a = A()
a.x = 1
R = a.x
#: descriptors
class D:
    def __get__(self, o, t): return ['get', o is None, t.__name__]
    def __set__(self, o, v): o.__dict__['kept'] = v
class A:
    x = D()
a = A()
a.x = 5
R = [a.x, A.x, a.kept]
#: descriptor without set is hidden by the instance
class D:
    def __get__(self, o, t): return 'descriptor'
class A:
    x = D()
a = A()
b = a.x
a.x = 'own'
R = [b, a.x, A.x]
#: set_name
class D:
    def __set_name__(self, owner, name): self.name = owner.__name__ + '.' + name
    def __get__(self, o, t): return self.name
class A:
    x = D()
R = A().x
#: init_subclass
L = []
class A:
    def __init_subclass__(cls, tag=None, **k):
        super().__init_subclass__(**k)
        L.append((cls.__name__, tag))
class B(A, tag='t'): pass
class C(B): pass
R = L
#: class_getitem
class A:
    def __class_getitem__(cls, k): return (cls.__name__, k)
R = A[int, 1][1][1], A['x']
#: name mangling
class A:
    __x = 1
    def f(self): return self.__x
    def __g(self): return 2
    def h(self): return self.__g()
L = [A().f(), A().h(), A._A__x, hasattr(A, '__x')]
class B(A):
    __x = 5
R = L + [B().f(), B._B__x]
#: name mangling of names
class _A:
    def f(self):
        self.__y = 3
        return self._A__y
R = _A().f()
#: name mangling of globals
_A__z = 'mangled'
class A:
    def f(self): return __z
R = A().f()
#: class attributes and instances
class A:
    l = []
    n = 0
a, b = A(), A()
a.l.append(1)
a.n += 1
R = [b.l, b.n, a.n, A.n, vars(a)]
#: staticmethod, classmethod
class A:
    @staticmethod
    def s(x): return x
    @classmethod
    def c(cls): return cls.__name__
class B(A): pass
R = [A.s(1), B().s(2), B.c(), B().c()]
#: super in a chain
class A:
    def f(self): return ['A']
class B(A):
    def f(self): return ['B'] + super().f()
class C(A):
    def f(self): return ['C'] + super().f()
class D(B, C):
    def f(self): return ['D'] + super().f()
R = [D().f(), [c.__name__ for c in D.__mro__]]
#: new
class A:
    def __new__(cls, x):
        o = super().__new__(cls)
        o.x = x * 2
        return o
    def __init__(self, x): self.y = x
a = A(2)
R = [a.x, a.y]
#: new gives another class
class A:
    def __new__(cls): return 5
    def __init__(self): raise ValueError
R = A()
#: singleton by new
class A:
    one = None
    def __new__(cls):
        if cls.one is None: cls.one = super().__new__(cls)
        return cls.one
R = A() is A()
#: metaclass new and call
class M(type):
    def __new__(m, n, b, d): return super().__new__(m, n, b, {**d, 'made': n})
    def __call__(cls, *a): return [cls.__name__, *a]
class A(metaclass=M): pass
R = [A.made, A(1)]
#: metaclass attributes
class M(type):
    @property
    def p(cls): return 'p' + cls.__name__
    def f(cls): return 'f'
class A(metaclass=M): pass
R = [A.p, A.f(), hasattr(A(), 'f')]
#: type with three arguments
A = type('A', (), {'x': 1, 'f': lambda self: self.x + 1})
R = [A().f(), A.__name__]
#: callable instances
class A:
    def __call__(self, *a, **k): return [a, k]
R = A()(1, x=2)
#: getitem, setitem, delitem
class A:
    def __init__(self): self.l = []
    def __getitem__(self, k): return k
    def __setitem__(self, k, v): self.l.append((k, v))
    def __delitem__(self, k): self.l.append(k)
a = A()
a[1] = 2
del a['x']
a[1:2] = 3
R = [a[5], a[1:2] == slice(1, 2), len(a.l), a.l[:2]]
#: iteration protocols
class A:
    def __iter__(self): return iter((1, 2, 3))
a = A()
x, *y = a
R = [x, y, list(a), sorted(a, reverse=True), dict(zip(a, a)), max(a), (*a,)]
#: str, repr, format
class A:
    def __str__(self): return 's'
    def __repr__(self): return 'r'
    def __format__(self, spec): return 'f' + spec
a = A()
R = [str(a), repr(a), f'{a}', f'{a!r}', f'{a:x}', '%s %r' % (a, a), '{} {!s}'.format(a, a), [a]]
#: repr falls back
class A:
    def __repr__(self): return 'r'
R = [str(A()), f'{A()}']
#: index and int
class A:
    def __index__(self): return 2
    def __int__(self): return 3
    def __float__(self): return 4.0
R = [[1, 2, 3][A()], int(A()), float(A()), [1, 2, 3][:A()], 'x' * A()]
#? hash of its own
class A:
    def __init__(self, n): self.n = n
    def __hash__(self): return hash(self.n)
    def __eq__(self, o): return self.n == o.n
try:
    R = len({A(1), A(1), A(2)})
except Exception as e: R = 'failed'
#: star arguments order
L = []
def f(x): L.append(x); return x
def g(*a, **k): return [a, k]
R = [g(f(1), *[f(2)], f(3), k=f(4), **{'z': f(5)}), L]
#: keyword before star
def g(a, b, c): return [a, b, c]
R = g(*[2, 3], a=1) if False else g(1, *[2], c=3)
#: dict display order
L = []
def f(x): L.append(x); return x
d = {f(1): f(2), **{f(3): f(4)}, f(1): f(5)}
R = [d, L]
#: dict later keys win and keep their place
R = [{'a': 1, 'b': 2, 'a': 3}, {**{'a': 1, 'b': 2}, 'a': 3}, {'a': 1} | {'b': 2, 'a': 4}]
#: True and 1 as keys
R = [{1: 'a', True: 'b', 1.0: 'c'}, {0: 1, False: 2}]
#: match captures
def f(v):
    match v:
        case {'k': x, **rest}: return [x, rest]
        case [1, *_, last] if last > 1: return last
        case (1 | 2) as n: return n
        case str(s): return s
        case _: return None
R = [f({'k': 1, 'z': 2}), f([1, 2, 3]), f(2), f('s'), f(9)]
#: fstring nested
w = 5
R = [f'{"a":>{w}}', f'{w=}', f'{w!r:>3}', f'{{}}', f"{'x' if w else 'y'}"]
#: id is not known but identity is
a = []
b = a
R = [a is b, [] is [], id(a) == id(b)] if False else [a is b, a is not []]
#! id
R = id(object())
#! id of the same
a = []
R = '%d' % id(a)
#! hash of a str
R = hash('x')
#! repr of an object
R = repr(object())
#! repr of a function
def f(): pass
R = repr(f)
#! str of an instance
class A: pass
R = str(A())
#! time
import time
R = time.time()
#! random
import random
R = random.random()
#! uuid
import uuid
R = uuid.uuid4()
#! pid
import os
R = os.getpid()
#! now
import datetime
R = datetime.datetime.now()
#! secrets
import secrets
R = secrets.token_hex()
#! repr of a generator
R = repr(x for x in [])
#! sorted by id
R = sorted([object(), object()], key=id)
#! module repr of a class instance in a list
class A: pass
R = str([A()])
#: ternary of comparison chain
x = 5
R = 'in' if 1 < x <= 5 else 'out'
#: is and equality
R = [1 == True, 1 is True, None is None, () == [], 'a' is 'a' or True, 1.0 == 1, float('nan') == float('nan')]
#? nan in a list is found by identity
n = float('nan')
R = [n in [n], [n] == [n], n == n]
#: integer division and modulo
R = [-7 // 2, -7 % 3, 7 % -3, -7.5 // 2, divmod(-7, 2), 2 ** -1, 0.1 + 0.2, 1e16 + 1, round(2.5), round(-0.5), round(1.005, 2)]
#: string methods
R = ['a,b,,c'.split(','), ' a  b '.split(), 'abc'[::-1], 'x'.join('abc'), 'aXbX'.rsplit('X', 1), 'abc'.partition('b'), 'ß'.upper(), 'İ'.lower() == 'i̇', 'a\u2028b'.splitlines(), 'abc'.replace('', '-')]
#: slices
l = list(range(10))
R = [l[-3:], l[:-3:2], l[::-3], l[5:2], l[100:], l[-100:2]]
#: slice deletion and assignment
l = list(range(6))
del l[::2]
l[1:1] = 'ab'
l[::2] = [0, 0, 0] if len(l[::2]) == 3 else l[::2]
R = l
#: sort is stable and in place
l = [(1, 'b'), (0, 'a'), (1, 'a')]
l.sort(key=lambda x: x[0])
R = [l, l.sort(), sorted(l, key=lambda x: x[1], reverse=True)]
#: list of lists by multiplication shares
l = [[]] * 2
l[0].append(1)
R = l
#: dict fromkeys shares
d = dict.fromkeys('ab', [])
d['a'].append(1)
R = d
#: copy is shallow
import copy
a = [[1]]
b, c = copy.copy(a), copy.deepcopy(a)
a[0].append(2)
R = [b, c]
#: dict order after deletion
d = {'a': 1, 'b': 2}
del d['a']
d['a'] = 3
R = list(d)
#: setdefault, pop, popitem, update
d = {'a': 1}
R = [d.setdefault('a', 5), d.setdefault('b', 6), d.pop('a'), d.pop('z', 'no'), d.popitem(), d]
#: string formatting of numbers
R = ['%05.1f|%x|%+d' % (3.14159, 255, 5), '{:,}|{:>6}|{:.2e}'.format(1234567, 'x', 12345.678), f'{0.1:.20f}', str(1e22), repr(1e-7)]
#: global of a function holds for comprehensions and functions in it
x = ['global']
def outer():
    def g():
        global x
        return [[y for y in x], [x for _ in [1]], (lambda: x)()]
    r = g()
    x = 'local'
    return r
R = outer()
#: global declared around a nested function
x = 'global'
def outer():
    x = 'outer'
    def middle():
        global x
        def inner(): return x
        return inner()
    return middle()
R = outer()
#: frames up to the module
import sys
def back():
    frame, names = sys._getframe(), []
    while frame.f_code.co_name != '<module>':
        names.append(frame.f_code.co_name)
        frame = frame.f_back
    return names
def around(): return back()
R = around()
#: what a class body knows of itself
class A:
    name, module, known = __qualname__, __module__, sorted(locals())
    class B:
        name = __qualname__
R = [A.name, A.module == __name__, A.known, A.B.name, '__qualname__' in vars(A), '__module__' in vars(A)]
#: qualified names
def f():
    class C:
        def m(self): return lambda: 1
    return C
class D:
    class Meta: pass
    def m(self): pass
def g():
    global E
    class E: pass
g()
R = [f().__qualname__, f().m.__qualname__, f()().m().__qualname__, D.Meta.__qualname__, D.m.__qualname__, E.__qualname__]
#: a class that names itself
class A:
    "Words."
    __qualname__, __module__ = 'other', 'elsewhere'
class B(A): pass
R = [repr(A), A.__name__, A.__qualname__, A.__module__, B.__qualname__, B.__module__ == __name__, B.__doc__]
#: what a metaclass is handed
seen = []
class M(type):
    def __new__(cls, name, bases, names):
        seen.append(sorted(names))
        return super().__new__(cls, name, bases, names)
class A(metaclass=M):
    class B(metaclass=M): 'Words.'
R = [seen, A.B.__qualname__, A.__doc__]
