import type { Runtime } from '../../values/runtime.ts';
import { MetUnknown, NotModelled, type Value } from '../../values/values.ts';

const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of a file as Python's `open(path).read()` gives it; `null` where there is no file. UTF-8 only. */
export function readTextFile(runtime: Runtime, path: string): string | null {
  // Code may ask for any path whether a file is there, but not for its content.
  if (runtime.files.kind(path) !== 'file') return null;
  const data = runtime.files.read(path);
  if (data === null) return null;
  try {
    return DECODER.decode(data).replace(/\r\n?/g, '\n');
  } catch {
    throw new NotModelled(`${path} is not UTF-8`);
  }
}

/** `text.splitlines()`: many characters end a line, and the last end begins no further one. */
export function splitLines(text: string): readonly string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Python counts them as line ends.
  const lines = text.split(/\r\n|[\n\r\v\f\u001c-\u001e\u0085\u2028\u2029]/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Characters `str.strip()` removes. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: Python counts them as space.
const SPACE = /^[\s\u001c-\u001f\u0085]+|[\s\u001c-\u001f\u0085]+$/g;

export function strip(text: string): string {
  return text.replace(SPACE, '');
}

/** Carries out the loading of a file of variables; where that fails, the variables it may have set are in doubt. */
export function loadingVariables(runtime: Runtime, overrides: boolean, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (error instanceof MetUnknown) runtime.environment.doubt(error.unknown, overrides);
    else if (error instanceof NotModelled)
      runtime.environment.doubt(runtime.unknown(error.message), overrides);
    throw error;
  }
}
