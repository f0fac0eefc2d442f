import { expect, test } from 'vitest';
import { changesNothing, plainConfigName } from '../../src/finders/apps/app-config.ts';

const HEAD = 'from django.apps import AppConfig\n\n\n';

test.each([
  ['a literal', 'class C(AppConfig):\n    name = "shop"\n', 'shop'],
  ['single quotes, a type and a comment', "class C(AppConfig):\n\tname: str = 'a.b'  # here\n", 'a.b'],
  [
    'a base in the same file',
    'class B(AppConfig):\n    name = "shop"\n\nclass C(B):\n    default = True\n',
    'shop',
  ],
  [
    'arguments called name',
    'class C(AppConfig):\n    name = "shop"\n    def f(self):\n        g(\n            name="x",\n        )\n',
    'shop',
  ],
])('a plain name is read from the text: %s', (_, text, name) => {
  expect(plainConfigName(HEAD + text, 'C')).toBe(name);
});

test.each([
  ['no such class', 'class D(AppConfig):\n    name = "shop"\n'],
  ['a computed name', 'class C(AppConfig):\n    name = __name__.rpartition(".")[0]\n'],
  ['a name from elsewhere', 'from x import Base\nclass C(Base):\n    label = "y"\n'],
  [
    'an argument only',
    'from x import Base\nclass C(Base):\n    def f(self):\n        g(\n            name="x"\n        )\n',
  ],
  ['two names', 'class C(AppConfig):\n    name = "shop"\n    if X:\n        name = "other"\n'],
  ['a path', 'class C(AppConfig):\n    name = "shop"\n    path = "/srv/shop"\n'],
  [
    'a path that is a method',
    'class C(AppConfig):\n    name = "shop"\n    def path(self):\n        return 1\n',
  ],
  ['ignore patterns', 'class C(StaticFilesConfig):\n    name = "shop"\n'],
  ['bases in a circle', 'class B(C):\n    pass\nclass C(B):\n    pass\n'],
])('what is not plain has to be evaluated: %s', (_, text) => {
  expect(plainConfigName(HEAD + text, 'C')).toBeNull();
});

test.each([
  ['', true],
  ['# nothing here\nimport os\n', true],
  ['class A(AppConfig):\n    name = "shop"\nclass B(A):\n    default = True\n', true],
  ['class A(AppConfig):\n    name = "other"\n', false],
  ['class A(AppConfig):\n    name = "shop"\n    path = "/srv/shop"\n', false],
  ['from .config import ShopConfig\n', false],
  ['from .config import *\n', false],
  ['if True:\n    class A(AppConfig):\n        name = "other"\n', false],
])('an apps.py is passed over only where it can change nothing: %j', (text, expected) => {
  expect(changesNothing(HEAD + text, 'shop')).toBe(expected);
});
