import { describe, expect, test } from 'vitest';
import { evaluate } from './project.ts';

describe('policy Origin', () => {
  test('the assignment, then what changed it; across modules', async () => {
    const { module, root } = await evaluate({
      'base.py': "APPS = ['a']\nDIRS = []\nURL = '/a/'\n",
      'settings.py':
        "from base import *\nAPPS += ['b']\nif True:\n    APPS.append('c')\nDIRS = DIRS + ['x']\nD = {'k': {}}\nD['k']['v'] = 1\nURL = '/b/'\n",
    });
    const origin = (name: string): string[] =>
      (module.get(name)?.origin ?? []).map((at) => `${at.file.slice(root.length + 1)}:${at.line}`);
    expect(origin('APPS')).toEqual(['base.py:1', 'settings.py:2', 'settings.py:4']);
    expect(origin('DIRS')).toEqual(['base.py:2', 'settings.py:5']);
    expect(origin('D')).toEqual(['settings.py:6', 'settings.py:7']);
    expect(origin('URL')).toEqual(['settings.py:8']);
  });

  test('each place once, however often a loop comes by', async () => {
    const { module } = await evaluate(
      'import socket\nU = socket.gethostname()\nX = 0\nfor i in range(5):\n    if U == "a":\n        X = 1\n    else:\n        X = 2\n',
    );
    expect((module.get('X')?.origin ?? []).map((at) => at.line)).toEqual([6, 8]);
  });

  test('the environment variables a value was computed from, tests included', async () => {
    const { module } = await evaluate(
      "import os\nA = os.environ.get('A', 'x')\nB = A + os.getenv('B', '')\nif os.environ.get('C') == '1':\n    D = 1\nelse:\n    D = 2\ndef f(): return os.environ.get('F')\nE = [f()]\nG = 1\n",
      { env: { A: 'a' } },
    );
    const environment = (name: string): readonly string[] => module.get(name)?.environment ?? [];
    expect([
      environment('A'),
      environment('B'),
      environment('D'),
      environment('E'),
      environment('G'),
    ]).toEqual([['A'], ['A', 'B'], ['C'], ['F'], []]);
  });
});
