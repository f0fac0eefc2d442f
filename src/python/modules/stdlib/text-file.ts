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
