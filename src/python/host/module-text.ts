import { writtenTextIfAny } from '../../regular-file.ts';

/** The text of a source file; empty if it can't be read, or is no text. */
export function moduleText(file: string): string {
  return /\.pyw?$/.test(file) ? writtenTextIfAny(file) : '';
}

/** At the start of a line: the environment, `sys.path`, the working directory, an attribute of something. */
const CHANGE = new RegExp(
  [
    String.raw`(?:os\.)?environ(?:\[|\.(?:setdefault|update|pop)\b)`,
    String.raw`(?:os\.)?(?:putenv|chdir)\(`,
    String.raw`sys\.(?:path|modules|meta_path|path_hooks)\b`,
    String.raw`(?:\w+\.)?(?:load_dotenv|read_env|addsitedir)\(`,
    String.raw`setattr\(`,
    String.raw`[A-Za-z_]\w*(?:\.\w+)+[ \t]*=(?!=)`,
  ]
    .map((pattern) => `^${pattern}`)
    .join('|'),
  'm',
);

/** True if a module looks as if importing it changed something outside of it. Told from the text, without parsing. */
export function changesProgram(file: string): boolean {
  return CHANGE.test(moduleText(file));
}
