import {
  cpSync,
  existsSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunOptions, RunResult } from './fake-process.ts';
import { readTree, type Tree } from './tree.ts';

const FIXTURES: string = fileURLToPath(new URL('../fixtures', import.meta.url));
/** Git keeps no times, so every file of a project gets this one; seconds. */
const MTIME = Date.UTC(2024, 4, 17, 12) / 1000;

interface Step {
  readonly args?: readonly string[];
  /** Path in the project -> new text (a minute later). */
  readonly write?: Readonly<Record<string, string>>;
  readonly remove?: readonly string[];
}

/** What `fixtures/<case>/case.json` says. */
export interface Case {
  readonly about: string;
  /** Arguments of the one run, `--no-input --format json` is added. */
  readonly args?: readonly string[];
  /** Instead of `args`: several runs with edits between; the last run's report counts. */
  readonly steps?: readonly Step[];
  readonly env?: Readonly<Record<string, string>>;
  readonly exitCode?: number;
}

/** The names of all cases, sorted. */
export const CASES: readonly string[] = readdirSync(FIXTURES)
  .filter((name) => existsSync(join(FIXTURES, name, 'case.json')))
  .sort();

export function readCase(name: string): Case {
  return JSON.parse(readFileSync(join(FIXTURES, name, 'case.json'), 'utf8')) as Case;
}

/** Where a case keeps `static/` and `report.json`. */
export function expectedFolder(name: string): string {
  return join(FIXTURES, name, 'expected');
}

/** Copies the project of a case into `folder` and returns where it lies. */
export function copyProject(name: string, folder: string): string {
  const project = join(folder, name);
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

/** Takes every step of a case in `project` and returns what the last run printed. */
export async function runSteps(
  definition: Case,
  project: string,
  run: (args: readonly string[], options: RunOptions) => Promise<RunResult>,
): Promise<RunResult> {
  let last = { code: 0, stdout: '', stderr: '' };
  for (const step of definition.steps ?? [{ args: definition.args ?? [] }]) {
    edit(project, step);
    if (step.args !== undefined)
      last = await run([...step.args, '--no-input', '--format', 'json'], {
        cwd: project,
        env: definition.env ?? {},
      });
  }
  return last;
}

/** Reads what a run left in STATIC_ROOT, but for the ledger: that has tests of its own, and is no part of what is served. */
export function servedTree(folder: string, project: string): Tree {
  const { '.collectstatic.json': _ledger, ...served } = readTree(folder, project);
  return served;
}
