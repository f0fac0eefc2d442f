#? finally of a generator inside a dropped zip
L = []
def g():
    try:
        yield 1
        yield 2
    finally:
        L.append('f')
next(zip(g(), [1, 2]))
R = L
#? finally of a generator inside a dropped map
L = []
def g():
    try:
        yield 1
        yield 2
    finally:
        L.append('f')
next(map(str, g()))
R = L
#? inside filter and enumerate
L = []
def g(n):
    try:
        yield n
        yield n
    finally:
        L.append(n)
next(filter(None, g(1)))
next(enumerate(g(2)))
R = L
#? inside chain, islice, takewhile, zip_longest, starmap
from itertools import chain, islice, takewhile, zip_longest, starmap
L = []
def g(n):
    try:
        yield (n,)
        yield (n,)
    finally:
        L.append(n)
next(chain(g(1)))
list(islice(g(2), 1))
list(takewhile(lambda t: False, g(3)))
next(zip_longest(g(4)))
next(starmap(str, g(5)))
next(chain.from_iterable([g(6)]))
R = L
#? a zip that ends with its shorter side drops the other
L = []
def g():
    try:
        yield 1
        yield 2
        yield 3
    finally:
        L.append('f')
list(zip(g(), [1]))
R = L
#? a map whose function raises
L = []
def g():
    try:
        yield 1
        yield 2
    finally:
        L.append('f')
try:
    list(map(lambda v: 1 / 0, g()))
except ZeroDivisionError:
    L.append('z')
R = L
#? a generator in a dropped generator
L = []
def g():
    try:
        yield 1
        yield 2
    finally:
        L.append('f')
def h():
    for x in g():
        yield x
next(h())
R = L
#? a generator expression over a generator
L = []
def g():
    try:
        yield 1
        yield 2
    finally:
        L.append('f')
next(x for x in g())
R = L
#? second source of a generator expression
L = []
def g():
    try:
        yield 1
        yield 2
    finally:
        L.append('f')
next(y for x in [1] for y in g())
R = L
#? yield from in a dropped generator
L = []
def g():
    try:
        yield 1
        yield 2
    finally:
        L.append('f')
def h():
    yield from g()
next(h())
R = L
#? two deep
L = []
def g():
    try:
        yield 1
        yield 2
    finally:
        L.append('f')
next(zip(map(str, filter(None, g()))))
R = L
#? for over a zip that breaks
L = []
def g():
    try:
        yield 1
        yield 2
    finally:
        L.append('f')
for a, b in zip(g(), [1, 2]):
    break
R = L
#? for whose body raises
L = []
def g():
    try:
        yield 1
        yield 2
    finally:
        L.append('f')
try:
    for x in g():
        raise ValueError
except ValueError:
    L.append('v')
R = L
#? for whose target raises
L = []
def g():
    try:
        yield 1
        yield 2
    finally:
        L.append('f')
try:
    for a, b in g():
        pass
except TypeError:
    L.append('t')
R = L
#? for that a function returns from
L = []
def g():
    try:
        yield 1
        yield 2
    finally:
        L.append('f')
def h():
    for x in g():
        return list(L)
R = [h(), L]
#? a while with next that breaks
L = []
def g():
    try:
        yield 1
        yield 2
    finally:
        L.append('f')
def h():
    it = g()
    while True:
        next(it)
        break
h()
R = L
#? comprehension that raises
L = []
def g():
    try:
        yield 0
        yield 1
    finally:
        L.append('f')
try:
    [1 / x for x in g()]
except ZeroDivisionError:
    L.append('z')
R = L
#? a for inside a generator whose body raises
L = []
def g():
    try:
        yield 1
        yield 2
    finally:
        L.append('f')
def h():
    try:
        for x in g():
            yield x
            raise ValueError
    except ValueError:
        L.append('v')
list(h())
R = L
#? unpacking too many
L = []
def g():
    try:
        yield 1
        yield 2
        yield 3
    finally:
        L.append('f')
try:
    a, b = g()
except ValueError:
    L.append('v')
R = L
#? in stops
L = []
def g():
    try:
        yield 1
        yield 2
    finally:
        L.append('f')
1 in g()
R = L
#? in of a map stops
L = []
def g():
    try:
        yield 1
        yield 2
    finally:
        L.append('f')
1 in map(int, g())
R = L
#? any of a map stops
L = []
def g():
    try:
        yield 1
        yield 2
    finally:
        L.append('f')
any(map(int, g()))
R = L
#? sum of what can't be added
L = []
def g():
    try:
        yield 'a'
        yield 2
    finally:
        L.append('f')
try:
    sum(g())
except TypeError:
    L.append('t')
R = L
#? dict of no pairs
L = []
def g():
    try:
        yield 'abc'
        yield 2
    finally:
        L.append('f')
try:
    dict(g())
except ValueError:
    L.append('v')
R = L
#? join of what is no text
L = []
def g():
    try:
        yield 1
        yield 2
    finally:
        L.append('f')
try:
    ','.join(g())
except TypeError:
    L.append('t')
R = L
#? with in a dropped zip
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
next(zip(g()))
R = L
#? an iterator class that wraps a generator
L = []
def g():
    try:
        yield 1
        yield 2
    finally:
        L.append('f')
class A:
    def __init__(self): self.it = g()
    def __iter__(self): return self
    def __next__(self): return next(self.it)
for x in A():
    break
R = L
#? a zip to its end asks the second no more
L = []
def g():
    try:
        yield 1
        yield 2
    finally:
        L.append('f')
R = [list(zip(g(), g())), L]
#: a map, a filter and an enumerate to their end
L = []
def g():
    try:
        yield 1
        yield 2
    finally:
        L.append('f')
R = [list(map(str, g())), list(filter(None, g())), list(enumerate(g())), [x for x in g()], L]
#: for to its end
L = []
def g():
    try:
        yield 1
        yield 2
    finally:
        L.append('f')
for x in map(str, g()): L.append(x)
R = L
#: a yield in the first iterable of a comprehension
def g():
    r = [x + 1 for x in (yield 'a')]
    yield r
it = g()
R = [next(it), it.send([1, 2])]
#: a yield in the first iterable of a set and a dict comprehension
def g():
    r = {x + 1 for x in (yield 'a')}
    s = {x: 1 for x in (yield 'b')}
    yield [sorted(r), s]
it = g()
R = [next(it), it.send([1, 2]), it.send('xy')]
#: a yield in the first iterable of a generator expression
def g():
    r = list(x for x in (yield 'a') if x)
    yield r
it = g()
R = [next(it), it.send([0, 2])]
#: a function whose only yield stands there is a generator
def g():
    [x for x in (yield 1)]
R = [type(g()).__name__, next(g())]
#: what stands before it is evaluated before it
L = []
def f(*a): return a
def g():
    yield f(L.append('a'), [x for x in (yield 1) for y in L], L.append('c'))
it = g()
next(it)
mid = list(L)
R = [mid, it.send([5]), L]
#: yield from in the first iterable
def h():
    yield 1
    return [7, 8]
def g():
    yield [x for x in (yield from h())]
R = list(g())
#: a yield in the first iterable within the first iterable
def g():
    yield [x for x in [y * 2 for y in (yield 1)]]
it = g()
next(it)
R = it.send([1, 2])
#: a lambda in the first iterable keeps its yield
def g():
    return [x for x in (lambda: [(yield)])()]
R = type(g()).__name__
