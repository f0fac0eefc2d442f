import { existsSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { django, oursFor } from '../contenders/contender.ts';
import { type Oracle, startOracle } from '../contenders/oracle.ts';
import { generateProject, type Project } from '../project/generate.ts';
import { PREFIXES } from '../project/names.ts';
import { createRandom, firstSeed, type Random } from '../project/random.ts';

const { lts } = inject('environments');
const FIRST = firstSeed(process.env);

let oracle: Oracle;
beforeAll(() => {
  oracle = startOracle(lts.python);
});
afterAll(() => oracle.stop());

/** Paths of files and folders that are there, with and without a prefix, and some that are not. */
function somePaths(random: Random, project: Project): string[] {
  const inside = project.sources.flatMap((source) =>
    readdirSync(source, { recursive: true, encoding: 'utf8' }).map((path) =>
      relative(source, join(source, path)),
    ),
  );
  const known = random.some(inside, 4).filter((path) => !path.startsWith('-'));
  return [
    ...known,
    ...known.map(dirname),
    ...known.map((path) => `${random.pick(PREFIXES)}/${path}`),
    'nowhere.txt',
    'css',
  ];
}

/** Django lists the entries of STATICFILES_DIRS as they are written and missing ones too; we say where each is that is there. */
function resolved(project: Project, stdout: string): string {
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/^ {2}(?!\/)/, `  ${project.folder}/`));
  return lines.filter((line) => !line.startsWith('  ') || existsSync(line.slice(2))).join('\n');
}

const seeds = Array.from({ length: 15 }, (_, index) => FIRST + index);

test.each(seeds)('findstatic says what Django says: project %i', async (seed) => {
  const random = createRandom(seed + 2);
  const project = generateProject(seed);
  const us = oursFor(seed, lts.folder);
  for (const path of new Set(somePaths(random, project))) {
    const flags = random.pick([[], ['--first'], ['-v', '0'], ['-v', '0', '--first'], ['-v', '2']]);
    const command = { ...project, argv: ['findstatic', ...flags, path] };
    const [theirs, mine] = [await django(oracle).run(command), await us.run(command)];
    expect(mine.stdout.trimEnd(), `findstatic ${[...flags, path].join(' ')}, project ${seed}`).toBe(
      resolved(project, theirs.stdout),
    );
    expect(theirs.code, theirs.stderr).toBe(0);
    // Django exits 0 also when nothing is found: a script can't tell.
    expect(mine.code, mine.stderr).toBe(theirs.stdout === '' ? 1 : 0);
  }
  await rm(project.home, { recursive: true });
});
