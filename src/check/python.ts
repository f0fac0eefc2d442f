import { CollectstaticError } from '../errors.ts';
import { mayRefer, type PythonFiles, type PythonReading, readPython } from '../templates/index.ts';
import { textOf } from './files.ts';
import type { Draft } from './findings.ts';
import { excerptsOf, type Question } from './question.ts';
import { slipWords } from './slips.ts';

/** What is found in one Python file; `null` if it holds no reference. Its text is parsed only if it may. */
export function lookAtPython(
  file: string,
  parse: PythonFiles,
): { readonly drafts: readonly Draft[]; readonly questions: readonly Question[] } | null {
  const text = textOf(file);
  if (text === null || !mayRefer(text)) return null;
  let reading: PythonReading;
  try {
    reading = readPython(parse(file, text));
  } catch (error) {
    if (!(error instanceof CollectstaticError)) throw error;
    return { drafts: error.problems.map((problem) => unparsed(file, problem)), questions: [] };
  }
  const excerptAt = excerptsOf(text);
  const drafts = reading.slips.map((slip): Draft => {
    const { place, kind, text: subject } = slip;
    const words = slipWords(slip);
    return { code: `static-${kind}`, ...words, file, place, subject, excerpt: excerptAt(place.line) };
  });
  const questions = reading.references.map((reference): Question => {
    const { written, place } = reference;
    const excerpt = (): string | undefined => excerptAt(place.line);
    const isPlain = /^(["'])[^"'\\\n]*\1$/.test(written);
    const write = (path: string): string | null =>
      isPlain && !/["'\\]/.test(path) ? written[0] + path + written[0] : null;
    return { reference, file, excerpt, isRendered: true, absentApp: null, write };
  });
  return { drafts, questions };
}

function unparsed(file: string, problem: CollectstaticError['problems'][number]): Draft {
  const { message, at, cause, hint, excerpt } = problem;
  return {
    code: 'python-unread',
    severity: 'note',
    message: `Static paths in this file are not checked: ${message}`,
    ...(cause !== undefined && { cause }),
    ...(hint !== undefined && { hint }),
    ...(excerpt !== undefined && { excerpt }),
    file,
    place: { ...(at?.line && { line: at.line }), ...(at?.column && { column: at.column }) },
    subject: 'syntax',
  };
}
