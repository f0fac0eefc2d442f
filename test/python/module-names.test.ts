import { describe, expect, test } from 'vitest';
import { evaluate, simple } from './project.ts';

// Django goes over `dir(module)` and asks for each name with `getattr`.

describe('a settings module with a __dir__ of its own', () => {
  test('has the names that it lists', async () => {
    const { module, value } = await evaluate(
      "A, B = 1, 2\ndef __dir__(): return ['B', 'C']\ndef __getattr__(name):\n    if name == 'C': return 3\n    raise AttributeError(name)\n",
    );
    expect(module.names()).toEqual(['B', 'C']);
    expect([value('A'), value('B'), value('C')]).toEqual([undefined, 2, 3]);
  });

  test('is unknown if that can not be followed', async () => {
    const { reason } = await evaluate('import boto3\nA = 1\ndef __dir__(): return boto3.names()\n');
    expect(reason('A')).toContain('boto3');
    expect(reason('Z')).toContain('boto3');
  });

  test('a __getattr__ alone adds no names', async () => {
    const { module, value } = await evaluate('A = 1\ndef __getattr__(name): return 5\n');
    expect(module.names()).toContain('A');
    expect(value('B')).toBe(undefined);
  });
});

describe('importlib.reload', () => {
  const files = {
    'part.py': "X = ['o']\n",
    'kept.py': 'try:\n    N += 1\nexcept NameError:\n    N = 1\n',
  };

  test('carries the module out anew', async () => {
    const { value } = await evaluate({
      ...files,
      'settings.py':
        "import importlib, part as p\nold = p.X\np.X.append('n')\np = importlib.reload(p)\nA, B, C = p.X, old, p.X is old\n",
    });
    expect(simple(value('A'))).toEqual(['o']);
    expect(simple(value('B'))).toEqual(['o', 'n']);
    expect(value('C')).toBe(false);
  });

  test('in the names that are there', async () => {
    const { value } = await evaluate({
      ...files,
      'settings.py':
        'import importlib, kept\nkept.Z = 5\nimportlib.reload(kept)\nA, B = kept.N, kept.Z\nfrom kept import *\n',
    });
    expect([value('A'), value('B'), value('N')]).toEqual([2, 5, 2]);
  });
});
