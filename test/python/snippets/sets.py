#! list of a set
R = list({'a', 'b', 'c'})
#! tuple, join, unpack
s = {'a', 'b', 'c'}
R = tuple(s)
#! join
R = ','.join({'a', 'b', 'c'})
#! unpack
a, b, c = {'p', 'q', 'r'}
R = a
#! star
R = [*{'a', 'b', 'c'}]
#! star in a call
def f(*a): return a
R = f(*{'a', 'b', 'c'})
#! comprehension
R = [x for x in {'a', 'b', 'c'}]
#! dict comprehension
R = {x: 1 for x in {'a', 'b', 'c'}}
#! fromkeys
R = dict.fromkeys({'a', 'b', 'c'})
#! zip
R = list(zip({'a', 'b', 'c'}, [1, 2, 3]))
#! enumerate
R = list(enumerate({'a', 'b', 'c'}))
#! next iter
R = next(iter({'a', 'b', 'c'}))
#! frozenset
R = list(frozenset(['a', 'b', 'c']))
#! pop
s = {'a', 'b', 'c'}
R = s.pop()
#! what is left after pop
s = {'a', 'b', 'c'}
s.pop()
R = s
#! str
R = str({'a', 'b', 'c'})
#! f-string
R = f"{ {'a', 'b', 'c'} }"
#! percent
R = '%s' % ({'a', 'b', 'c'},)
#! repr in a list
R = repr([{'a', 'b', 'c'}])
#! keys and
R = list({'x': 1, 'y': 2, 'z': 3}.keys() & {'x', 'y', 'z'})
#! items minus
R = list({'x': 1, 'y': 2, 'z': 3}.items() - set())
#! for appends
L = []
for x in {'a', 'b', 'c'}: L.append(x)
R = L
#! for binds the last
for x in {'a', 'b', 'c'}: pass
R = x
#! extend
L = []
L.extend({'a', 'b', 'c'})
R = L
#! plus-assign
L = []
L += {'a', 'b', 'c'}
R = L
#! slice assignment
L = []
L[:] = {'a', 'b', 'c'}
R = L
#! map
R = list(map(str.upper, {'a', 'b', 'c'}))
#! filter
R = list(filter(None, {'a', 'b', 'c'}))
#! generator
R = list(x for x in {'a', 'b', 'c'})
#! next of a generator
R = next(x for x in {'a', 'b', 'c'} if x)
#! chain
from itertools import chain
R = list(chain(['x'], {'a', 'b', 'c'}))
#! yield from
def g(): yield from {'a', 'b', 'c'}
R = list(g())
#! for in a generator
def g():
    for x in {'a', 'b', 'c'}: yield x
R = list(g())
#! sorted with ties
R = sorted({'a1', 'b1', 'c1'}, key=lambda x: x[1])
#! min with ties
R = min({'a1', 'b1', 'c1'}, key=len)
#! side effects in any
L = []
any(L.append(x) for x in {'a', 'b', 'c'})
R = L
#! side effects in a set comprehension
L = []
s = {L.append(x) for x in {'a', 'b', 'c'}}
R = L
#! side effects in map
L = []
set(map(L.append, {'a', 'b', 'c'}))
R = L
#! counter pairs
from itertools import count
c = count()
R = sorted((x, next(c)) for x in {'a', 'b', 'c'})
#! dict from pairs
R = list(dict({('a', 1), ('b', 2), ('c', 3)}))
#! reduce
from functools import reduce
R = reduce(lambda a, b: a + b, {'a', 'b', 'c'})
#! deque
from collections import deque
R = deque({'a', 'b', 'c'})[0]
#! difference then list
R = list(set('abc') - set('x'))
#! sum of floats
R = sum({0.1, 0.2, 0.3, 1e16})
#! union method
R = list({'a'}.union(['b', 'c']))
#! set of ints
R = list({10**30, 'x', -5})
#! copy
R = list({'a', 'b', 'c'}.copy())
#! update and then list
s = set()
s.update('abc')
R = list(s)
#! deepcopy
import copy
R = list(copy.deepcopy({'a', 'b', 'c'}))
#! OrderedDict
from collections import OrderedDict
R = OrderedDict.fromkeys({'a', 'b', 'c'})
#! namedtuple make
from collections import namedtuple
R = namedtuple('T', 'a b c')._make({'a', 'b', 'c'})
#! iterate a set through a class
class A:
    def __iter__(self): return iter({'a', 'b', 'c'})
R = list(A())
#! first of a class attribute set
class A:
    apps = {'a', 'b', 'c'}
R = [x for x in A.apps][0]
#: of one element
R = [list({'a'}), ''.join({'a'}), next(iter({'a'})), str({'a'}), {'a'}.pop(), [*{1}]]
#: of none
R = [list(set()), str(set()), list(frozenset()), sum(set())]
#: sorted
R = sorted({'b', 'a', 'c'})
#: sorted of what is computed
R = sorted(x.upper() for x in {'b', 'a', 'c'})
#: sorted map, filter
R = [sorted(map(len, {'a', 'bb', 'cc'})), sorted(filter(None, {'a', ''}))]
#: min, max, len, sum
s = {3, 1, 2}
R = [min(s), max(s), len(s), sum(s), min({'b', 'a'}), max(len(x) for x in {'a', 'bbb'})]
#: in, any, all
s = {'a', 'b'}
R = ['a' in s, 'c' in s, any(x == 'b' for x in s), all(x for x in s)]
#: set operations sorted
a, b = {'a', 'b', 'c'}, {'b', 'c', 'd'}
R = [sorted(a | b), sorted(a & b), sorted(a - b), sorted(a ^ b), a <= b, a >= {'a'}, a.isdisjoint({'x'})]
#: set comprehension of a set
R = sorted({x.upper() for x in {'a', 'b', 'c'}})
#: set of a generator of a set
R = sorted(set(x + 'x' for x in {'a', 'b', 'c'}))
#: generator of a set reads late
S = 'old'
g = (x + S for x in {'a', 'b'})
S = 'new'
R = sorted(g)
#: star in a set display
R = sorted({*{'a', 'b'}, *'cd'})
#: frozenset as key
R = {frozenset('ab'): 1}[frozenset('ba')]
#: equality
R = [{'a', 'b'} == {'b', 'a'}, {'a'} != {'b'}, frozenset('ab') == set('ba')]
#: pop of the only one
s = {'a'}
R = [s.pop(), len(s)]
#: pop of none
try:
    set().pop()
except KeyError as e:
    R = type(e).__name__
#: changed while iterated
s = {'a'}
try:
    for x in s: s.add(x + 'x')
except RuntimeError as e:
    R = type(e).__name__
#: dict changed while iterated
d = {'a': 1, 'b': 2}
try:
    for k in d: d[k + k] = 1
except RuntimeError as e:
    R = type(e).__name__
#: dict of one grows
d = {'a': 1}
try:
    for k in d: d['b'] = 1
except RuntimeError as e:
    R = [type(e).__name__, d]
#: dict shrinks
d = {'a': 1, 'b': 2}
try:
    for k in d: del d[k]
except RuntimeError as e:
    R = [type(e).__name__, d]
#: dict items grow
d = {'a': 1, 'b': 2}
try:
    for k, v in d.items(): d[k * 2] = v
except RuntimeError as e:
    R = type(e).__name__
#: dict values changed in place are fine
d = {'a': 1, 'b': 2}
for k in d: d[k] += 1
R = d
#: dict over a copy
d = {'a': 1, 'b': 2}
for k in list(d): del d[k]
R = d
#: list grows while iterated
L = [1, 2]
for x in L:
    if x < 5: L.append(x + 2)
R = L
#: list shrinks while iterated
L = [1, 2, 3, 4]
for x in L: L.remove(x)
R = L
#: deque changed while iterated
from collections import deque
d = deque([1, 2])
try:
    for x in d: d.append(x)
except RuntimeError as e:
    R = type(e).__name__
#: ChainMap changed while iterated is its own
d = {'a': 1}
R = [k for k in list(d.keys())]
#? dict key replaced by another of the same number
d = {'a': 1, 'b': 2}
L = []
try:
    for k in d:
        L.append(k)
        if k == 'a':
            del d['a']; d['c'] = 3
except RuntimeError as e:
    L.append(type(e).__name__)
R = L
#: unhashable in a set
try:
    {[]}
except TypeError as e:
    R = type(e).__name__
#: unhashable key
try:
    {{}: 1}
except TypeError as e:
    R = type(e).__name__
#: unhashable in a tuple
try:
    {([],): 1}
except TypeError as e:
    R = type(e).__name__
#: unhashable looked up
try:
    {}[[1]]
except TypeError as e:
    R = type(e).__name__
#: unhashable in set add
try:
    set().add({})
except TypeError as e:
    R = type(e).__name__
#: unhashable in in
try:
    [] in {1: 2}
except TypeError as e:
    R = type(e).__name__
#: set is in a set of frozensets
R = {1} in {frozenset([1])}
#: class with eq has no hash
class A:
    def __eq__(self, o): return True
try:
    {A(): 1}
except TypeError as e:
    R = 'refused'
#: dict get with unhashable
try:
    {}.get([])
except TypeError as e:
    R = type(e).__name__
