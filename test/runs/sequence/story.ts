import { existsSync } from 'node:fs';
import { expect } from 'vitest';
import { type CollectOptions, CollectstaticError } from '../../../src/index.ts';
import type { Tree } from '../../tree.ts';
import { type Event, type Flags, FOREIGN, type Limits } from './events.ts';
import { createProject, type Project } from './project.ts';
import { expectConverged, expectPruned, expectWhole, SPOILT } from './rules.ts';

/** A project to which one event happens after the other. After each, what has to hold is looked at. */
export interface Story {
  /** Resolves with whether a process was killed. */
  tell(event: Event): Promise<boolean>;
  end(): void;
}

/** What is remembered of the events so far. */
interface Past {
  readonly project: Project;
  /** What was there when a ledger was lost: nobody knows whose it is. */
  readonly forgotten: Set<string>;
  /** The tree of each release when it was last served. */
  readonly releases: Map<string, Tree>;
}

const UPLOAD = 'not ours';
const PRUNES_NOTHING: Limits = { keep: 3, olderThanMs: 86_400_000 };

export function openStory(script: string): Story {
  const past: Past = { project: createProject(script), forgotten: new Set(), releases: new Map() };
  const { project } = past;
  project.set({ STORAGE: 'manifest', KEEP_ONLY_HASHED_FILES: false, COMPRESS_FORMATS: ['gzip'], IGNORE: [] });
  project.write('assets/always.css', 'a { b: url(site.css) }', false);
  return {
    async tell(event) {
      const wasKilled = await happen(past, event);
      const release = project.release();
      if (release !== undefined) past.releases.set(release, project.served());
      return wasKilled === true;
    },
    end: () => project.dispose(),
  };
}

async function happen(past: Past, event: Event): Promise<unknown> {
  const { project } = past;
  switch (event.kind) {
    case 'edit':
      return project.write(event.file, event.text, event.timeless);
    case 'delete':
      return project.remove(event.file);
    case 'rename':
      return project.rename(event.file, event.to);
    case 'set':
      return project.set(event.storage);
    case 'upload':
      return project.upload(event.path, UPLOAD);
    case 'spoil':
      return spoil(project, event.which);
    case 'lose the ledger':
      // Each release has its own: all of them go.
      for (const path of [...Object.keys(project.served()), ...project.releasedPaths()])
        past.forgotten.add(path);
      return project.loseLedger();
    case 'prune':
      return prune(past, event.limits);
    case 'rollback':
      return rollBack(past);
    case 'kill':
      return kill(past, event.flags, event.at, event.isApart);
    case 'suspend':
      return suspend(past, event.flags, event.at);
    case 'run':
      return run(past, event.flags, event.rehearse);
  }
}

/** Another program puts something else in the place of a file. */
function spoil(project: Project, which: number): void {
  const paths = Object.keys(project.served()).filter((path) => !FOREIGN.includes(path));
  const path = paths[which % paths.length];
  if (path !== undefined) project.upload(path, SPOILT);
}

async function run(past: Past, flags: Flags, rehearse: boolean): Promise<void> {
  const { project } = past;
  const rehearsed = rehearse ? await rehearsal(past, flags) : undefined;
  const before = project.served();
  const report = await refusable(past, () => project.collect(flags));
  if (report === undefined) return;
  if (rehearsed !== undefined) expect(rehearsed).toEqual(report.outcomes);
  await expectDone(past, flags, before);
}

/** A run that somebody suspends keeps its lock, if it has it: no other one gets in, and it ends as if nothing had been. */
async function suspend(past: Past, flags: Flags, at: number): Promise<void> {
  const { project } = past;
  const suspended = await project.suspend(flags, at);
  if (suspended === null) return;
  const standing = project.snapshot();
  const tried = await codesOf(project.collect({ ...flags, lockTimeout: 0 }));
  if (tried.includes('destination-locked')) expect(project.snapshot()).toBe(standing);
  const before = project.served();
  if ((await suspended.resume()) === 0) await expectDone(past, flags, before);
}

/** The codes of the errors a run ends with. */
async function codesOf(run: Promise<unknown>): Promise<readonly string[]> {
  try {
    await run;
    return [];
  } catch (error) {
    if (!(error instanceof CollectstaticError)) throw error;
    return error.problems.map(({ code }) => code);
  }
}

/** What holds after a run that went well. */
async function expectDone({ project, forgotten }: Past, flags: Flags, before: Tree): Promise<void> {
  const after = project.served();
  const clean = await project.clean(flags.link);
  const foreign = foreignIn(before);
  const isStrange = (path: string): boolean => foreign.includes(path) || forgotten.has(path);
  expectConverged(
    { project: project.folder, before, after, clean, ledger: project.ledger(), isStrange },
    flags,
  );
  if (!flags.clear) expect(foreignIn(after)).toEqual(foreign);
  if (flags.swap) expect(project.releases().length).toBeLessThanOrEqual(flags.keep + 1);
  expect(project.leftovers()).toEqual([]);
}

function foreignIn(tree: Tree): readonly string[] {
  return FOREIGN.filter((path) => tree[path] === UPLOAD);
}

async function rehearsal(past: Past, flags: CollectOptions): Promise<unknown> {
  const { project } = past;
  const before = project.snapshot();
  const report = await refusable(past, () => project.collect({ ...flags, dryRun: true }));
  expect(project.snapshot()).toBe(before);
  return report?.outcomes;
}

/** What is not ours and stands where another kind of thing is needed is refused; then nothing has changed. */
async function refusable<Result>(
  { project, forgotten }: Past,
  action: () => Promise<Result>,
): Promise<Result | undefined> {
  const before = project.served();
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof CollectstaticError)) throw error;
    const errors = error.problems.filter(({ severity }) => severity === 'error');
    const codes = new Set(errors.map(({ code }) => code));
    for (const code of codes)
      expect(['file-is-folder', 'folder-is-file', 'destination-escapes']).toContain(code);
    expect(forgotten.size + foreignIn(before).length).toBeGreaterThan(0);
    expect(project.served()).toEqual(before);
    return undefined;
  }
}

async function kill(past: Past, flags: Flags, at: number, isApart?: boolean): Promise<boolean> {
  const { project } = past;
  const before = project.served();
  const wasFolder = project.release() === undefined;
  const wasKilled = await project.kill(flags, at, isApart);
  // Between the two renames that make a folder a release, as is documented: whatever comes next finishes them.
  if (wasFolder && flags.swap && !existsSync(project.root)) await project.prune(PRUNES_NOTHING, false);
  const clean = await project.clean(flags.link);
  expectWhole({ before, after: project.served(), clean });
  return wasKilled;
}

async function prune({ project }: Past, limits: Limits): Promise<void> {
  const before = project.served();
  const snapshot = project.snapshot();
  // Nobody can tell what a spoilt manifest names: then nothing goes.
  if (before['staticfiles.json'] === SPOILT) {
    await expect(project.prune(limits, false)).rejects.toMatchObject({
      problems: [{ code: 'manifest-unreadable' }],
    });
    expect(project.served()).toEqual(before);
    return;
  }
  const rehearsed = await project.prune(limits, true);
  expect(project.snapshot()).toBe(snapshot);
  const deleted = await project.prune(limits, false);
  expect(rehearsed).toEqual(deleted);
  const after = project.served();
  const gone = Object.keys(before)
    .filter((path) => !(path in after))
    .sort();
  expect(gone).toEqual(deleted);
  for (const path of Object.keys(after)) expect(after[path]).toBe(before[path]);
  for (const path of gone) expect(path).toMatch(/\.[0-9a-f]{12}(?:\.|$)/);
  if (limits.olderThanMs > 0) expect(gone).toEqual([]);
  else if (limits.keep === 1) expectPruned(after, project.ledger());
}

async function rollBack({ project, releases }: Past): Promise<void> {
  const before = project.served();
  try {
    const { to } = await project.rollBack();
    const known = releases.get(`static.releases/${to}`);
    if (known !== undefined) expect(project.served()).toEqual(known);
  } catch (error) {
    if (!(error instanceof CollectstaticError)) throw error;
    expect(['no-releases', 'no-earlier-release']).toContain(error.problems[0]?.code);
    expect(project.served()).toEqual(before);
  }
}
