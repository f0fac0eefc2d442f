# Names, texts and places that are not what they seem.

#? a module put into sys.modules
import sys, types
module = types.ModuleType('put_into_modules')
module.X = 1
try:
    sys.modules['put_into_modules'] = module
    R = 'set'
except TypeError:
    R = 'refused'
try:
    import put_into_modules
    R += ' there'
except ImportError:
    R += ' missing'

#? a module in the place of another
import sys, types
kept = sys.modules.get('colorsys')
sys.modules['colorsys'] = types.SimpleNamespace(ONE_THIRD='changed')
from colorsys import ONE_THIRD
R = ONE_THIRD
del sys.modules['colorsys']

#? a module that is blocked
import sys
sys.modules['colorsys'] = None
try:
    import colorsys
    R = 'there'
except ImportError:
    R = 'blocked'
del sys.modules['colorsys']

#? print to a text that is read
import io
out = io.StringIO()
print('a', 1, sep='-', end='!', file=out)
R = out.getvalue()

#: print to an object of the program
class Out:
    def __init__(self):
        self.pieces = []
    def write(self, text):
        self.pieces.append(text)
out = Out()
print('a', [1], sep='-', file=out)
R = out.pieces

#: a field that __post_init__ gives
from dataclasses import dataclass, field
@dataclass
class Paths:
    root: str
    static: str = field(init=False)
    def __post_init__(self):
        self.static = self.root + '/static'
try:
    R = Paths('/srv').static
except TypeError:
    R = 'refused'

#: decorators before defaults
seen = []
def note(name, value=None):
    seen.append(name)
    return value
@note('decorator', lambda function: function)
def function(a=note('default')): pass
@note('class decorator', lambda type: type)
class K(note('base', object)): pass
R = seen

#? the name of what wraps a cached function
import functools
@functools.lru_cache(maxsize=None)
def inner(): pass
@functools.wraps(inner)
def outer(): pass
R = outer.__name__

#? the repr of an enumeration
from enum import Enum
class Kind(Enum):
    A = 1
R = [repr(Kind), str(Kind), f'{Kind}']

#? the repr of a class by its metaclass
class Meta(type):
    def __repr__(cls):
        return 'K!'
class K(metaclass=Meta): pass
class L(K): pass
R = [repr(K), f'{L}']

#? equal types
from typing import Dict, List, Optional, Union
R = [Optional[int] == Union[int, None], List[int] == List[str], Dict[str, int] != Dict[str, int]]

#? title case of digraphs
R = ['\u01c6'.title(), '\xdfa'.capitalize(), '\ufb01x'.title(), '\u10d0'.title()]

#? bytes filled in
try:
    R = b'%s-%d' % (b'x', 3)
except TypeError:
    R = 'refused'

#: a float by the locale
try:
    R = f'{1234567.5:n} {0.5:.1n}'
except ValueError:
    R = 'refused'

#? built-in names that are seldom used
R = []
for name in ('bytearray', 'complex', 'memoryview', 'ResourceWarning', 'BlockingIOError'):
    try:
        R.append(eval(name).__name__)
    except NameError:
        R.append('missing')

#: names that Python 3 has no more
R = []
for name in ('unicode', 'xrange', 'basestring', 'long', 'execfile'):
    try:
        eval(name)
        R.append('there')
    except NameError:
        R.append('missing')
