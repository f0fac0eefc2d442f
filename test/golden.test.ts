import {
  cpSync,
  existsSync,
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
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from './fake-process.ts';
import { readTree, type Tree, writeTree } from './tree.ts';

// fixtures/<case>/project is collected; fixtures/<case>/expected holds the STATIC_ROOT and the report it must give.
// `npm run golden:update` writes the expectations: read the difference before committing it.

const FIXTURES: string = fileURLToPath(new URL('../fixtures', import.meta.url));
const UPDATE: boolean = process.env.UPDATE_GOLDEN === '1';
/** Git keeps no times, so every file of a project gets this one; seconds. */
const MTIME = Date.UTC(2024, 4, 17, 12) / 1000;

interface Step {
  readonly args?: readonly string[];
  /** Path in the project -> new text (a minute later). */
  readonly write?: Readonly<Record<string, string>>;
  readonly remove?: readonly string[];
}

interface Case {
  readonly about: string;
  /** Arguments of the one run, `--no-input --format json` is added. */
  readonly args?: readonly string[];
  /** Instead of `args`: several runs with edits between; the last run's report counts. */
  readonly steps?: readonly Step[];
  readonly env?: Readonly<Record<string, string>>;
  readonly exitCode?: number;
}

const cases: readonly string[] = readdirSync(FIXTURES)
  .filter((name) => existsSync(join(FIXTURES, name, 'case.json')))
  .sort();

let scratch: string;
beforeAll(() => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), 'collectstatic-golden-')));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function copyProject(name: string): string {
  const project = join(scratch, name);
  cpSync(join(FIXTURES, name, 'project'), project, { recursive: true, verbatimSymlinks: true });
  for (const entry of readdirSync(project, { recursive: true, encoding: 'utf8' }))
    lutimesSync(join(project, entry), MTIME, MTIME);
  return project;
}

function edit(project: string, step: Step): void {
  for (const [path, text] of Object.entries(step.write ?? {})) {
    const file = join(project, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    lutimesSync(file, MTIME + 60, MTIME + 60);
  }
  for (const path of step.remove ?? []) rmSync(join(project, path), { recursive: true });
}

/** The report with everything that differs from machine to machine written as a word. */
function normalise(stdout: string, project: string): string {
  return stdout.replaceAll(project, '<project>');
}

/** What a run left in STATIC_ROOT, but for the ledger: that has tests of its own, and is no part of what is served. */
function servedTree(folder: string, project: string): Tree {
  const { '.collectstatic.json': _ledger, ...served } = readTree(folder, project);
  return served;
}

describe.each(cases)('%s', (name) => {
  const definition = JSON.parse(readFileSync(join(FIXTURES, name, 'case.json'), 'utf8')) as Case;

  test(definition.about, async () => {
    const project = copyProject(name);
    let last = { code: 0, stdout: '', stderr: '' };
    for (const step of definition.steps ?? [{ args: definition.args ?? [] }]) {
      edit(project, step);
      if (step.args !== undefined)
        last = await runCli([...step.args, '--no-input', '--format', 'json'], {
          cwd: project,
          env: definition.env ?? {},
        });
    }
    const report = normalise(last.stdout, project);
    const root = (JSON.parse(last.stdout) as { staticRoot?: string }).staticRoot;
    const tree = servedTree(root ?? join(project, 'staticfiles'), project);
    const expected = join(FIXTURES, name, 'expected');
    if (UPDATE) {
      rmSync(expected, { recursive: true, force: true });
      mkdirSync(expected);
      writeTree(join(expected, 'static'), tree);
      writeFileSync(join(expected, 'report.json'), report);
    }
    expect(report).toBe(readFileSync(join(expected, 'report.json'), 'utf8'));
    expect(tree).toEqual(readTree(join(expected, 'static'), project));
    expect(last.code).toBe(definition.exitCode ?? 0);
    expect(last.stderr).toBe('');
  });
});
