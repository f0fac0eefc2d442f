import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { compareSteps, type Step } from '../contenders/compare.ts';
import { type Contender, django, oursFor } from '../contenders/contender.ts';
import { type Oracle, startOracle } from '../contenders/oracle.ts';
import { editSources } from '../project/edit.ts';
import { generateProject, type Project, type WebOptions } from '../project/generate.ts';
import { createRandom, firstSeed } from '../project/random.ts';

const FIRST = firstSeed(process.env);
const { lts, newest } = inject('environments');

const MANIFEST = 'django.contrib.staticfiles.storage.ManifestStaticFilesStorage';
const storage = (backend: string): string[] => [
  'STORAGES = {',
  '    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},',
  `    "staticfiles": {"BACKEND": ${JSON.stringify(backend)}},`,
  '}',
];

const HASHED_ONLY = "WhiteNoise's storage, only hashed files";

const KINDS: Readonly<Record<string, WebOptions>> = {
  ManifestStaticFilesStorage: { more: storage(MANIFEST), modules: false },
  'imports in scripts left alone': { more: storage(MANIFEST), modules: true },
  'module aggregation': { more: storage('mysite.storage.ModuleStorage'), modules: true },
  "WhiteNoise's storage": {
    more: storage('whitenoise.storage.CompressedManifestStaticFilesStorage'),
    modules: false,
  },
  [HASHED_ONLY]: {
    more: [
      ...storage('whitenoise.storage.CompressedManifestStaticFilesStorage'),
      'WHITENOISE_KEEP_ONLY_HASHED_FILES = True',
    ],
    modules: false,
  },
  "WhiteNoise's storage without hashes": {
    more: storage('whitenoise.storage.CompressedStaticFilesStorage'),
    modules: false,
  },
};

function someSteps(project: Project): Step[] {
  const random = createRandom(project.seed + 1);
  const edit = (timeMs: number): void => editSources(random, project, timeMs);
  const rest: Step[][] = [
    [{ args: ['--clear'] }],
    [{ args: ['--link'], edit }],
    [{ args: ['--no-post-process'], edit }, { args: [] }],
    [{ args: ['-n'], edit }, { args: ['-v', '2'] }],
  ];
  return [{ args: [] }, { args: [] }, { args: [], edit }, { args: [] }, ...random.some(rest, 1).flat()];
}

async function compareProject(
  seed: number,
  kind: string,
  expected: Contender,
  actual: Contender,
): Promise<void> {
  const project = generateProject(seed, KINDS[kind]);
  const steps = someSteps(project).map((step) => ({ ...step, hashedOnly: kind === HASHED_ONLY }));
  const complaints = await compareSteps(project, steps, expected, actual);
  expect(complaints, `COLLECTSTATIC_SEED=${seed}, left in ${project.home}`).toEqual([]);
  await rm(project.home, { recursive: true });
}

const seeds = Array.from({ length: 12 }, (_, index) => FIRST + index);
const cases = Object.keys(KINDS).flatMap((kind) => seeds.map((seed) => [kind, seed] as const));

describe('references, beside Django 5.2', () => {
  let oracle: Oracle;
  beforeAll(() => {
    oracle = startOracle(lts.python);
  });
  afterAll(() => oracle.stop());

  test.concurrent.each(cases)('%s: project %i', async (kind, seed) => {
    await compareProject(seed, kind, django(oracle), oursFor(seed, lts.folder));
  });
});

describe.skipIf(newest === null)('references, beside the newest Django (needs Python 3.12)', () => {
  let oracle: Oracle;
  beforeAll(() => {
    oracle = startOracle(newest?.python ?? '');
  });
  afterAll(() => oracle.stop());

  test.concurrent.each(cases.filter(([, seed]) => seed < FIRST + 4))('%s: project %i', async (kind, seed) => {
    await compareProject(seed, kind, django(oracle), oursFor(seed, newest?.folder ?? ''));
  });
});
