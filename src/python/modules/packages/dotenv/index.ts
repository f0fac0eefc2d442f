import { expectPath, expectStr } from '../../../native/expect.ts';
import { native } from '../../../native/native.ts';
import { absolutePath } from '../../../text/paths.ts';
import type { Arguments, Context, NativeModule } from '../../../values/context.ts';
import { NotModelled, type Value } from '../../../values/values.ts';
import { orderedDict } from '../../stdlib/collections/dicts.ts';
import { variable } from '../../stdlib/home.ts';
import { loadingVariables, readTextFile } from '../../stdlib/text-file.ts';
import { callerFolder, findUpwards } from './find.ts';
import { fillReferences, parseDotenv } from './parse.ts';

/** The values of a file with their references filled in; `override` says whether the file goes before the environment. */
export function valuesOf(
  context: Context,
  text: string,
  override: boolean,
  fill: boolean,
): ReadonlyMap<string, string | null> {
  const bindings = parseDotenv(text);
  if (!fill) return new Map(bindings);
  return fillReferences(bindings, (name, earlier) => {
    const outside = variable(context, name);
    return override ? (earlier.has(name) ? earlier.get(name) : outside) : (outside ?? earlier.get(name));
  });
}

function find(context: Context, args: Arguments): string {
  const { filename, usecwd = false, raise_error_if_not_found: raises = false } = args;
  const start = context.truth(usecwd) ? context.cwd : callerFolder(context);
  const found = findUpwards(context, start, expectStr(filename ?? '.env'));
  if (found === '' && context.truth(raises)) context.raise('OSError', 'File not found');
  return found;
}

interface Variables {
  readonly text: string;
  /** `null` for a stream. */
  readonly file: string | null;
}

/** What to read: the path, the stream, or the `.env` which is found. A file that is not there is empty. */
function variablesOf(context: Context, args: Arguments): Variables {
  const { dotenv_path: path = null, stream = null } = args;
  if (path === null && stream !== null) {
    const read = context.getAttribute(stream, 'read');
    if (read === undefined) throw new NotModelled('the stream can not be read');
    return { text: expectStr(context.call(read)), file: null };
  }
  const file = path === null ? find(context, {}) : expectPath(context, path);
  const text = file === '' ? '' : (readTextFile(context, file) ?? '');
  return { text, file: absolutePath(file, context.cwd) };
}

function isDisabled(context: Context): boolean {
  const value = variable(context, 'PYTHON_DOTENV_DISABLED') ?? '';
  return ['1', 'true', 't', 'yes', 'y'].includes(value.toLowerCase());
}

/** Sets what the file has in the environment. False where it has nothing. */
function loadDotenv(context: Context, args: Arguments): Value {
  const override = args.override !== undefined && args.override !== false;
  return loadingVariables(context, override, () => {
    if (isDisabled(context)) return false;
    const { text, file } = variablesOf(context, args);
    const values = valuesOf(context, text, override, context.truth(args.interpolate ?? true));
    for (const [name, value] of values) {
      if (value === null || (!override && context.environment.peek(name) !== undefined)) continue;
      if (file === null) context.environment.set(name, value);
      else context.environment.load(name, value, file);
    }
    return values.size > 0;
  });
}

const OPTIONS =
  "dotenv_path=None, stream=None, verbose=False, override=False, interpolate=True, encoding='utf-8'";

function names(): Readonly<Record<string, Value>> {
  return {
    load_dotenv: native(`load_dotenv(${OPTIONS})`, loadDotenv, { takesUnknown: true }),
    dotenv_values: native(
      "dotenv_values(dotenv_path=None, stream=None, verbose=False, interpolate=True, encoding='utf-8')",
      (context, args) => {
        const { text } = variablesOf(context, args);
        const values = valuesOf(context, text, true, context.truth(args.interpolate ?? true));
        return orderedDict(context, [...values]);
      },
    ),
    get_key: native("get_key(dotenv_path, key_to_get, encoding='utf-8')", (context, args) => {
      const values = valuesOf(context, variablesOf(context, args).text, true, true);
      return values.get(expectStr(args.key_to_get)) ?? null;
    }),
    find_dotenv: native(
      "find_dotenv(filename='.env', raise_error_if_not_found=False, usecwd=False)",
      (context, args) => find(context, args),
    ),
  };
}

/** python-dotenv. */
export const dotenv: NativeModule = { name: 'dotenv', from: 'package', names };

export const dotenvMain: NativeModule = { name: 'dotenv.main', from: 'package', names };
