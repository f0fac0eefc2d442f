#! sorted of a set by a function with a side effect
L = []
sorted({'a', 'b', 'c'}, key=lambda x: (L.append(x), x)[1])
R = L
#! sorted of a set by a counter
from itertools import count
c = count()
R = sorted({'a', 'b', 'c'}, key=lambda x: next(c))
#! min of a set by a function with a side effect
L = []
min({'a', 'b', 'c'}, key=lambda x: (L.append(x), x)[1])
R = L
#! max of a set by a function with a side effect
L = []
max({'a', 'b', 'c'}, key=lambda x: (L.append(x), x)[1])
R = L
#! sorted of objects that compare with a side effect
L = []
class A:
    def __init__(self, n): self.n = n
    def __lt__(self, o):
        L.append(self.n + o.n)
        return self.n < o.n
sorted({'a', 'b', 'c'}, key=A)
R = L
#! sum of objects that add with a side effect
L = []
class A:
    def __init__(self, n): self.n = n
    def __radd__(self, o):
        L.append(self.n)
        return 0
sum(map(A, {'a', 'b', 'c'}))
R = L
#! any of objects whose truth has a side effect
L = []
class A:
    def __init__(self, n): self.n = n
    def __bool__(self):
        L.append(self.n)
        return False
any(map(A, {'a', 'b', 'c'}))
R = L
#! in of objects that are equal with a side effect
L = []
def f(x):
    L.append(x)
    return x
'c' in map(f, {'a', 'b', 'c'})
R = L
#! any of a map stops somewhere
L = []
def f(x):
    L.append(x)
    return x == 'b'
any(map(f, {'a', 'b', 'c'}))
R = L
#! sorted of a filter with a side effect
L = []
sorted(filter(lambda x: L.append(x) or True, {'a', 'b', 'c'}))
R = L
#! update of a set by a map with a side effect
L = []
s = set()
s.update(map(lambda x: L.append(x) or x, {'a', 'b', 'c'}))
R = L
#! union with a map with a side effect
L = []
set().union(map(lambda x: L.append(x) or x, {'a', 'b', 'c'}))
R = L
#! in-place or with a generator with a side effect
L = []
s = {1}
s |= {L.append(x) or x for x in {'a', 'b', 'c'}}
R = L
#! len of a set of a generator with a side effect
L = []
len(set(L.append(x) or x for x in {'a', 'b', 'c'}))
R = L
#! star in a set display over a map with a side effect
L = []
{*map(lambda x: L.append(x) or x, {'a', 'b', 'c'})}
R = L
#! isdisjoint over a map
L = []
{'b'}.isdisjoint(map(lambda x: L.append(x) or x, {'a', 'b', 'c'}))
R = L
#! Counter of a map
from collections import Counter
L = []
Counter(map(lambda x: L.append(x) or x, {'a', 'b', 'c'}))
R = L
#! the global counter of a key
N = 0
def key(x):
    global N
    N += 1
    return (x, N)
sorted({'a', 'b', 'c'}, key=key)
M = {}
sorted({'a', 'b', 'c'}, key=lambda x: M.setdefault(x, len(M)))
R = M
#! an environment variable that a key sets
import os
def key(x):
    os.environ['LAST'] = x
    return x
sorted({'a', 'b', 'c'}, key=key)
R = os.environ.get('LAST')
#: sorted by a function without
R = sorted({'a', 'bb', 'ccc'}, key=lambda x: -len(x))
#: sorted by a lookup
W = {'a': 2, 'b': 1, 'c': 0}
R = [sorted({'a', 'b', 'c'}, key=W.get), max({'a', 'b'}, key=W.__getitem__), min({'a', 'b'}, key=lambda v: W[v])]
#: sorted of one by a function with a side effect
L = []
sorted({'a'}, key=L.append)
R = L
#: sorted of a list by a function with a side effect
L = []
sorted(['b', 'a'], key=lambda x: L.append(x) or x)
R = L
#: sorted with a key that makes objects of its own
class K:
    def __init__(self, v): self.v = v
    def __lt__(self, o): return self.v < o.v
R = sorted({'b', 'a', 'c'}, key=K)
#: sorted with cmp_to_key
from functools import cmp_to_key
R = sorted({3, 1, 2}, key=cmp_to_key(lambda a, b: b - a))
#! what any leaves of a map of a set
m = map(str, {'a', 'b', 'c'})
any(m)
R = sorted(m)
#! what in leaves of a map of a set
m = map(str, {'a', 'b', 'c'})
'b' in m
R = sorted(m)
#! what next leaves of a set
it = iter({'a', 'b', 'c'})
next(it)
R = sorted(it)
#! what unpacking leaves of a set
it = iter({'a', 'b', 'c'})
try:
    x, y = it
except ValueError:
    pass
R = sorted(it)
#! what a for leaves of a set
it = iter({'a', 'b', 'c'})
for x in it: break
R = sorted(it)
#! what zip leaves of a set
it = iter({'a', 'b', 'c'})
list(zip([1], it))
R = sorted(it)
#! what islice leaves of a set
from itertools import islice
it = iter({'a', 'b', 'c'})
list(islice(it, 1))
R = sorted(it)
#: what sorted leaves of a map of a set
m = map(str, {'a', 'b', 'c'})
R = [sorted(m), sorted(m)]
#: any and all over a set that come to their end
m = map(str, {'a', 'b', 'c'})
R = [all(m), sorted(m)]
#: the walrus of a comprehension is a name of the function
y = 'global'
def f():
    r = [y := x for x in (1, 2)]
    return r, y
def g():
    try:
        return y
    except NameError:
        return 'unbound'
    [y := x for x in ()]
R = [f(), g(), y]
