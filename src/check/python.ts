import { CollectstaticError, errnoOf, errnoWords } from '../errors.ts';
import {
  decodeSource,
  mayRefer,
  type PythonFiles,
  type PythonReading,
  readPythonText,
} from '../templates/index.ts';
import type { Problem } from '../types.ts';
import type { Draft } from './findings.ts';
import { excerptsOf, type Question } from './question.ts';
import { glance } from './reading.ts';
import { slipWords } from './slips.ts';

/** What is found in one Python file; `null` if it holds no reference. Its text is parsed only if it may. */
export function lookAtPython(
  file: string,
  parse: PythonFiles,
): { readonly drafts: readonly Draft[]; readonly questions: readonly Question[] } | null {
  let text: string;
  let reading: PythonReading;
  try {
    const bytes = glance(file);
    if (!mayRefer(bytes.toString('latin1'))) return null;
    text = decodeSource(file, bytes);
    reading = readPythonText(parse, file, text);
  } catch (error) {
    return { drafts: problemsIn(file, error).map((problem) => unparsed(file, problem)), questions: [] };
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

/** What kept a file from being read. Throws the error on if it is neither ours nor the system's. */
function problemsIn(file: string, error: unknown): readonly Problem[] {
  if (error instanceof CollectstaticError) return error.problems;
  if (errnoOf(error) === undefined) throw error;
  return [{ code: 'python-unread', severity: 'warning', message: errnoWords(error), at: { file } }];
}

function unparsed(file: string, problem: Problem): Draft {
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
