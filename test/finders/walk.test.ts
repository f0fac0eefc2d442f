import { execFileSync } from 'node:child_process';
import { chmodSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findSources } from '../../src/finders/index.ts';
import { directory, project } from './project.ts';

const NO_PATTERNS: readonly string[] = [];

function pathsOf(found: ReturnType<typeof findSources>): readonly string[] {
  return found.sources.map((source) => source.path);
}

test("a folder's files come first, then its folders, depth first, by name", () => {
  const root = project({
    'b.css': '',
    'a/z.css': '',
    'a/b/c.css': '',
    'c.css': '',
    'B.css': '',
    'a.css': '',
  });
  const found = findSources([directory(root)], NO_PATTERNS);
  expect(pathsOf(found)).toEqual(['B.css', 'a.css', 'b.css', 'c.css', 'a/z.css', 'a/b/c.css']);
});

test('names are ordered by code point, not by UTF-16 unit', () => {
  const root = project({ '\uff21.css': '', '😀.css': '', 'é.css': '', 'z.css': '' });
  expect(pathsOf(findSources([directory(root)], NO_PATTERNS))).toEqual([
    'z.css',
    'é.css',
    '\uff21.css',
    '😀.css',
  ]);
});

test('a source has its path below the prefix, the file as found, its size and its time', () => {
  const root = project({ 'css/site.css': 'body{}' });
  utimesSync(join(root, 'css/site.css'), 1, 1_700_000_000.5);
  const location = directory(root, { prefix: 'shop/v1' });
  const { sources } = findSources([location], NO_PATTERNS);
  expect(sources).toEqual([
    {
      path: 'shop/v1/css/site.css',
      file: join(root, 'css/site.css'),
      location,
      size: 6,
      mtimeMs: 1_700_000_000_500,
    },
  ]);
});

test('a file is ignored by its name or its whole path, a folder by its name only, and never by the prefix', () => {
  const root = project({
    'a/x.txt': '',
    'a/vendor/y.txt': '',
    'css/z.css': '',
    'a/css/z.css': '',
    'pre.txt': '',
  });
  const ignoring = (pattern: string): readonly string[] =>
    pathsOf(findSources([directory(root, { prefix: 'pre' })], [pattern]));
  expect(ignoring('css/')).toEqual(['pre/pre.txt', 'pre/a/x.txt', 'pre/a/vendor/y.txt']);
  expect(ignoring('a/vendor')).toHaveLength(5);
  expect(ignoring('a/vendor/*')).toEqual(['pre/pre.txt', 'pre/a/x.txt', 'pre/a/css/z.css', 'pre/css/z.css']);
  expect(ignoring('pre/pre.txt')).toHaveLength(5);
  expect(ignoring('a/*.txt')).toEqual(['pre/pre.txt', 'pre/a/css/z.css', 'pre/css/z.css']);
});

test('include and exclude are globs over paths; an excluded folder is out with all it holds', () => {
  const root = project({
    'a.js': '',
    'a.ts': '',
    'lib/b.js': '',
    'lib/.c.js': '',
    'node_modules/x/y.js': '',
  });
  const only = (more: object): readonly string[] =>
    pathsOf(findSources([directory(root, more)], NO_PATTERNS));
  expect(only({ include: ['**/*.js'] })).toEqual(['a.js', 'lib/.c.js', 'lib/b.js', 'node_modules/x/y.js']);
  expect(only({ include: ['*.js', 'lib/**'], exclude: ['lib/.*'] })).toEqual(['a.js', 'lib/b.js']);
  expect(only({ exclude: ['node_modules', 'lib'] })).toEqual(['a.js', 'a.ts']);
});

test('linked files and folders are followed under the name of the link', () => {
  const root = project({ 'static/a.css': 'a', 'elsewhere/deep/b.css': 'bb', 'one.css': 'ccc' });
  symlinkSync(join(root, 'elsewhere'), join(root, 'static/linked'));
  symlinkSync('../one.css', join(root, 'static/one.css'));
  const { sources, problems } = findSources([directory(join(root, 'static'))], NO_PATTERNS);
  expect(problems).toEqual([]);
  expect(sources.map(({ path, file, size }) => [path, file, size])).toEqual([
    ['a.css', join(root, 'static/a.css'), 1],
    ['one.css', join(root, 'static/one.css'), 3],
    ['linked/deep/b.css', join(root, 'static/linked/deep/b.css'), 2],
  ]);
});

test('two links to one folder are both followed', () => {
  const root = project({ 'static/': '', 'shared/a.css': '' });
  for (const name of ['x', 'y']) symlinkSync(join(root, 'shared'), join(root, 'static', name));
  const found = findSources([directory(join(root, 'static'))], NO_PATTERNS);
  expect([pathsOf(found), found.problems]).toEqual([['x/a.css', 'y/a.css'], []]);
});

test('broken links, loops and names that are not UTF-8 are all listed; the rest is found', () => {
  const root = project({ 'ok.css': '', 'deep/er/ok.css': '' });
  symlinkSync('nowhere', join(root, 'broken.css'));
  symlinkSync('self', join(root, 'self'));
  symlinkSync('../..', join(root, 'deep/er/up'));
  writeFileSync(Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9]), Buffer.from('.css')]), '');
  const found = findSources([directory(root)], NO_PATTERNS);
  expect(pathsOf(found)).toEqual(['ok.css', 'deep/er/ok.css']);
  expect(found.problems.map(({ code, severity, at }) => [code, severity, at?.file])).toEqual([
    ['name-not-utf8', 'error', root],
    ['broken-link', 'error', join(root, 'broken.css')],
    ['symlink-loop', 'error', join(root, 'self')],
    ['symlink-loop', 'error', join(root, 'deep/er/up')],
  ]);
  expect(found.problems[0]?.message).toContain('caf\\xe9.css');
});

test('a name that really holds U+FFFD is a name like any other', () => {
  const root = project({ 'odd\ufffd.css': '' });
  const found = findSources([directory(root)], NO_PATTERNS);
  expect([pathsOf(found), found.problems]).toEqual([['odd\ufffd.css'], []]);
});

test('two folders that link to each other are a loop', () => {
  const root = project({ 'static/a/': '', 'other/': '' });
  symlinkSync(join(root, 'other'), join(root, 'static/a/other'));
  symlinkSync(join(root, 'static/a'), join(root, 'other/back'));
  const { problems } = findSources([directory(join(root, 'static'))], NO_PATTERNS);
  expect(problems.map(({ code }) => code)).toEqual(['symlink-loop']);
});

test('a link into STATIC_ROOT is not followed, straight or by a folder above it', () => {
  const root = project({ 'static/a.css': '', 'public/b.css': '', 'public/css/c.css': '' });
  const link = (name: string, target: string): void =>
    symlinkSync(join(root, target), join(root, 'static', name));
  link('x', 'public');
  link('y', 'public/css');
  const found = findSources([directory(join(root, 'static'))], NO_PATTERNS, join(root, 'public'));
  expect(pathsOf(found)).toEqual(['a.css']);
  expect(found.problems.map(({ code }) => code)).toEqual(['static-root-overlap', 'static-root-overlap']);
  const above = project({ 'static/': '', 'site/public/b.css': '', 'site/d.css': '' });
  symlinkSync(join(above, 'site'), join(above, 'static/site'));
  const through = findSources([directory(join(above, 'static'))], NO_PATTERNS, join(above, 'site/public'));
  expect([pathsOf(through), through.problems.map(({ code }) => code)]).toEqual([
    ['site/d.css'],
    ['static-root-overlap'],
  ]);
});

test('what is ignored is no problem', () => {
  const root = project({ 'ok.css': '' });
  symlinkSync('nowhere', join(root, '.#lock'));
  writeFileSync(Buffer.concat([Buffer.from(`${root}/.caf`), Buffer.from([0xe9])]), '');
  const found = findSources([directory(root)], ['.*']);
  expect([pathsOf(found), found.problems]).toEqual([['ok.css'], []]);
});

test('a FIFO is left out with a warning', () => {
  const root = project({ 'ok.css': '' });
  execFileSync('mkfifo', [join(root, 'pipe')]);
  const found = findSources([directory(root)], NO_PATTERNS);
  expect(pathsOf(found)).toEqual(['ok.css']);
  expect(found.problems).toMatchObject([{ code: 'special-file', severity: 'warning' }]);
});

test.skipIf(process.getuid?.() === 0)('unreadable files and folders are listed (root can read them)', () => {
  const root = project({ 'secret.css': '', 'closed/a.css': '', 'ok.css': '' });
  chmodSync(join(root, 'secret.css'), 0);
  chmodSync(join(root, 'closed'), 0);
  const found = findSources([directory(root)], NO_PATTERNS);
  chmodSync(join(root, 'closed'), 0o755);
  expect(pathsOf(found)).toEqual(['ok.css']);
  expect(found.problems.map(({ code }) => code)).toEqual(['unreadable-file', 'unreadable-folder']);
});

test('a folder that is not there is empty, a prefix that leads out of STATIC_ROOT is a problem', () => {
  const root = project({ 'a.css': '' });
  expect(findSources([directory(join(root, 'gone'))], NO_PATTERNS)).toEqual({ sources: [], problems: [] });
  const unsafe = findSources([directory(root, { prefix: 'x/../../y' })], NO_PATTERNS);
  expect(unsafe).toMatchObject({ sources: [], problems: [{ code: 'unsafe-path', severity: 'error' }] });
});

/** Trees of names that mean something to the patterns; files get an ending, lest a name be a file and a folder. */
const parts = fc.constantFrom('a', 'b.css', '.git', 'CVS', 'old~', 'A', 'css', 'é');
const tree = fc.uniqueArray(fc.array(parts, { minLength: 1, maxLength: 4 }), {
  minLength: 1,
  maxLength: 10,
  selector: (path) => path.join('/'),
});
const patterns = fc.array(
  fc.constantFrom('.*', '*~', 'CVS', 'a', 'a/*', '*/css/*', '[!a]*', 'a/b.css.f', '?'),
  {
    maxLength: 3,
  },
);

test("agrees with Django's get_files on random trees (its order apart)", () => {
  const cases = fc.sample(fc.tuple(tree, patterns), { numRuns: 40, seed: 11 });
  const roots = cases.map(([paths]) =>
    project(Object.fromEntries(paths.map((path) => [`${path.join('/')}.f`, '']))),
  );
  const program = `
import sys, json, os, fnmatch
def matches(path, patterns):
    return any(fnmatch.fnmatchcase(path, p) for p in patterns)
def files(root, patterns, location=""):
    for name in os.listdir(os.path.join(root, location)):
        full = os.path.join(location, name)
        if matches(name, patterns): continue
        if os.path.isdir(os.path.join(root, full)): yield from files(root, patterns, full)
        elif not (location and matches(full, patterns)): yield full
print(json.dumps([sorted(files(root, patterns)) for root, patterns in json.load(sys.stdin)]))`;
  const input = JSON.stringify(roots.map((root, index) => [root, cases[index]?.[1]]));
  const theirs = JSON.parse(
    execFileSync('python3', ['-c', program], { input, encoding: 'utf8' }),
  ) as string[][];
  const ours = roots.map((root, index) =>
    pathsOf(findSources([directory(root)], cases[index]?.[1] ?? [])).toSorted(),
  );
  expect(ours).toEqual(theirs.map((paths) => paths.toSorted()));
});
