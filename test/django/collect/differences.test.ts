import {
  existsSync,
  lutimesSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Contender, django, ours, type Run } from '../contenders/contender.ts';
import { type Oracle, startOracle } from '../contenders/oracle.ts';
import type { Project } from '../project/generate.ts';
import { writeProject } from '../project/written.ts';

// Where we differ from Django on purpose. Each case shows both sides: when Django mends one, this says so.

const { lts } = inject('environments');

let oracle: Oracle;
beforeAll(() => {
  oracle = startOracle(lts.python);
});
afterAll(() => oracle.stop());

const PLAIN = [
  'INSTALLED_APPS = ["django.contrib.staticfiles"]',
  'STATIC_URL = "/static/"',
  'STATIC_ROOT = BASE_DIR / "staticfiles"',
  'STATICFILES_DIRS = [BASE_DIR / "assets"]',
];
const MANIFEST = [
  ...PLAIN,
  'STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}}',
];

/** Runs a story for each side in a project of its own, and gives what each says and has at the end. */
async function bothSides<Ending>(
  settings: readonly string[],
  files: Readonly<Record<string, string | Buffer>>,
  story: (project: Project, collect: (...args: string[]) => Promise<Run>) => Promise<Ending>,
): Promise<{ readonly django: Ending; readonly ours: Ending }> {
  async function tell(side: Contender): Promise<Ending> {
    const project = writeProject(settings, files);
    try {
      return await story(project, (...args) =>
        side.run({ ...project, argv: ['collectstatic', '--no-input', ...args] }),
      );
    } finally {
      rmSync(project.home, { recursive: true });
    }
  }
  return { django: await tell(django(oracle)), ours: await tell(ours(lts.folder)) };
}

const read = (project: Project, path: string): string => readFileSync(join(project.staticRoot, path), 'utf8');
const exitCode = async (_project: Project, collect: (...args: string[]) => Promise<Run>): Promise<number> =>
  (await collect()).code;

describe('what is unmodified', () => {
  test('a source that became older, as a checkout does, is copied', async () => {
    const ending = await bothSides(PLAIN, { 'assets/a.css': 'new' }, async (project, collect) => {
      await collect();
      writeFileSync(join(project.folder, 'assets/a.css'), 'old again');
      lutimesSync(join(project.folder, 'assets/a.css'), 1e9, 1e9);
      await collect();
      return read(project, 'a.css');
    });
    expect(ending).toEqual({ django: 'new', ours: 'old again' });
  });

  test('a copy that was cut short is repaired', async () => {
    const ending = await bothSides(PLAIN, { 'assets/a.css': 'body {}' }, async (project, collect) => {
      await collect();
      truncateSync(join(project.staticRoot, 'a.css'), 3);
      await collect();
      return read(project, 'a.css');
    });
    expect(ending).toEqual({ django: 'bod', ours: 'body {}' });
  });
});

test('a site that Django has collected is taken over as it stands, where Django rewrites what refers to others', async () => {
  const project = writeProject(MANIFEST, {
    'assets/a.txt': 'text',
    'assets/b.css': 'a { b: url(a.txt) }',
    'assets/c.css': 'c { d: e }',
  });
  const collect = (side: Contender): Promise<Run> =>
    side.run({ ...project, argv: ['collectstatic', '--no-input'] });
  const inodes = (): Readonly<Record<string, number>> =>
    Object.fromEntries(
      readdirSync(project.staticRoot)
        .filter((name) => name !== 'staticfiles.json')
        .map((name) => [name, statSync(join(project.staticRoot, name)).ino]),
    );
  try {
    await collect(django(oracle));
    const again = await collect(django(oracle));
    expect(again.stdout).toContain('0 static files copied');
    expect(again.stdout).toContain('3 unmodified, 2 post-processed');
    const before = inodes();
    const { stdout } = await collect(ours(lts.folder));
    expect(stdout).toBe(`\n0 static files copied to '${project.staticRoot}', 3 unmodified.\n`);
    expect(inodes()).toEqual(before);
  } finally {
    rmSync(project.home, { recursive: true });
  }
});

test('one directory under two prefixes is collected under both', async () => {
  const settings = [
    ...PLAIN,
    'STATICFILES_DIRS = [("one", BASE_DIR / "assets"), ("two", BASE_DIR / "assets")]',
  ];
  const ending = await bothSides(settings, { 'assets/a.css': '' }, async (project, collect) => {
    await collect();
    return ['one', 'two'].filter((prefix) => existsSync(join(project.staticRoot, prefix, 'a.css')));
  });
  expect(ending).toEqual({ django: ['two'], ours: ['one', 'two'] });
});

test('collecting needs no SECRET_KEY and no driver', async () => {
  const settings = [
    'import a_driver_nobody_installed',
    'import os',
    'SECRET_KEY = os.environ["NOT_SET"]',
    ...PLAIN,
  ];
  expect(await bothSides(settings, { 'assets/a.css': '' }, exitCode)).toEqual({ django: 1, ours: 0 });
});

describe('references', () => {
  test('style sheets that import each other', async () => {
    const files = { 'assets/a.css': '@import "b.css";', 'assets/b.css': '@import "a.css";' };
    expect(await bothSides(MANIFEST, files, exitCode)).toEqual({ django: 1, ours: 0 });
  });

  test('a missing file in a comment', async () => {
    const files = { 'assets/a.css': '/* background: url(gone.png) */ body {}' };
    expect(await bothSides(MANIFEST, files, exitCode)).toEqual({ django: 1, ours: 0 });
  });

  test('a scheme in capitals', async () => {
    const files = { 'assets/a.css': 'a { background: url(HTTPS://example.com/a.png) }' };
    expect(await bothSides(MANIFEST, files, exitCode)).toEqual({ django: 1, ours: 0 });
  });

  test('a style sheet that is no UTF-8', async () => {
    const files = { 'assets/a.css': Buffer.from('a { content: "\xe9" }', 'latin1') };
    expect(await bothSides(MANIFEST, files, exitCode)).toEqual({ django: 1, ours: 0 });
  });

  test('all missing files are named, also in a rehearsal', async () => {
    const files = {
      'assets/a.css': 'a { background: url(gone.png) }',
      'assets/b.css': '@import "lost.css";',
    };
    const ending = await bothSides(MANIFEST, files, async (_project, collect) => {
      const runs = [await collect(), await collect('-n')];
      return runs.map(({ code, stderr }) => [
        code,
        ...['gone.png', 'lost.css'].filter((name) => stderr.includes(name)),
      ]);
    });
    const both = [1, 'gone.png', 'lost.css'];
    expect(ending).toEqual({ django: [[1, 'gone.png'], [0]], ours: [both, both] });
  });
});
