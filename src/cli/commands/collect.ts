import { collect } from '../../collect.ts';
import { reportJson } from '../../reporters/json.ts';
import { createProgress } from '../../reporters/progress.ts';
import { reportText } from '../../reporters/text/report.ts';
import { visible } from '../../reporters/text/visible.ts';
import { maskText } from '../../secrets/index.ts';
import type { Report, Settings } from '../../types.ts';
import { loadRooted, printProblems, runCommand, type Terminal } from '../command.ts';
import { interruptible } from '../interrupt.ts';
import type { CollectFlags } from '../options.ts';
import type { ProcessLike } from '../process.ts';
import { confirm } from '../prompt.ts';
import { waitOptions } from './wait-options.ts';

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
  const report = await collectWatched(process, flags, settings, signal);
  if (flags.format === 'json') {
    terminal.print(reportJson(report));
  } else {
    await printReport(process, flags, settings, report, terminal);
  }
  return 0;
}

async function collectWatched(
  process: ProcessLike,
  flags: CollectFlags,
  settings: Settings,
  signal: AbortSignal,
): Promise<Report> {
  const watch = process.stderr.isTTY === true && flags.verbosity >= 1;
  const progress = watch ? createProgress(process.stderr, () => performance.now()) : undefined;
  // With JSON, stdout holds the one document and nothing else.
  const asked = flags.format === 'json' ? process.stderr : process.stdout;
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
  terminal.print(
    reportText(report, {
      verbosity: flags.verbosity,
      palette: terminal.palette,
      columns: terminal.columns,
      djangoVersion: settings.djangoVersion,
      link: flags.link ?? false,
      usesWhiteNoise: settings.usesWhiteNoise,
    }),
  );
}

/** Tells which settings were taken, which were passed over and why, and the remarks made while they were read. */
function chosenText({ chosen, passedOver, notes }: Settings): string {
  const passed = passedOver.map(({ source, reason }) => `  passed over ${source}: ${reason}`);
  const remarks = notes.map((note) => `  ${maskText(note)}`);
  const lines = [`Settings from ${chosen}`, ...passed, ...remarks];
  return `${lines.map(visible).join('\n')}\n`;
}
