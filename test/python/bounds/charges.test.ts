import { describe, expect, test } from 'vitest';
import { ended } from './ended.ts';

// What loops inside one native is charged by its work. Each case does a little a few hundred times: done a thousand times without a
// charge it stays far below the bound, as the control shows, so what passes the bound has been charged.

const STEPS = 50_000;
const ROUNDS = 1_000;

interface Case {
  readonly title: string;
  /** What is there before the loop; it may cost little. */
  readonly given?: string;
  /** What each round does: lines of the loop's body. */
  readonly round: string;
}

function program({ given = '', round }: Case): { text: string; line: number } {
  const before = given === '' ? '' : `${given}\n`;
  const body = round
    .split('\n')
    .map((line) => `    ${line}\n`)
    .join('');
  return {
    text: `${before}for _ in range(${ROUNDS}):\n${body}`,
    line: before.split('\n').length,
  };
}

const SHORT: readonly Case[] = [
  { title: 'a copy', given: 'D = {1: 1}', round: 'X = D.copy()' },
  { title: 'a comparison', given: 'D, E = {1: 1}, {1: 1}', round: 'X = D == E' },
  { title: 'a text', given: "S = 'ab'", round: 'X = S.title()' },
];

const BIG: readonly Case[] = [
  // Texts and bytes.
  { title: 'title case', given: "S = 'a' * 10**4", round: 'X = S.title()' },
  { title: 'repr in a format', given: "S = 'a\\n' * 10**4", round: "X = f'{S!r:>10}'" },
  { title: 'a long text looked through', given: "S = 'a' * 10**4", round: "X = 'b' in S" },
  { title: 'long texts compared', given: "S, T = 'a' * 10**4, 'a' * 10**4", round: 'X = S == T' },
  {
    title: 'a long text looked for in another',
    given: "S = 'a' * 10**4\nT = 'b' + 'a' * 5000",
    round: 'X = S.rfind(T)',
  },
  { title: 'a big field', round: "X = '{:>9999}'.format('a')" },
  {
    title: 'a template of many fields',
    given: "import string\nS = string.Template('$a' * 10**3)",
    round: "X = S.substitute(a='b')",
  },
  { title: 'a format of many fields', given: "S = '{a}' * 10**3", round: 'X = S.format(a=1)' },
  { title: 'a percent format of many fields', given: "S = '%(a)s' * 10**3", round: "X = S % {'a': 1}" },
  {
    title: 'a query that is written',
    given: 'from urllib.parse import urlencode\nD = dict.fromkeys(range(10**3), 1)',
    round: 'X = urlencode(D)',
  },
  {
    title: 'a query',
    given: "from urllib.parse import parse_qs\nS = 'a=1&' * 10**3",
    round: 'X = parse_qs(S)',
  },
  {
    title: 'a quoted text',
    given: "from urllib.parse import quote\nS = 'a b' * 10**3",
    round: 'X = quote(S)',
  },
  {
    title: 'a literal of many items',
    given: "import ast\nS = '[' + '1,' * 10**3 + ']'",
    round: 'X = ast.literal_eval(S)',
  },
  { title: 'text that is evaluated', given: "S = '[' + '1,' * 10**3 + ']'", round: 'X = eval(S)' },
  { title: 'text that is run', given: "S = 'x = 1\\n' * 100", round: 'exec(S)' },
  { title: 'JSON read', given: "import json\nS = '[' + '1,' * 10**3 + '1]'", round: 'X = json.loads(S)' },
  { title: 'JSON written', given: 'import json\nL = list(range(10**3))', round: 'X = json.dumps(L)' },
  {
    title: 'an INI file',
    given: "import configparser\nS = '[a]\\n' + ''.join('a%d=1\\n' % i for i in range(100))",
    round: 'P = configparser.ConfigParser()\nP.read_string(S)',
  },
  // Numbers.
  { title: 'the text of a long int', given: 'X = 3**9000', round: 'Y = str(X)' },
  { title: 'the text of an int that is just short enough', given: 'N = 10**4000', round: "X = f'{N:,}'" },
  { title: 'products of long ints', given: 'N = 3**20000', round: 'X = N * N' },
  { title: 'quotients of long ints', given: 'N, M = 3**20000, 7**9000', round: 'X = N // M' },
  { title: 'int of a long text', given: "S = '2' * 4000", round: 'X = int(S, 3)' },
  { title: 'a power of huge numbers', given: 'N = 10**900', round: 'X = pow(7, N, N + 1)' },
  // Lists, dicts and sets.
  { title: 'items put in front', given: 'L = list(range(10**4))', round: 'L.insert(0, 1)' },
  { title: 'a list copied', given: 'L = list(range(10**4))', round: 'X = L[1:]' },
  { title: 'a copy of a dict', given: 'D = dict.fromkeys(range(10**4))', round: 'X = D.copy()' },
  { title: 'a big dict begun', given: 'D = dict.fromkeys(range(10**4))', round: 'for k in D: break' },
  {
    title: 'a big dict in a try',
    given: 'D = dict.fromkeys(range(10**4))',
    round: 'try: D[0] = unknown_name\nexcept ValueError: pass',
  },
  {
    title: 'big dicts compared',
    given: 'D, E = dict.fromkeys(range(10**3)), dict.fromkeys(range(10**3))',
    round: 'X = D == E',
  },
  { title: 'a set operator', given: 'A = set(range(10**4))', round: 'A |= A' },
  { title: 'a union', given: 'A = set(range(10**4))', round: 'X = A.union(A)' },
  { title: 'a copy of a set', given: 'A = set(range(10**4))', round: 'X = A.copy()' },
  {
    title: 'sets compared',
    given: 'A, B = set(range(10**3)), set(range(10**3))',
    round: 'X = A <= B, A == B',
  },
  { title: 'nested lists compared', given: 'L, M = [[0] * 100] * 10, [[0] * 100] * 10', round: 'X = L == M' },
  { title: 'nested lists ordered', given: 'L, M = [[0] * 100] * 10, [[0] * 100] * 10', round: 'X = L < M' },
  { title: 'a tuple as a key', given: 'K = tuple(range(10**3))\nD = {}', round: 'D[K[:-1]] = 1' },
  { title: 'a frozenset as a key', given: 'D = {}', round: 'D[frozenset(range(10**3))] = 1' },
  {
    title: 'a deque emptied from the left',
    given: 'from collections import deque\nD = deque(range(2 * 10**4))',
    round: 'D.popleft(); D.append(1)',
  },
  {
    title: 'a dict of a ChainMap',
    given: 'from collections import ChainMap\nD = dict.fromkeys(range(10**3))',
    round: 'X = dict(ChainMap(D, D))',
  },
  {
    title: 'a ChainMap of many',
    given: 'from collections import ChainMap\nM = ChainMap(*[{} for i in range(1000)])',
    round: 'X = 1 in M',
  },
  {
    title: 'elements of a Counter',
    given: "from collections import Counter\nC = Counter({'a': 10**4})",
    round: 'X = C.elements()',
  },
  { title: 'a big list given away', given: 'import nowhere', round: 'nowhere.f([[]] * 10**4)' },
  // Files.
  { title: 'a folder listed', given: 'import os', round: "X = os.listdir('.')" },
  {
    title: 'a path looked at',
    given: 'import os',
    round: "X = [os.path.exists(n) for n in ('a', 'b', 'c')]",
  },
  { title: 'glob', given: 'import glob', round: "X = glob.glob('*')" },
  { title: 'glob to all depths', given: 'import glob', round: "X = glob.glob('**/*', recursive=True)" },
  {
    title: 'a folder gone through',
    given: 'from pathlib import Path',
    round: "X = list(Path('.').iterdir())",
  },
  {
    title: 'the parents of a deep path',
    given: "from pathlib import Path\nP = Path('/a' * 100)",
    round: 'X = P.parents',
  },
  // Classes.
  {
    title: 'a named tuple made',
    given: 'from collections import namedtuple',
    round: "X = namedtuple('X', 'a b')",
  },
  {
    title: 'a data class made',
    given: 'from dataclasses import dataclass',
    round: '@dataclass\nclass X:\n    a: int = 1\n    b: int = 1\n    c: int = 1\n    d: int = 1',
  },
  {
    title: 'an enumeration made',
    given: 'import enum',
    round: 'class X(enum.Enum):\n    A, B, C, D = 1, 2, 3, 4\n    E, F = 5, 6',
  },
  // What may go one way or the other.
  {
    title: 'undecided branches within each other',
    given: 'import socket\nU = socket.gethostname()',
    round: 'if U == 1:\n    if U == 2:\n        if U == 3:\n            X = U == 4 and U == 5',
  },
  {
    title: 'names handed away',
    given:
      `import nowhere\n${Array.from({ length: 300 }, (_, index) => `N${index} = 1\n`).join('')}`.trimEnd(),
    round: 'nowhere.f(globals())',
  },
  // What Python raises itself.
  {
    title: 'an exception on its way through calls',
    given: 'def f(n):\n    if n: return f(n - 1)\n    raise KeyError\n',
    round: 'try: f(2)\nexcept KeyError: pass',
  },
  { title: 'what a native raises', round: "try: int('x')\nexcept ValueError: pass" },
];

describe('what a native does is charged by its work', () => {
  test.each(BIG)('$title', async (given) => {
    const { text, line } = program(given);
    expect(await ended(text, STEPS)).toMatchObject({ code: 'python-limit', at: { line } });
  });

  test.each(SHORT)('$title of little costs little', async (given) => {
    expect(await ended(program(given).text, STEPS)).toBeNull();
  });
});

describe('what never ends by itself', () => {
  test.each([
    ['repr of a shared list', 'L = [0]\nfor i in range(60): L = [L, L]\nX = repr(L)'],
    ['JSON of a shared list', 'import json\nL = [0]\nfor i in range(60): L = [L, L]\nX = json.dumps(L)'],
    ['lengths of a text', "S = 'a' * 10**6\nfor i in range(10**6): len(S)"],
    ['items of a text', "S = 'a' * 10**6\nfor i in range(10**6): S[i]"],
    ['an endless iterator', 'import itertools\nX = all(itertools.repeat(1))'],
    ['permutations', 'import itertools\nX = next(itertools.permutations(range(10000)))'],
    ['items of a dict taken out', 'D = dict.fromkeys(range(10**4))\nwhile D: D.popitem()'],
    ['a sum of lists', 'X = sum([[1] * 100] * 10000, [])'],
    [
      'a reduction of lists',
      'from functools import reduce\nX = reduce(lambda a, b: a + b, [[1] * 100] * 10000)',
    ],
    ['a list that grows while it is gone over', 'L = [1]\nfor x in L:\n    L.append(x)'],
  ])('%s', async (_, text) => {
    expect(await ended(`${text}\n`, 100_000)).toMatchObject({ code: 'python-limit' });
  });
});
