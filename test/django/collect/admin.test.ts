import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { compareSteps } from '../contenders/compare.ts';
import { django, ours } from '../contenders/contender.ts';
import { type Oracle, startOracle } from '../contenders/oracle.ts';
import { readTree } from '../contenders/tree.ts';
import { writeProject } from '../project/written.ts';

const { lts } = inject('environments');

let oracle: Oracle;
beforeAll(() => {
  oracle = startOracle(lts.python);
});
afterAll(() => oracle.stop());

const APPS = ['admin', 'auth', 'contenttypes', 'sessions', 'messages', 'staticfiles'];

test("the admin's own files, from the virtual environment", async () => {
  const project = writeProject([
    `INSTALLED_APPS = [${APPS.map((app) => `"django.contrib.${app}"`).join(', ')}]`,
    'STATIC_URL = "static/"',
    'STATIC_ROOT = BASE_DIR / "staticfiles"',
  ]);
  const steps = [[], [], ['--link'], ['--clear'], ['-i', '*.css', '-i', 'vendor']].map((args) => ({ args }));
  // The sources are of today, as pip wrote them: Django's copies are younger by themselves.
  const theirs = { ...django(oracle), comparesCopyTime: false };
  expect(await compareSteps(project, steps, theirs, ours(lts.folder))).toEqual([]);
  await django(oracle).run({ ...project, argv: ['collectstatic', '--no-input'] });
  expect(readTree(project.staticRoot).size).toBeGreaterThan(100);
  rmSync(project.home, { recursive: true });
});
