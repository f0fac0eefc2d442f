import {
  cpSync,
  existsSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { summaryOf } from '../contenders/compare.ts';
import { type Contender, django, ours, type Run } from '../contenders/contender.ts';
import { type Oracle, startOracle } from '../contenders/oracle.ts';
import { summaryFor, untolerated } from '../contenders/tolerated.ts';
import { differences, isWorkspace, readTree, type Tree } from '../contenders/tree.ts';

// Every project of fixtures/ that Django can collect as well. case.json says `"django": true`, or why not.

const FIXTURES = new URL('../../../fixtures', import.meta.url).pathname;
/** Git keeps no times: every file gets this one, what step k writes comes k minutes later. Seconds. */
const MTIME = Date.UTC(2024, 4, 17, 12) / 1000;
const { lts } = inject('environments');

interface Step {
  readonly args?: readonly string[];
  readonly write?: Readonly<Record<string, string>>;
  readonly remove?: readonly string[];
}

interface Case extends Step {
  readonly about: string;
  readonly steps?: readonly Step[];
  readonly env?: Readonly<Record<string, string>>;
  readonly django: true | string;
}

const cases = readdirSync(FIXTURES)
  .filter((name) => existsSync(join(FIXTURES, name, 'case.json')))
  .sort()
  .map((name) => ({
    name,
    ...(JSON.parse(readFileSync(join(FIXTURES, name, 'case.json'), 'utf8')) as Case),
  }));

let oracle: Oracle;
let scratch: string;
beforeAll(() => {
  oracle = startOracle(lts.python);
  scratch = realpathSync(mkdtempSync(join(tmpdir(), 'collectstatic-fixtures-')));
});
afterAll(() => {
  oracle.stop();
  rmSync(scratch, { recursive: true });
});

const everything = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path));

/** The settings module that manage.py names. */
function settingsOf(folder: string): string {
  const manage = readFileSync(join(folder, 'manage.py'), 'utf8');
  return /DJANGO_SETTINGS_MODULE["'], *["']([^"']+)/.exec(manage)?.[1] ?? '';
}

function edit(folder: string, step: Step, time: number): void {
  for (const [path, text] of Object.entries(step.write ?? {})) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    lutimesSync(file, time, time);
  }
  for (const path of step.remove ?? []) rmSync(join(folder, path), { recursive: true });
}

/** Runs a case from its beginning, at the same place for everybody. Returns the last run and the whole project after it. */
async function play(
  definition: Case & { readonly name: string },
  contender: Contender,
): Promise<{ run: Run; tree: Tree }> {
  const folder = join(scratch, definition.name);
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(FIXTURES, definition.name, 'project'), folder, { recursive: true, verbatimSymlinks: true });
  for (const file of everything(folder)) lutimesSync(file, MTIME, MTIME);
  let run: Run = { code: -1, stdout: '', stderr: 'nothing ran' };
  for (const [index, step] of (definition.steps ?? [definition]).entries()) {
    const time = MTIME + 60 * (index + 1);
    edit(folder, step, time);
    const argv = ['collectstatic', '--no-input', ...(step.args ?? [])];
    run = await contender.run({ folder, settings: settingsOf(folder), argv, env: definition.env ?? {} });
    // As if Django had made its copies half a minute after the step's edits, not today.
    const made = contender.comparesCopyTime
      ? everything(folder).filter((file) => lstatSync(file).mtimeMs > Date.UTC(2025))
      : [];
    for (const file of made) lutimesSync(file, time + 30, time + 30);
  }
  const tree = new Map([...readTree(folder)].filter(([path]) => !isWorkspace(path)));
  return { run, tree };
}

describe('fixtures', () => {
  for (const definition of cases) {
    const { name, about } = definition;
    if (definition.django !== true) {
      test.skip(`${name}: ${definition.django}`, () => undefined);
      continue;
    }
    test(`${name}: ${about}`, async () => {
      const theirs = await play(definition, django(oracle));
      const mine = await play(definition, ours(lts.folder));
      expect(mine.run.code, mine.run.stderr).toBe(theirs.run.code);
      const steps = definition.steps ?? [definition];
      const occasion = { args: steps.at(-1)?.args ?? [], first: steps.length === 1 };
      const summary = ({ run }: { readonly run: Run }): string => summaryFor(occasion, summaryOf(run));
      if (theirs.run.code === 0) expect(summary(mine)).toBe(summary(theirs));
      expect(untolerated(differences(theirs.tree, mine.tree), theirs.tree)).toEqual([]);
    });
  }
});
