import { explanationsJson, prunedJson, rollbackJson } from '../reporters/json.ts';
import { explanationText, prunedText } from '../reporters/text/upkeep.ts';
import { loadSettings } from '../settings/index.ts';
import type { Settings } from '../types.ts';
import { pruneStatic, rollback, why } from '../upkeep.ts';
import { runCommand } from './command.ts';
import { type SharedOptions, settingsRequest } from './options.ts';
import type { ProcessLike } from './process.ts';
import { waiting } from './waiting.ts';

/** The options of commands that look after a STATIC_ROOT. */
export interface RootFlags extends SharedOptions {
  /** Milliseconds. */
  readonly lockTimeout?: number;
}

export interface PruneFlags extends RootFlags {
  readonly keep?: number;
  /** Milliseconds. */
  readonly olderThan?: number;
  readonly dryRun?: boolean;
}

/** Runs `collectstatic prune`: removes fingerprinted files that no release needs any more. */
export function runPrune(process: ProcessLike, flags: PruneFlags): Promise<void> {
  return runCommand(process, 'prune', flags, async (terminal) => {
    const dryRun = flags.dryRun ?? false;
    const deleted = await pruneStatic(await load(process, flags), {
      dryRun,
      ...(flags.keep !== undefined && { keep: flags.keep }),
      ...(flags.olderThan !== undefined && { olderThanMs: flags.olderThan }),
      ...waiting(process, flags),
    });
    if (flags.format === 'json') {
      terminal.print(prunedJson(deleted, dryRun));
    } else {
      terminal.print(prunedText(deleted, dryRun, flags.verbosity));
    }
    return 0;
  });
}

/** Runs `collectstatic rollback`: serves the release before the one that is served. */
export function runRollback(process: ProcessLike, flags: RootFlags): Promise<void> {
  return runCommand(process, 'rollback', flags, async (terminal) => {
    const settings = await load(process, flags);
    const releases = await rollback(settings, waiting(process, flags));
    if (flags.format === 'json') {
      terminal.print(rollbackJson(releases));
    } else if (flags.verbosity >= 1) {
      terminal.print(`Release ${releases.to} is served in place of release ${releases.from}.\n`);
    }
    return 0;
  });
}

/** Runs `collectstatic why PATH...`. Exits with 1 if any path is not in STATIC_ROOT. */
export function runWhy(process: ProcessLike, paths: readonly string[], flags: RootFlags): Promise<void> {
  return runCommand(process, 'why', flags, async (terminal) => {
    const explanations = await why(await load(process, flags), paths);
    if (flags.format === 'json') {
      terminal.print(explanationsJson(explanations));
    } else {
      for (const explanation of explanations) terminal.print(explanationText(explanation, terminal.palette));
    }
    return explanations.every(({ exists }) => exists) ? 0 : 1;
  });
}

function load(process: ProcessLike, flags: RootFlags): Promise<Settings> {
  return loadSettings(
    settingsRequest(flags, { cwd: process.cwd(), env: process.env, requireStaticRoot: true }),
  );
}
