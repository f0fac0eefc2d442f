import { existsSync, lstatSync, lutimesSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Project } from '../project/generate.ts';
import type { Contender, Run } from './contender.ts';
import { summaryFor, untolerated } from './tolerated.ts';
import { type Difference, differences, isWorkspace, readTree, type Tree } from './tree.ts';

/** One run of the command, in a project that has run before or not. */
export interface Step {
  /** Arguments after `collectstatic --no-input`. */
  readonly args: readonly string[];
  /** Start without a STATIC_ROOT. */
  readonly fresh?: boolean;
  /** The storage keeps hashed files only. */
  readonly hashedOnly?: boolean;
  /** Done to the sources before the run. What it writes gets this time, in milliseconds. */
  readonly edit?: (timeMs: number) => void;
  /** Done to each contender's STATIC_ROOT before the run. */
  readonly prepare?: (staticRoot: string) => void;
}

/** What one contender made of a step. */
interface Result {
  readonly run: Run;
  readonly tree: Tree;
}

/** And what was changed where nobody has any business. */
interface Watched extends Result {
  readonly trespass: readonly Difference[];
}

/** The rest says the same again. */
const MOST_COMPLAINTS = 12;
const DAY_MS = 86_400_000;
const FIRST_DAY_MS = Date.UTC(2024, 0, 1);

/**
 * Runs the same steps for two contenders, one after the other at the same STATIC_ROOT (each one's tree is put aside while
 * the other's turn is on, so that messages, settings and link targets are equal). Returns what differs, in words.
 */
export async function compareSteps(
  project: Project,
  steps: readonly Step[],
  expected: Contender,
  actual: Contender,
): Promise<string[]> {
  const complaints: string[] = [];
  let copied = FIRST_DAY_MS;
  for (const [index, step] of steps.entries()) {
    const today = FIRST_DAY_MS + index * DAY_MS;
    // Django takes a copy for unmodified when it is younger than its source: as if each step were a day after the last,
    // and what the last one copied were copied half a day after its edits.
    for (const contender of [expected, actual]) {
      if (contender.comparesCopyTime) setTimes(asideOf(project, contender), copied);
    }
    step.edit?.(today);
    if (!step.args.includes('-n')) copied = today + DAY_MS / 2;
    const theirs = await take(project, step, expected);
    const before = sourcesOf(project);
    const mine = await take(project, step, actual);
    const trespass = differences(before, sourcesOf(project));
    const label = `step ${index + 1} (${['collectstatic', ...step.args].join(' ')})`;
    complaints.push(
      ...compareResults(theirs, { ...mine, trespass }, step, index === 0 || step.fresh === true).map(
        (complaint) => `${label}: ${complaint}`,
      ),
    );
    if (complaints.length > 0) break;
  }
  return complaints.slice(0, MOST_COMPLAINTS);
}

function asideOf(project: Project, contender: Contender): string {
  return join(project.home, `root of ${contender.name}`);
}

async function take(project: Project, step: Step, contender: Contender): Promise<Result> {
  const aside = asideOf(project, contender);
  if (step.fresh === true) await rm(aside, { recursive: true, force: true });
  if (existsSync(aside)) {
    mkdirSync(dirname(project.staticRoot), { recursive: true });
    renameSync(aside, project.staticRoot);
  }
  step.prepare?.(project.staticRoot);
  const argv = ['collectstatic', '--no-input', ...step.args];
  const run = await contender.run({
    folder: project.folder,
    settings: project.settings,
    env: project.env,
    argv,
  });
  const tree = readTree(project.staticRoot);
  if (existsSync(project.staticRoot)) renameSync(project.staticRoot, aside);
  return { run, tree };
}

/** Name, size and time of everything beside STATIC_ROOT but our workspace: nobody has any business there. */
function sourcesOf({ home, staticRoot }: Project): Tree {
  const found = new Map<string, string>();
  function look(folder: string): void {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (path.startsWith(staticRoot) || path.startsWith(join(home, 'root of ')) || isWorkspace(path))
        continue;
      const stat = lstatSync(path);
      // What STATIC_ROOT lies in may be made with it.
      if (!staticRoot.startsWith(path))
        found.set(path, stat.isDirectory() ? 'folder' : `${stat.size} bytes of ${stat.mtimeMs}`);
      if (stat.isDirectory()) look(path);
    }
  }
  look(home);
  return found;
}

function setTimes(folder: string, timeMs: number): void {
  if (!existsSync(folder)) return;
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    lutimesSync(join(folder, path), timeMs / 1000, timeMs / 1000);
  }
}

function compareResults(expected: Result, actual: Watched, step: Step, first: boolean): string[] {
  if (expected.run.code !== 0) return [`Django itself fails:\n${expected.run.stderr}`];
  const complaints = actual.trespass.map(({ path }) => `touched ${path}, which is outside STATIC_ROOT`);
  if (expected.run.code !== actual.run.code) {
    complaints.push(
      `exit code ${expected.run.code} expected, not ${actual.run.code}`,
      actual.run.stderr,
      expected.run.stderr,
    );
  }
  const [theirs, mine] = [summaryOf(expected.run), summaryOf(actual.run)].map((line) =>
    summaryFor({ ...step, first }, line),
  );
  if (theirs !== mine) complaints.push(`the summary should be\n  ${theirs}\nand is\n  ${mine}`);
  // Which files Django copies only to delete them again is nobody's business.
  if (!step.hashedOnly && (step.args.includes('-n') || step.args.includes('2'))) {
    const lines = differences(actionsOf(expected.run), actionsOf(actual.run));
    complaints.push(
      ...lines.map(
        (line) => `${line.expected === undefined ? 'must not print' : 'should print'} ${line.path}`,
      ),
    );
  }
  const found = untolerated(differences(expected.tree, actual.tree), expected.tree);
  return [
    ...complaints,
    ...found.map(({ path, ...each }) => `${path}: should be ${each.expected}, is ${each.actual}`),
  ];
}

/** The last line on standard output. */
export function summaryOf(run: Run): string {
  return run.stdout.trimEnd().split('\n').at(-1) ?? '';
}

/** The lines that say which file is copied or linked, in no order. */
function actionsOf(run: Run): Tree {
  const lines = run.stdout
    .split('\n')
    .filter((line) => /^(Copying|Linking|Pretending to (copy|link)) /.test(line));
  return new Map(lines.map((line) => [line, 'printed']));
}
