#: nothing runs before the first next
L = []
def g():
    L.append(1)
    yield 1
g()
R = L
#: next stops at the yield
L = []
def g():
    L.append('a'); yield 1
    L.append('b'); yield 2
    L.append('c')
it = g()
R = [next(it), list(L), next(it), list(L), next(it, 'end'), L]
#: global changed behind the yield
X = 'start'
def g():
    global X
    yield 1
    X = 'changed'
    yield 2
next(g())
R = X
#: any stops
L = []
def g():
    for v in ('', 'x', 'y'):
        L.append(v)
        yield v
any(g())
R = L
#: all stops
L = []
R = [all(L.append(x) or x for x in (1, 0, 2)), L]
#: in stops
L = []
def g():
    for v in range(5):
        L.append(v); yield v
R = [2 in g(), L, 9 in g(), L]
#: generator expression first source is evaluated at once
L = [1, 2]
g = (x for x in L)
L = [3]
R = list(g)
#: generator expression second source is lazy
A = [1]
B = [1, 2]
g = ((a, b) for a in A for b in B)
B = [7]
R = list(g)
#: generator expression over what is no iterable raises at once
try:
    g = (x for x in 5)
    R = 'made'
except TypeError:
    R = 'refused'
#: generator expression element is lazy
L = []
g = (L.append(x) for x in range(3))
R = [list(L), next(g), L]
#: map is lazy
L = []
m = map(L.append, [1, 2, 3])
before = list(L)
next(m)
R = [before, L]
#: map over what is no iterable
try:
    map(str, 5)
    R = 'made'
except TypeError:
    R = 'refused'
#: filter is lazy
L = []
f = filter(lambda x: L.append(x) or x > 1, [1, 2, 3])
R = [next(f), L]
#: zip takes one too many from the first
a = iter([1, 2, 3]); b = iter([1])
R = [list(zip(a, b)), next(a)]
#: zip strict
try:
    R = list(zip([1, 2], [1], strict=True))
except ValueError:
    R = 'refused'
#: zip strict even
R = list(zip([1, 2], [3, 4], strict=True))
#: enumerate is lazy
L = []
def g():
    for x in 'ab':
        L.append(x); yield x
e = enumerate(g(), 5)
R = [next(e), L]
#: unpacking asks one more
L = []
def g():
    L.append(1); yield 1
    L.append(2); yield 2
    L.append(3)
a, b = g()
R = [a, b, L]
#: unpacking too many does not go on
L = []
def g():
    for x in range(5):
        L.append(x); yield x
try:
    a, b = g()
except ValueError as e:
    R = [type(e).__name__, L]
#: unpacking too few
def g(): yield 1
try:
    a, b = g()
except ValueError as e:
    R = type(e).__name__
#: star takes all
def g():
    yield 1; yield 2; yield 3
a, *b = g()
R = [a, b, *g()]
#: star in a call
def g():
    yield 1; yield 2
def f(*a): return a
R = f(*g(), 3)
#: for with break leaves it there
def g():
    for x in range(10): yield x
it = g()
for x in it:
    if x == 3: break
R = [x, next(it), list(it)]
#: send
def g():
    got = yield 1
    while got is not None:
        got = yield got * 2
    yield 'end'
it = g()
R = [next(it), it.send(5), it.send(7), next(it)]
#: send before start
def g(): yield 1
try:
    g().send(1)
except TypeError as e:
    R = type(e).__name__
#: send None starts
def g():
    x = yield 1
    yield x
it = g()
R = [it.send(None), it.send('s')]
#: throw is caught inside
def g():
    try:
        yield 1
    except ValueError as e:
        yield 'caught ' + str(e)
    yield 'after'
it = g()
R = [next(it), it.throw(ValueError('x')), next(it)]
#: throw not caught
def g():
    yield 1
it = g()
next(it)
try:
    it.throw(KeyError('k'))
except KeyError:
    R = ['raised', next(it, 'ended')]
#: throw before start
L = []
def g():
    L.append(1)
    yield 1
it = g()
try:
    it.throw(ValueError)
except ValueError:
    R = [L, list(it)]
#? close runs finally
L = []
def g():
    try:
        yield 1
        yield 2
    finally:
        L.append('closed')
it = g()
next(it)
it.close()
R = [L, list(it)]
#: close before start runs nothing
L = []
def g():
    try: yield 1
    finally: L.append(1)
it = g()
it.close()
R = [L, list(it)]
#: close ignored
def g():
    try: yield 1
    except GeneratorExit: yield 2
it = g()
next(it)
try:
    it.close()
except RuntimeError as e:
    R = type(e).__name__
#: return value in StopIteration
def g():
    yield 1
    return 'r'
it = g()
next(it)
try:
    next(it)
except StopIteration as e:
    R = [e.value, e.args]
#: yield from gives what it returns
def inner():
    yield 1
    return 'r'
def outer():
    x = yield from inner()
    yield x
R = list(outer())
#: yield from a list, a str, a dict
def g():
    yield from [1, 2]
    yield from 'ab'
    yield from {'k': 1}
R = list(g())
#: yield from passes send
def inner():
    got = yield 'a'
    yield got
def outer():
    yield from inner()
it = outer()
R = [next(it), it.send('x')]
#: yield from passes throw
def inner():
    try:
        yield 1
    except ValueError:
        yield 'inner caught'
def outer():
    yield from inner()
    yield 'outer'
it = outer()
R = [next(it), it.throw(ValueError), next(it)]
#: yield from is lazy
L = []
def inner():
    for x in range(3):
        L.append(x); yield x
def outer():
    yield from inner()
R = [next(outer()), L]
#: recursion
def walk(tree):
    for x in tree:
        if isinstance(x, list):
            yield from walk(x)
        else:
            yield x
R = list(walk([1, [2, [3, [4]], 5], 6]))
#: exception in the body ends it
def g():
    yield 1
    raise ValueError('v')
it = g()
L = [next(it)]
try:
    next(it)
except ValueError as e:
    L.append(str(e))
R = L + [next(it, 'ended')]
#: StopIteration inside becomes RuntimeError
def g():
    yield 1
    raise StopIteration
try:
    R = list(g())
except RuntimeError as e:
    R = type(e).__name__
#: next without default inside becomes RuntimeError
def g():
    yield next(iter([]))
try:
    R = list(g())
except RuntimeError as e:
    R = type(e).__name__
#: try with finally around yields
L = []
def g():
    try:
        yield 1
        yield 2
    finally:
        L.append('f')
    yield 3
R = [list(g()), L]
#: try else
L = []
def g():
    try:
        yield 1
    except ValueError:
        L.append('e')
    else:
        L.append('else')
        yield 2
R = [list(g()), L]
#: return in try runs finally
L = []
def g():
    try:
        yield 1
        return 'x'
    finally:
        L.append('f')
R = [list(g()), L]
#: nested try
L = []
def g():
    try:
        try:
            yield 1
            raise KeyError('k')
        except ValueError:
            L.append('wrong')
        finally:
            L.append('inner')
    except KeyError:
        L.append('outer')
        yield 2
R = [list(g()), L]
#: handler name is gone afterwards
def g():
    try:
        raise ValueError
    except ValueError as e:
        yield 1
    try:
        e
    except NameError:
        yield 'gone'
R = list(g())
#: bare raise in a handler with a yield
def g():
    try:
        raise ValueError('v')
    except ValueError:
        yield 1
        raise
it = g()
next(it)
try:
    next(it)
except ValueError as e:
    R = str(e)
#: with inside
class M:
    def __init__(self): self.log = []
    def __enter__(self): self.log.append('in'); return self
    def __exit__(self, *a): self.log.append(a[0] is None); return True
m = M()
def g():
    with m as x:
        yield 1
        raise ValueError
    yield 2
R = [list(g()), m.log]
#: while and continue
def g():
    n = 0
    while n < 6:
        n += 1
        if n % 2: continue
        yield n
    else:
        yield 'else'
R = list(g())
#: for else and break
def g(stop):
    for x in range(4):
        if x == stop: break
        yield x
    else:
        yield 'else'
R = [list(g(2)), list(g(9))]
#: yield as expression in a call
def f(a, b, c): return [a, b, c]
L = []
def g():
    r = f(L.append('a'), (yield 1), L.append('c'))
    yield r
it = g()
next(it)
mid = list(L)
R = [mid, it.send('x'), L]
#: yield in an operator keeps the left side
def g():
    x = 1
    y = x + (yield 'a')
    yield y
it = g()
next(it)
R = it.send(10)
#: yield in list and subscript
def g():
    x = [1, (yield 'a'), 3]
    yield x[(yield x)]
it = g()
R = [next(it), it.send(2), it.send(1)]
#: yield in a conditional
def g():
    x = 'yes' if (yield 1) else 'no'
    yield x
it = g()
next(it)
R = it.send(0)
#: yield in and/or
def g():
    x = (yield 1) or (yield 2)
    yield x
it = g()
R = [next(it), it.send(0), it.send('v')]
#: yield in an f-string and keyword
def g():
    x = f"a{(yield 1)}b"
    yield dict(k=(yield x))
it = g()
R = [next(it), it.send('-'), it.send(5)]
#: augmented with yield reads before
def g():
    t = 0
    while True:
        t += yield t
it = g()
next(it)
R = [it.send(1), it.send(2), it.send(3)]
#: walrus with yield
def g():
    if (n := (yield 1)) > 3:
        yield n
it = g()
next(it)
R = it.send(4)
#: yield tuple and bare yield
def g():
    yield
    yield 1, 2
R = list(g())
#: contextmanager
from contextlib import contextmanager
L = []
@contextmanager
def m(x):
    L.append('in')
    try:
        yield x
    finally:
        L.append('out')
with m(3) as v:
    L.append(v)
R = L
#: contextmanager with an exception
from contextlib import contextmanager
L = []
@contextmanager
def m():
    try:
        yield
    finally:
        L.append('out')
try:
    with m():
        raise ValueError('v')
except ValueError:
    L.append('caught')
R = L
#: contextmanager that passes over
from contextlib import contextmanager
@contextmanager
def m():
    try:
        yield
    except KeyError:
        pass
R = 'a'
with m():
    {}['x']
    R = 'b'
R += 'c'
#: contextmanager that does not stop
from contextlib import contextmanager
@contextmanager
def m():
    yield 1
    yield 2
try:
    with m(): pass
except RuntimeError as e:
    R = type(e).__name__
#: contextmanager that does not yield
from contextlib import contextmanager
@contextmanager
def m():
    if False: yield
try:
    with m(): pass
except RuntimeError as e:
    R = type(e).__name__
#: contextmanager body returns
from contextlib import contextmanager
L = []
@contextmanager
def m():
    yield
    L.append('after')
def f():
    with m():
        return 'r'
R = [f(), L]
#: contextmanager body breaks
from contextlib import contextmanager
L = []
@contextmanager
def m():
    yield
    L.append('after')
for x in range(3):
    with m():
        if x == 1: break
R = L
#: endless generator with islice
from itertools import islice
def g():
    n = 0
    while True:
        yield n
        n += 1
R = list(islice(g(), 3, 10, 3))
#: islice takes up to stop
from itertools import islice
it = iter(range(20))
R = [list(islice(it, 0, 5, 2)), next(it)]
#: islice start beyond stop
from itertools import islice
it = iter(range(20))
R = [list(islice(it, 3, 2)), next(it)]
#: count, takewhile
from itertools import count, takewhile
R = list(takewhile(lambda x: x < 4, count(1)))
#: takewhile takes one too many
from itertools import takewhile
it = iter([1, 2, 9, 3])
R = [list(takewhile(lambda x: x < 5, it)), list(it)]
#: groupby shares its source
from itertools import groupby
g = groupby('aabbc')
k, first = next(g)
k2, second = next(g)
R = [k, list(first), k2, list(second)]
#: groupby whole
from itertools import groupby
R = [(k, list(v)) for k, v in groupby([1, 1, 2, 3, 3], key=lambda x: x > 1)]
#: tee
from itertools import tee
L = []
def g():
    for x in range(3):
        L.append(x); yield x
a, b = tee(g())
R = [next(a), next(a), next(b), L, list(b), list(a)]
#: cycle
from itertools import cycle, islice
L = []
def g():
    for x in 'ab':
        L.append(x); yield x
c = cycle(g())
R = [list(islice(c, 5)), L]
#: chain is lazy
from itertools import chain
L = []
def g(n):
    L.append(n); yield n
c = chain(g(1), g(2))
R = [next(c), L]
#: chain.from_iterable is lazy
from itertools import chain
L = []
def outer():
    for x in (1, 2):
        L.append(x); yield [x]
R = [next(chain.from_iterable(outer())), L]
#: zip_longest
from itertools import zip_longest
R = list(zip_longest(iter('ab'), (x for x in 'xyz'), fillvalue='-'))
#: accumulate, pairwise, compress
from itertools import accumulate, pairwise, compress
it = iter([1, 2, 3])
a = accumulate(it)
R = [next(a), next(it), list(a), list(pairwise('abc')), list(compress('abc', [1, 0, 1]))]
#: starmap, dropwhile, filterfalse
from itertools import starmap, dropwhile, filterfalse
R = [list(starmap(pow, [(2, 3), (3, 2)])), list(dropwhile(lambda x: x < 2, [1, 2, 1])), list(filterfalse(None, [0, 1]))]
#: generator in a class body and a method
class A:
    def items(self):
        for x in self.base: yield x * 2
    base = [1, 2]
R = list(A().items())
#: iter method as generator
class A:
    def __iter__(self):
        yield 1
        yield 2
a = A()
R = [list(a), list(a), sum(a), 2 in a, max(a)]
#: next method
class C:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration
        return self.n
c = C()
R = [next(c), list(c), next(c, 'd')]
#: iter of a class with a generator method
class A:
    def __iter__(self): yield from (1, 2)
it = iter(A())
R = [next(it), list(it)]
#: iter is live on a list
L = [1]
it = iter(L)
L.append(2)
R = list(it)
#: exhausted iterators stay so
L = [1]
it = iter(L)
list(it)
L.append(2)
R = list(it)
#: iter with a sentinel
L = [3, 2, 1, 0, 5]
R = [list(iter(L.pop, 0)), L]
#: reversed is lazy
L = [1, 2, 3]
r = reversed(L)
L[0] = 9
R = list(r)
#: generator stored and asked in a function
def g():
    yield from range(5)
it = g()
def take(n): return [next(it) for _ in range(n)]
R = [take(2), take(2)]
#: generator held in a dict and list
def g():
    yield 1; yield 2
D = {'g': g()}
L = [D['g']]
R = [next(L[0]), next(D['g'])]
#: closures in generators bind late
def g():
    for i in range(3):
        yield lambda: i
R = [f() for f in g()]
#: closures in generators asked at once
def g():
    for i in range(3):
        yield lambda: i
R = [f() for f in list(g())]
#: arguments are bound at the call
x = 1
def g(a):
    yield a
    yield x
it = g(x)
x = 2
R = list(it)
#: argument errors come at the call
def g(a): yield a
try:
    g()
    R = 'made'
except TypeError:
    R = 'refused'
#: generator type names
def g(): yield
R = [type(g()).__name__, type(x for x in []).__name__, type(map(str, [])).__name__, type(iter([])).__name__, type(zip()).__name__, type(enumerate([])).__name__]
#: generators are their own iterators
def g(): yield 1
it = g()
R = [iter(it) is it, hasattr(it, '__next__'), hasattr(it, 'send'), bool(it)]
#: dict and set and str.join of generators
def g():
    yield 'a'; yield 'b'
R = [dict((k, 1) for k in g()), sorted(set(g())), ','.join(g()), tuple(g()), dict.fromkeys(g())]
#: sorted, sum, min, max, reversed of generators
def g():
    yield 3; yield 1; yield 2
R = [sorted(g()), sum(g()), min(g()), max(g())]
#: extend and slice assignment and += with generators
def g():
    yield 1; yield 2
L = []
L.extend(g()); L += g(); L[0:1] = g()
R = L
#: nested generators interleave
L = []
def a():
    L.append('a1'); yield 1
    L.append('a2'); yield 2
def b():
    for x in a():
        L.append('b%d' % x)
        yield x
it = b()
next(it)
mid = list(L)
next(it)
R = [mid, L]
#: pipeline interleaves
L = []
def src():
    for x in range(3):
        L.append('s%d' % x); yield x
def dbl(xs):
    for x in xs:
        L.append('d%d' % x); yield x * 2
R = [list(dbl(src())), L]
#: generator changes a list it iterates
L = [1]
def g():
    for x in L:
        if len(L) < 4: L.append(x + 1)
        yield x
R = list(g())
#: dict changed behind a suspended generator
D = {'a': 1}
def g():
    for k in D: yield k
it = g()
next(it)
D['b'] = 2
try:
    next(it)
except RuntimeError as e:
    R = type(e).__name__
#: global statement before use in a generator
N = 0
def g():
    global N
    while N < 3:
        N += 1
        yield N
R = [next(g()), next(g()), N]
#: nonlocal in a generator
def outer():
    n = 0
    def g():
        nonlocal n
        for _ in range(3):
            n += 1
            yield n
    it = g()
    next(it); next(it)
    return n
R = outer()
#: try in the caller around next
def g():
    yield 1
it = g()
L = []
for _ in range(3):
    try:
        L.append(next(it))
    except StopIteration:
        L.append('stop')
R = L
#: two generators of one function
def g():
    n = 0
    while True:
        n += 1
        yield n
a, b = g(), g()
R = [next(a), next(a), next(b)]
#? generator asks itself
def g():
    try:
        yield next(it)
    except ValueError as e:
        yield str(e)
it = g()
R = next(it)
#? deleted while it waits
L = []
def g():
    try:
        yield 1
    finally:
        L.append('f')
it = g()
next(it)
del it
R = L
#? any leaves a finally
L = []
def g():
    try:
        yield 1
        yield 2
    finally:
        L.append('f')
any(g())
R = L
#? for with break leaves a with
from contextlib import contextmanager
L = []
@contextmanager
def m():
    try: yield
    finally: L.append('out')
def g():
    with m():
        yield 1
        yield 2
for x in g(): break
R = L
#? next of a temporary with except GeneratorExit
L = []
def g():
    try:
        yield 1
    except GeneratorExit:
        L.append('exit')
        raise
next(g())
R = L
#: gi_frame-free close twice
def g(): yield 1
it = g()
R = [it.close(), it.close()]
#? lambda yield
f = lambda: (yield 5)
R = list(f())
#: comprehension with nested generator functions
def g(n):
    for i in range(n): yield i
R = [[y for y in g(x)] for x in g(4)]
#: genexp with several ifs
R = list(x * y for x in range(4) if x % 2 for y in range(3) if y)
#: match inside a generator
def g(v):
    match v:
        case [a, b]: r = a
        case _: r = 'other'
    yield r
R = [list(g([1, 2])), list(g(5))]
#? match with yield
def g(v):
    match v:
        case [a, b]:
            yield a
        case _:
            yield 'other'
R = [list(g([1, 2])), list(g(5))]
#: async free generator with decorator
import functools
def tolist(f):
    @functools.wraps(f)
    def w(*a): return list(f(*a))
    return w
@tolist
def g(n):
    for i in range(n): yield i
R = [g(3), g.__name__]
#: contextmanager passes StopIteration of the body on
from contextlib import contextmanager
@contextmanager
def m():
    yield
try:
    with m():
        next(iter([]))
except Exception as e:
    R = type(e).__name__
