import { describe, expect, test } from 'vitest';
import { evaluate, simple } from './project.ts';

describe('policy Taint', () => {
  const before = "STATIC_ROOT = '/old'\nhelper = 'kept'\n";
  const after = "\nSTATIC_URL = '/static/'\n";

  test.each([
    ['globals() to code nobody can read', 'import conf\nconf.load(globals())'],
    ['locals()', 'import conf\nconf.load(x=locals())'],
    ['vars()', 'import conf\nconf.load({"scope": vars()})'],
    ['__name__', 'from conf import load\nload(__name__)'],
    ['the module itself', 'import conf, sys\nconf.load(sys.modules[__name__])'],
    ['an import * that is not found', 'from conf import *'],
    ['exec of an unknown text', 'import conf\nexec(conf.text())'],
    ['a key nobody knows', 'import conf\nglobals()[conf.key()] = 1'],
  ])('%s', async (_, code) => {
    const { module, reason, value } = await evaluate(before + code + after);
    expect(module.taint).not.toBeNull();
    expect(reason('STATIC_ROOT')).not.toBe('');
    expect(reason('STATICFILES_DIRS')).not.toBe('');
    expect([value('STATIC_URL'), value('helper')]).toEqual(['/static/', 'kept']);
  });

  test('a tainted module taints who imports all of it', async () => {
    const { module, reason, value } = await evaluate({
      'settings.py': "STATIC_ROOT = '/x'\nfrom base import *\nAFTER = 1\n",
      'base.py': "from nowhere import *\nSTATIC_URL = '/s/'\n",
    });
    expect(module.taint?.reason).toContain('nowhere');
    expect(reason('STATIC_ROOT')).toContain('nowhere');
    expect([value('STATIC_URL'), value('AFTER')]).toEqual(['/s/', 1]);
  });

  test('--assume-benign takes such code as harmless', async () => {
    const { module, value } = await evaluate(`${before}import conf\nconf.load(globals())${after}`, {
      assumeBenign: true,
    });
    expect(module.taint).toBeNull();
    expect([value('STATIC_ROOT'), value('STATICFILES_DIRS')]).toEqual(['/old', undefined]);
  });

  test('code of the project that is given globals() is simply followed', async () => {
    const { module, value } = await evaluate({
      'settings.py': 'from loader import load\nload(globals())\nB = A + 1\n',
      'loader.py': "def load(scope):\n    scope['A'] = 1\n    scope.update(C=3)\n",
    });
    expect([module.taint, value('A'), value('B'), value('C')]).toEqual([null, 1, 2, 3]);
  });
});

describe('policy Spoil: mutables handed to code that is not modelled', () => {
  test('become Unknown, however deep; what is immutable does not', async () => {
    const { value, reason } = await evaluate(
      "import conf\nfrom pathlib import Path\nL, D, S, P = [1], {'a': [2]}, 'text', Path('/srv')\nI = D['a']\nconf.change(L, d=D, s=S, p=P)\nT = (1, [2])\nconf.change([T])\nFRESH = [1]\n",
    );
    for (const name of ['L', 'D', 'I']) expect(reason(name)).toContain("conf can't be found");
    expect(value('T')).toMatchObject({ items: [1, { kind: 'unknown' }] });
    expect([value('S'), simple(value('P')), simple(value('FRESH'))]).toEqual(['text', '/srv', [1]]);
  });

  test.each([
    ['a bound method, to unknown code', 'conf.register(L.append)'],
    ['a bound method inside a container', 'conf.register(handlers={"add": [L.append]})'],
    ['a bound method, to a built-in with something unknown', 'list(map(L.append, conf.x))'],
    ['a partial', 'conf.register(functools.partial(L.append, 2))'],
    ['a lambda', 'conf.register(lambda x, *rest: L.append(x))'],
    ['a lambda, to a built-in with something unknown', 'functools.reduce(lambda a, b: L.append(b), conf.x)'],
    ['a function, by a decorator', '@conf.task\ndef work(self):\n    L.append(2)'],
    ['a function that calls another', 'def add(): L.append(2)\ndef work(): add()\nconf.register(work)'],
    ['a function that binds the name', 'def work():\n    global L\n    L = [2]\nconf.register(work)'],
    [
      'a function that never ends after it',
      'def work():\n    L.append(2)\n    while True: pass\nconf.register(work)',
    ],
    [
      'a function that raises after it',
      'def work():\n    L.append(2)\n    raise OSError\nconf.register(work)',
    ],
    ['a method', 'class Work:\n    def run(self, x): L.append(x)\nconf.register(Work().run)'],
    [
      'an object that can be called',
      'class Work:\n    def __call__(self): L.append(2)\nconf.register(Work())',
    ],
  ])('so does what functions that are handed over change: %s', async (_, code) => {
    const { reason, value } = await evaluate(`import conf, functools\nL, M = [1], [1]\n${code}\n`);
    expect(reason('L')).toContain("conf can't be found");
    expect(simple(value('M'))).toEqual([1]);
  });

  test('functions that change nothing, never end or hand themselves on do no harm', async () => {
    const { value, module } = await evaluate(
      'import conf\nL = [1]\ndef loop(x):\n    while True: pass\ndef again(): conf.register(again)\ndef bad(): raise OSError\nconf.register(L.index, L.copy, lambda: len(L), loop, again, bad)\n',
    );
    expect(simple(value('L'))).toEqual([1]);
    expect(module.notes).toEqual([]);
  });

  test('what a class binds may be something else once it is made, where what it inherits is not known', async () => {
    const { reason, value } = await evaluate(
      [
        'from conf import models',
        'class Level(models.IntegerChoices):',
        "    ONE = 1, 'one'",
        '    def go(): return 2',
        'A = Level.ONE',
        'B = 3 if Level.ONE == 1 else 4',
        'C = Level.go()',
      ].join('\n'),
    );
    expect(reason('A')).toContain("conf can't be found");
    expect(reason('B')).toContain("conf can't be found");
    expect(value('C')).toBe(2);
  });

  test('adding something Unknown to a list leaves nothing of it known', async () => {
    const { reason, value } = await evaluate(
      'import conf\nA = [1]\nB = A\nA += conf.more()\nC = [1]\nC.append(conf.x)\n',
    );
    expect(reason('A')).toContain('conf');
    expect(reason('B')).toContain('conf');
    expect(value('C')).toMatchObject({ items: [1, { kind: 'unknown' }] });
  });
});
