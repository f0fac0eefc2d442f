import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { compareSteps, type Step } from '../contenders/compare.ts';
import { type Contender, django, oursFor } from '../contenders/contender.ts';
import { type Oracle, startOracle } from '../contenders/oracle.ts';
import { editSources } from '../project/edit.ts';
import { writeSource } from '../project/files.ts';
import { generateProject, type Project } from '../project/generate.ts';
import { PATTERNS } from '../project/names.ts';
import { createRandom, firstSeed, type Random } from '../project/random.ts';

const FIRST = firstSeed(process.env);
const PROJECTS = Number(process.env.COLLECTSTATIC_PROJECTS ?? 200);
const { lts, newest } = inject('environments');

/** Always: a first run, a second, one after edits. Then some of the rest, in any order. */
function someSteps(random: Random, project: Project): Step[] {
  const start: Step[] = [
    { args: [], ...(random.chance(0.4) ? { prepare: (root) => leaveOldFiles(project, root) } : {}) },
    { args: [] },
    { args: [], edit: (timeMs) => editSources(random, project, timeMs) },
  ];
  const ignoring = (): string[] => somePatterns(random, project).map((pattern) => `--ignore=${pattern}`);
  const rest: Step[][] = [
    [
      { args: ['--link'] },
      { args: ['-l'], edit: (timeMs) => editSources(random, project, timeMs) },
      { args: [] },
    ],
    [{ args: ['--link'], fresh: true }, { args: ['--link', '--clear'] }],
    [{ args: ['--clear'] }],
    [{ args: ['-c', '-l'] }],
    [
      { args: ignoring(), fresh: true },
      { args: ignoring(), fresh: true },
    ],
    [{ args: ['--no-default-ignore'], fresh: true }],
    [{ args: ['--no-default-ignore', ...ignoring()], fresh: true }],
    [{ args: ['-n'] }, { args: ['-n', '--link'] }],
    [{ args: ['-n'], edit: (timeMs) => editSources(random, project, timeMs) }, { args: ['-v', '2'] }],
    [{ args: ['-n', ...ignoring()], fresh: true }],
    [{ args: ['--no-post-process', '-v', '2'], fresh: true }],
    [{ args: ['-v', '0'], edit: (timeMs) => editSources(random, project, timeMs) }],
  ];
  return [...start, ...random.some(rest, 3).flat()];
}

/** Patterns from the list, and ones that mean a file or folder which is there. */
function somePatterns(random: Random, project: Project): string[] {
  const [file] = random.some(project.files, 1);
  if (file === undefined || random.chance(0.5)) return random.some(PATTERNS, 1 + random.int(3));
  const source = project.sources.find((folder) => file.startsWith(`${folder}/`)) ?? project.folder;
  const path = relative(source, file);
  const parts = path.split('/');
  return random.some(
    [
      path,
      parts.at(-1) ?? path,
      parts[0] ?? path,
      `${parts[0]}/*`,
      `*${path.slice(1)}`,
      random.pick(PATTERNS),
    ],
    2,
  );
}

/** What stood in STATIC_ROOT before: somebody's own files, an older copy, a link where a file will be. */
function leaveOldFiles(project: Project, staticRoot: string): void {
  writeSource(join(staticRoot, 'robots.txt'), 'User-agent: *\n', Date.UTC(2001, 0, 1));
  writeSource(join(staticRoot, '.well-known/old folder/security.txt'), 'Contact: us\n', Date.UTC(2001, 0, 1));
  writeSource(join(staticRoot, 'site.css'), 'of the last release', Date.UTC(2001, 0, 1));
  symlinkSync('nowhere', join(staticRoot, 'broken link'));
  if (!existsSync(join(staticRoot, 'logo.svg')))
    symlinkSync(join(project.folder, 'manage.py'), join(staticRoot, 'logo.svg'));
}

async function compareProject(seed: number, expected: Contender, actual: Contender): Promise<void> {
  const project = generateProject(seed);
  const complaints = await compareSteps(
    project,
    someSteps(createRandom(seed + 1), project),
    expected,
    actual,
  );
  expect(complaints, `COLLECTSTATIC_SEED=${seed} COLLECTSTATIC_PROJECTS=1, left in ${project.home}`).toEqual(
    [],
  );
  await rm(project.home, { recursive: true });
}

const seeds = (count: number): number[] => Array.from({ length: count }, (_, index) => FIRST + index);

describe('random projects, beside Django 5.2', () => {
  let oracle: Oracle;
  beforeAll(() => {
    oracle = startOracle(lts.python);
  });
  afterAll(() => oracle.stop());

  test.concurrent.each(seeds(PROJECTS))('project %i', async (seed) => {
    await compareProject(seed, django(oracle), oursFor(seed, lts.folder));
  });
});

describe.skipIf(newest === null)('random projects, beside the newest Django (needs Python 3.12)', () => {
  let oracle: Oracle;
  beforeAll(() => {
    oracle = startOracle(newest?.python ?? '');
  });
  afterAll(() => oracle.stop());

  test.concurrent.each(seeds(Math.ceil(PROJECTS / 5)))('project %i', async (seed) => {
    await compareProject(seed, django(oracle), oursFor(seed, newest?.folder ?? ''));
  });
});

describe('the harness itself', () => {
  let oracle: Oracle;
  beforeAll(() => {
    oracle = startOracle(lts.python);
  });
  afterAll(() => oracle.stop());

  const itself = (): Contender => ({ ...django(oracle), name: 'Django again' });

  test.concurrent.each(seeds(5))(
    'finds no difference between Django and Django: project %i',
    async (seed) => {
      await compareProject(seed, django(oracle), itself());
    },
  );

  test('finds a copy that is one byte off, a missing file, one too many, and a wrong summary', async () => {
    const project = generateProject(FIRST);
    mkdirSync(join(project.folder, 'extra'));
    const spoiling: Contender = {
      ...itself(),
      async run(command) {
        const run = await itself().run(command);
        writeFileSync(join(project.staticRoot, 'intruder.txt'), '');
        return { ...run, stdout: run.stdout.replace(/\d+ static/, '77 static') };
      },
    };
    const complaints = await compareSteps(project, [{ args: [] }], django(oracle), spoiling);
    expect(complaints.join('\n')).toMatch(/the summary should be[\s\S]*intruder\.txt: should be undefined/);
    await rm(project.home, { recursive: true });
  });
});
