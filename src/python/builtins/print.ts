import { native } from '../native/native.ts';
import { Dict } from '../values/dict.ts';
import type { Runtime } from '../values/runtime.ts';
import { isUnknown, MetUnknown, NotModelled, type Value } from '../values/values.ts';

/** `print`: what has a `write` of its own (`file=`) is handed every piece; else nothing that code could see happens. */
export const PRINT: Value = native(
  'print(*args, **keywords)',
  (runtime, { args = null, keywords }) => {
    const given = keywords instanceof Dict ? keywords : new Dict();
    const file = given.get('file') ?? null;
    if (file === null || isUnknown(file)) return null;
    const write = runtime.getAttribute(file, 'write');
    if (write === undefined) return runtime.raise('AttributeError', "no attribute 'write'");
    const [between, end] = [given.get('sep') ?? ' ', given.get('end') ?? '\n'];
    for (const [index, item] of runtime.iterate(args).entries()) {
      if (index > 0) runtime.call(write, [between]);
      runtime.call(write, [textOf(runtime, item)]);
    }
    runtime.call(write, [end]);
    return null;
  },
  { takesUnknown: true },
);

/** The text of a value; Unknown where it can't be told, so that the file hears of it all the same. */
function textOf(runtime: Runtime, value: Value): Value {
  if (isUnknown(value)) return value;
  try {
    return runtime.str(value);
  } catch (error) {
    if (error instanceof MetUnknown) return error.unknown;
    if (error instanceof NotModelled) return runtime.unknown(error.message);
    throw error;
  }
}
