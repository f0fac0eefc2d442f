import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toAssetPath } from '../../src/path.ts';
import { makePlan } from '../../src/plan/index.ts';
import type { Conflict, Folding, Location, Plan, Settings, Source } from '../../src/types.ts';

type Rules = Partial<Pick<Settings, 'precedence' | 'allowConflicts'>>;

const app = (name: string): Location => ({ finder: 'apps', name, root: `/site/${name}/static`, prefix: '' });
const ADMIN = app('django.contrib.admin');
const THEME = app('shop.theme');
const ASSETS: Location = { finder: 'directories', name: 'assets', root: '/srv/assets', prefix: '' };

/** A source whose bytes are `content`, and whose real file is `real`. */
interface Stub extends Source {
  readonly content: string;
  readonly real: string;
}

function source(location: Location, path: string, content: string = location.name, real?: string): Stub {
  const asset = toAssetPath(path);
  if (asset === null) throw new Error(path);
  const file = `${location.root}/${path}`;
  return { path: asset, file, location, size: content.length, mtimeMs: 0, content, real: real ?? file };
}

function plan(sources: readonly Stub[], rules: Rules = {}, folding?: () => Folding): Plan {
  const stub = (one: Source): Stub => one as Stub;
  return makePlan(
    sources,
    { precedence: [], allowConflicts: [], ...rules },
    (a, b) => stub(a).content === stub(b).content,
    (a, b) => stub(a).real === stub(b).real,
    folding,
  );
}

function brief({ kind, path, winner, losers }: Conflict): readonly unknown[] {
  return [kind, path, winner.location.name, losers.map((loser) => `${loser.location.name}:${loser.path}`)];
}

function winnersOf({ assets }: Plan): readonly string[] {
  return assets.map((asset) => `${asset.path} ${asset.source.location.name}`);
}

test('first found wins, and assets keep the order in which paths were first found', () => {
  const planned = plan([
    source(ASSETS, 'b.css'),
    source(ASSETS, 'a.css'),
    source(ADMIN, 'a.css'),
    source(ADMIN, 'c.css'),
    source(THEME, 'a.css'),
  ]);
  expect(winnersOf(planned)).toEqual(['b.css assets', 'a.css assets', 'c.css django.contrib.admin']);
  expect(planned.conflicts.map(brief)).toEqual([
    ['same-path', 'a.css', 'assets', ['django.contrib.admin:a.css', 'shop.theme:a.css']],
  ]);
  expect(planned.conflicts[0]?.identical).toBe(false);
});

test('a conflict is identical only when every loser has the bytes of the winner', () => {
  const of = (...contents: string[]): boolean | undefined => {
    const locations = [ASSETS, ADMIN, THEME];
    return plan(contents.map((content, index) => source(locations[index] as Location, 'a', content)))
      .conflicts[0]?.identical;
  };
  expect([of('x', 'x', 'x'), of('x', 'x', 'y'), of('x', 'y', 'y')]).toEqual([true, false, false]);
});

test('one real file offered twice is no conflict, a third source still is', () => {
  const shared = [source(ASSETS, 'a.css', 'x', '/real/a'), source(ADMIN, 'a.css', 'x', '/real/a')];
  expect(plan(shared).conflicts).toEqual([]);
  expect(plan([...shared, source(THEME, 'a.css')]).conflicts.map(brief)).toEqual([
    ['same-path', 'a.css', 'assets', ['shop.theme:a.css']],
  ]);
});

test('a PRECEDENCE rule lets a later source win where it matches, and settles the conflict', () => {
  const sources = ['admin/css/base.css', 'admin/.x', 'other.css'].flatMap((path) => [
    source(ASSETS, path),
    source(ADMIN, path),
    source(THEME, path),
  ]);
  const planned = plan(sources, { precedence: [{ glob: 'admin/**', source: 'theme' }] });
  expect(winnersOf(planned)).toEqual([
    'admin/css/base.css shop.theme',
    'admin/.x shop.theme',
    'other.css assets',
  ]);
  expect(planned.conflicts.map((conflict) => conflict.settledBy)).toEqual([
    'PRECEDENCE admin/** -> theme',
    'PRECEDENCE admin/** -> theme',
    undefined,
  ]);
  expect(planned.conflicts[0]?.losers.map((loser) => loser.location)).toEqual([ASSETS, ADMIN]);
});

test('the first rule whose source offers the path counts', () => {
  const planned = plan([source(ASSETS, 'a.js'), source(ADMIN, 'a.js'), source(THEME, 'b.js')], {
    precedence: [
      { glob: '**', source: 'shop.theme' },
      { glob: '*.js', source: 'django.contrib.admin' },
      { glob: '*.js', source: 'assets' },
    ],
  });
  expect(winnersOf(planned)).toEqual(['a.js django.contrib.admin', 'b.js shop.theme']);
});

test.each([
  ['the dotted name', 'django.contrib.admin'],
  ['its last part', 'admin'],
  ['the folder', '/site/django.contrib.admin/static'],
])('an app is named by %s', (_, name) => {
  const planned = plan([source(ASSETS, 'a'), source(ADMIN, 'a')], {
    precedence: [{ glob: 'a', source: name }],
  });
  expect(winnersOf(planned)).toEqual(['a django.contrib.admin']);
});

test.each(['assets', '/srv/assets'])('a directory is named as written or by its path: %s', (name) => {
  const planned = plan([source(ADMIN, 'a'), source(ASSETS, 'a')], {
    precedence: [{ glob: 'a', source: name }],
  });
  expect(winnersOf(planned)).toEqual(['a assets']);
});

test('a last part that two apps share names neither, and an unknown source is an error that lists the known', () => {
  const twins = [source(app('shop.theme'), 'a'), source(app('blog.theme'), 'a')];
  const { problems } = plan(twins, { precedence: [{ glob: 'a', source: 'theme' }] });
  expect(problems).toMatchObject([
    { code: 'precedence-unknown-source', severity: 'error', hint: 'The sources are shop.theme, blog.theme.' },
  ]);
});

test('ALLOW_CONFLICTS settles what it matches and nothing else', () => {
  const sources = ['img/a.png', 'css/a.css'].flatMap((path) => [source(ASSETS, path), source(ADMIN, path)]);
  const { conflicts } = plan(sources, { allowConflicts: ['*.css', 'img/**'] });
  expect(conflicts.map((conflict) => conflict.settledBy)).toEqual(['ALLOW_CONFLICTS img/**', undefined]);
});

test('paths that differ in case or in Unicode form are all collected and are conflicts', () => {
  const planned = plan([
    source(ASSETS, 'css/Site.css'),
    source(ADMIN, 'css/site.css'),
    source(ASSETS, 'caf\u00e9.css'),
    source(ADMIN, 'cafe\u0301.css'),
    source(ASSETS, 'GRÜN.css'),
    source(ADMIN, 'gru\u0308n.css'),
  ]);
  expect(planned.assets).toHaveLength(6);
  expect(planned.conflicts.map(brief)).toEqual([
    ['case-only', 'css/Site.css', 'assets', ['django.contrib.admin:css/site.css']],
    ['unicode-only', 'caf\u00e9.css', 'assets', ['django.contrib.admin:cafe\u0301.css']],
    ['case-only', 'GRÜN.css', 'assets', ['django.contrib.admin:gru\u0308n.css']],
  ]);
});

test.each([
  ['case', ['css/Site.css assets', 'caf\u00e9.css assets', 'cafe\u0301.css django.contrib.admin']],
  ['case-and-form', ['css/Site.css assets', 'caf\u00e9.css assets']],
] as const)('where the destination folds %s, the first of two names wins', (folding, winners) => {
  const sources = [
    source(ASSETS, 'css/Site.css'),
    source(ADMIN, 'css/site.css'),
    source(THEME, 'CSS/site.css'),
    source(ASSETS, 'caf\u00e9.css'),
    source(ADMIN, 'cafe\u0301.css'),
  ];
  const planned = plan(sources, {}, () => folding);
  expect(winnersOf(planned)).toEqual(winners);
  expect(planned.skipped).toBe(sources.length - winners.length);
  expect(planned.conflicts.map(({ folded }) => folded === true)).toEqual([true, folding !== 'case']);
});

test('the destination is not asked what it folds where no two names are alike', () => {
  const asked = (): Folding => {
    throw new Error('asked');
  };
  expect(winnersOf(plan([source(ASSETS, 'a.css'), source(ADMIN, 'B.css')], {}, asked))).toHaveLength(2);
});

test('a file where another source has a folder: the first of the two stays, whole', () => {
  const file = source(ASSETS, 'lib');
  const below = [source(ADMIN, 'lib/a.js'), source(THEME, 'lib/a.js'), source(THEME, 'lib/deep/b.js')];
  const fileFirst = plan([file, ...below]);
  expect(winnersOf(fileFirst)).toEqual(['lib assets']);
  expect(fileFirst.conflicts.map(brief)).toEqual([
    [
      'file-is-directory',
      'lib',
      'assets',
      ['django.contrib.admin:lib/a.js', 'shop.theme:lib/a.js', 'shop.theme:lib/deep/b.js'],
    ],
  ]);
  const folderFirst = plan([...below, file]);
  expect(winnersOf(folderFirst)).toEqual(['lib/a.js django.contrib.admin', 'lib/deep/b.js shop.theme']);
  expect(folderFirst.conflicts.map(brief)).toEqual([
    ['same-path', 'lib/a.js', 'django.contrib.admin', ['shop.theme:lib/a.js']],
    ['file-is-directory', 'lib/a.js', 'django.contrib.admin', ['assets:lib']],
  ]);
});

const LOCATIONS = [ASSETS, ADMIN, THEME];
const offered = fc.array(
  fc.record({
    location: fc.constantFrom(...LOCATIONS),
    path: fc
      .array(fc.constantFrom('a', 'A', 'b', 'é', 'e\u0301'), { minLength: 1, maxLength: 3 })
      .map((names) => names.join('/')),
    content: fc.constantFrom('x', 'y'),
  }),
  { maxLength: 14 },
);

test('whatever is offered, the assets can all be written to one folder and nothing is lost without a word', () => {
  fc.assert(
    fc.property(offered, (offers) => {
      const sources = offers.map(({ location, path, content }) =>
        source(location, path, content, `${path}${content}`),
      );
      const { assets, conflicts } = plan(sources);
      const paths = assets.map((asset) => asset.path as string);
      expect(new Set(paths).size).toBe(paths.length);
      expect(paths.filter((path) => paths.some((other) => other.startsWith(`${path}/`)))).toEqual([]);
      // Every source is collected, is a loser of a conflict, or is the very file that is collected.
      const reported = new Set<Source>(conflicts.flatMap((conflict) => conflict.losers));
      for (const asset of assets) reported.add(asset.source);
      const silent = sources.filter((one) => !reported.has(one));
      const collected = new Set(sources.filter((one) => reported.has(one)).map((one) => one.real));
      expect(silent.filter((one) => !collected.has(one.real))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test('a PRECEDENCE rule that settles a conflict is named before ALLOW_CONFLICTS, which matches it too', () => {
  const { conflicts } = plan([source(ASSETS, 'a.css'), source(THEME, 'a.css')], {
    precedence: [{ glob: '*.css', source: 'theme' }],
    allowConflicts: ['**'],
  });
  expect(conflicts.map((conflict) => conflict.settledBy)).toEqual(['PRECEDENCE *.css -> theme']);
});
