import { resolve } from 'node:path';
import { collect } from '../../../collect.ts';
import { conflictFindings, problemFindings } from '../../../reporters/annotations/index.ts';
import { reportJson } from '../../../reporters/json/report.ts';
import { createProgress } from '../../../reporters/progress.ts';
import { adviceText, reportText } from '../../../reporters/text/report.ts';
import { visible } from '../../../reporters/text/visible.ts';
import { maskText } from '../../../secrets/index.ts';
import type { Finding, Report, Settings } from '../../../types.ts';
import { annotate, isToolFormat } from '../../annotate.ts';
import { loadRooted, printProblems, runCommand, type Terminal } from '../../command.ts';
import { interruptible } from '../../interrupt.ts';
import type { CollectFlags } from '../../options/index.ts';
import type { ProcessLike } from '../../process.ts';
import { waitOptions } from '../wait-options.ts';
import { confirm } from './prompt.ts';
import { widenThreadPool } from './thread-pool.ts';

/** Runs `collectstatic`: collects, and prints the report. */
export function runCollect(process: ProcessLike, flags: CollectFlags): Promise<void> {
  return runCommand(process, 'collect', flags, async (terminal) => {
    // Nobody listens for signals yet: nothing is written before the settings are known, so a signal may end the
    // process at once, also while Python code is evaluated.
    const settings = await loadRooted(process, flags);
    return interruptible(process, (signal) => collectAndReport(process, flags, settings, terminal, signal));
  });
}

async function collectAndReport(
  process: ProcessLike,
  flags: CollectFlags,
  settings: Settings,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  if (flags.verbosity >= 2 && flags.format === 'text') terminal.print(chosenText(settings));
  if (settings.destination?.isStorage === true)
    return collectAndPublish(process, flags, settings, terminal, signal);
  const report = await collectWatched(process, flags, settings, signal);
  if (flags.format === 'json') {
    await terminal.printPieces(reportJson(report));
    return 0;
  }
  if (!isToolFormat(flags.format)) await printReport(process, flags, settings, report, terminal);
  annotate(process, 'collect', flags, (cwd) => findingsOf(report, settings, cwd));
  return 0;
}

/**
 * Collects and publishes, where the storage is a bucket's; in a rehearsal, tells what that would do. The bucket is asked first what
 * it holds, for its answer takes a while.
 */
async function collectAndPublish(
  process: ProcessLike,
  flags: CollectFlags,
  settings: Settings,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const { askBefore, publishCollected } = await import('../publish.ts');
  const asked = askBefore(process, settings);
  try {
    const report = await collectWatched(process, flags, settings, signal);
    const isText = flags.format !== 'json' && !isToolFormat(flags.format);
    if (isText) await printReport(process, flags, settings, report, terminal);
    annotate(process, 'collect', flags, (cwd) => findingsOf(report, settings, cwd));
    const { code, part } = await publishCollected(process, flags, settings, terminal, signal, asked);
    if (flags.format === 'json') await terminal.printPieces(reportJson(report, part));
    return code;
  } finally {
    asked.close();
  }
}

/** What other tools are told of a run. */
function findingsOf({ problems, conflicts }: Report, { origins }: Settings, cwd: string): readonly Finding[] {
  const apps = origins.INSTALLED_APPS?.steps.at(-1);
  return [...problemFindings(problems, cwd), ...conflictFindings(conflicts, cwd, apps)];
}

async function collectWatched(
  process: ProcessLike,
  flags: CollectFlags,
  settings: Settings,
  signal: AbortSignal,
): Promise<Report> {
  widenThreadPool(process.env, settings.jobs);
  const watch = process.stderr.isTTY === true && flags.verbosity >= 1;
  const progress = watch ? createProgress(process.stderr, () => performance.now()) : undefined;
  // With a document, stdout holds it and nothing else.
  const asked = flags.format === 'text' ? process.stdout : process.stderr;
  try {
    return await collect(settings, {
      dryRun: flags.dryRun ?? false,
      clear: flags.clear ?? false,
      link: flags.link ?? false,
      checksum: flags.checksum ?? false,
      clearOwned: flags.clearOwned ?? false,
      swap: flags.swap ?? false,
      durable: flags.durable ?? false,
      ...(flags.dedupe !== undefined && { dedupe: flags.dedupe }),
      ...(flags.keep !== undefined && { keep: flags.keep }),
      ...waitOptions(process, flags),
      postProcess: flags.postProcess,
      ...(flags.against !== undefined && { against: resolve(process.cwd(), flags.against) }),
      ...(asks(flags) && {
        confirm: (root: string) => confirm(process, root, flags.clear ?? false, asked, signal),
      }),
      signal,
      ...(progress && { onProgress: progress.update }),
    });
  } finally {
    progress?.stop();
  }
}

/** False for a dry run: it writes nothing, so there is nothing to ask. (Django asks all the same.) */
function asks(flags: CollectFlags): boolean {
  return flags.input && flags.noinput !== true && flags.dryRun !== true;
}

async function printReport(
  process: ProcessLike,
  flags: CollectFlags,
  settings: Settings,
  report: Report,
  terminal: Terminal,
): Promise<void> {
  if (flags.verbosity >= 1) await printProblems(process, flags, report.problems);
  await terminal.printPieces(
    reportText(report, {
      verbosity: flags.verbosity,
      palette: terminal.palette,
      columns: terminal.columns,
      djangoVersion: settings.djangoVersion,
      link: flags.link ?? false,
    }),
  );
  if (flags.verbosity >= 1) terminal.printError(adviceText(report, settings.usesWhiteNoise));
}

/** Tells which settings were taken, which were passed over and why, and the remarks made while they were read. */
function chosenText({ chosen, passedOver, notes }: Settings): string {
  const passed = passedOver.map(({ source, reason }) => `  passed over ${source}: ${reason}`);
  const remarks = notes.map((note) => `  ${maskText(note)}`);
  const lines = [`Settings from ${chosen}`, ...passed, ...remarks];
  return `${lines.map(visible).join('\n')}\n`;
}
