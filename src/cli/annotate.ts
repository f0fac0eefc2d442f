import { sep } from 'node:path';
import { isWithin } from '../path.ts';
import { annotations, TOOL_FORMATS, type ToolFormat } from '../reporters/annotations/index.ts';
import type { Finding } from '../types.ts';
import type { Format, SharedOptions } from './options/index.ts';
import type { ProcessLike } from './process.ts';
import { version } from './version.ts';

/** The commands whose findings other tools are told. */
const ANNOTATED: ReadonlySet<string> = new Set(['collect', 'check', 'report']);

/** True if a command's result is written for another tool: then nothing else goes to stdout. */
export function isToolFormat(format: Format): format is ToolFormat {
  return TOOL_FORMATS.some((each) => each === format);
}

/**
 * Prints the findings of a command for the tool that reads them: in the format asked for, or, behind the text, as annotations
 * where GitHub runs the command. Prints nothing, and asks for no findings, where no tool listens.
 */
export function annotate(
  process: ProcessLike,
  name: string,
  { format }: SharedOptions,
  findingsIn: (cwd: string) => readonly Finding[],
): void {
  const tool = isToolFormat(format) ? format : format === 'text' && runsOnGithub(process) ? 'github' : null;
  if (tool === null || !ANNOTATED.has(name)) return;
  const cwd = process.cwd();
  const title = name === 'collect' ? 'collectstatic' : `collectstatic ${name}`;
  const text = annotations(tool, findingsIn(cwd), { root: checkout(process, cwd), title, version });
  if (text !== '') process.stdout.write(text);
}

function runsOnGithub({ env }: ProcessLike): boolean {
  return env.GITHUB_ACTIONS === 'true';
}

/** The folder to which other tools' paths are relative: the checkout, as the runner names it, or the working directory. */
function checkout({ env }: ProcessLike, cwd: string): string {
  const named = env.GITHUB_WORKSPACE ?? env.CI_PROJECT_DIR;
  return named !== undefined && isWithin(cwd, named, sep) ? named : cwd;
}
