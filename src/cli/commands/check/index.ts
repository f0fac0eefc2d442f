import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  applyFixes,
  baselineOf,
  check,
  compareBaseline,
  parseBaseline,
  serialiseBaseline,
} from '../../../check/index.ts';
import { readWrittenText } from '../../../regular-file.ts';
import { problemFindings } from '../../../reporters/annotations/index.ts';
import { checkJson } from '../../../reporters/json/check.ts';
import { checkText } from '../../../reporters/text/check.ts';
import type { CheckReport, Finding } from '../../../types.ts';
import { annotate, isToolFormat } from '../../annotate.ts';
import { printProblems, runCommand, type Terminal } from '../../command.ts';
import { onNamedFile } from '../../named-file.ts';
import type { CheckFlags } from '../../options/index.ts';
import type { ProcessLike } from '../../process.ts';
import { planToCheck } from '../checked-plan.ts';
import { changedSince } from './git.ts';

/** Runs `collectstatic check`. Exits with 1 for an error that the baseline does not know, with `--strict` for a warning too. */
export function runCheck(process: ProcessLike, flags: CheckFlags): Promise<void> {
  return runCommand(process, 'check', flags, async (terminal) => {
    const changed = flags.diff === undefined ? null : changedSince(flags.diff, process.cwd());
    const report = await run(process, flags);
    const inQuestion = report.findings.filter(({ at }) => changed === null || changed.has(at?.file ?? ''));
    const fixed = flags.fix ? applyFixes(inQuestion) : [];
    const standing = inQuestion.filter((finding) => !fixed.includes(finding));
    if (flags.updateBaseline) {
      const written = writeBaseline(process, flags, standing);
      const outcome = { report: { ...report, findings: [] }, known: standing, stale: [], fixed };
      if (flags.format === 'text') terminal.print(written);
      else await print(process, flags, terminal, outcome, true);
      return 0;
    }
    const file = flags.baseline === undefined ? null : resolve(process.cwd(), flags.baseline);
    const baseline = file === null ? { entries: [] } : parseBaseline(readText(file), file);
    const { fresh, known, stale } = compareBaseline(standing, baseline);
    // Of the files that did not change nothing is known here.
    const gone = changed === null ? stale : [];
    const outcome = { report: { ...report, findings: fresh }, known, stale: gone, fixed };
    const isOk = !fresh.some(
      ({ severity }) => severity === 'error' || (flags.strict && severity === 'warning'),
    );
    await print(process, flags, terminal, outcome, isOk);
    return isOk ? 0 : 1;
  });
}

interface CheckOutcome {
  readonly report: CheckReport;
  readonly known: readonly Finding[];
  readonly stale: readonly { readonly file: string; readonly message: string }[];
  readonly fixed: readonly Finding[];
}

async function run(process: ProcessLike, flags: CheckFlags): Promise<CheckReport> {
  const { settings, planned } = await planToCheck(process, flags);
  return check(settings, planned, { includePackages: flags.includePackages ?? false });
}

async function print(
  process: ProcessLike,
  flags: CheckFlags,
  terminal: Terminal,
  { report, known, stale, fixed }: CheckOutcome,
  ok: boolean,
): Promise<void> {
  if (flags.format === 'json') return terminal.print(checkJson(report, { ok, known: known.length, stale }));
  if (!isToolFormat(flags.format)) {
    if (flags.verbosity >= 1) await printProblems(process, flags, report.problems);
    const { palette, columns } = terminal;
    const { verbosity } = flags;
    const counts = { known: known.length, stale, fixed: fixed.length };
    terminal.print(checkText(report, { verbosity, palette, columns, ...counts }));
  }
  annotate(process, 'check', flags, (cwd) => [...report.findings, ...problemFindings(report.problems, cwd)]);
}

/** Writes the file. Returns a line about it. */
function writeBaseline(process: ProcessLike, flags: CheckFlags, findings: readonly Finding[]): string {
  const baseline = baselineOf(findings, process.cwd());
  const file = resolve(process.cwd(), flags.baseline ?? '');
  const unwritable = {
    code: 'baseline-unwritable',
    message: `The baseline ${file} can't be written`,
    hint: 'Name a file in a folder that exists and may be written: --baseline FILE.',
  };
  onNamedFile(file, unwritable, () => writeFileSync(file, serialiseBaseline(baseline)));
  const { length } = baseline.entries;
  return `${length} finding${length === 1 ? '' : 's'} written to ${flags.baseline}\n`;
}

function readText(file: string): string {
  const unreadable = {
    code: 'baseline-unreadable',
    message: `The baseline ${file} can't be read`,
    hint: 'Write it with --update-baseline.',
  };
  return onNamedFile(file, unreadable, () => readWrittenText(file));
}
