import { expectPath, expectStr } from '../../../native/expect.ts';
import { native } from '../../../native/native.ts';
import { absolutePath } from '../../../text/paths.ts';
import type { Arguments, NativeModule, Runtime } from '../../../values/runtime.ts';
import { NotModelled, type Value } from '../../../values/values.ts';
import { orderedDict } from '../../stdlib/collections/dicts.ts';
import { variable } from '../../stdlib/home.ts';
import { loadingVariables, readTextFile } from '../../stdlib/text-file.ts';
import { callerFolder, findUpwards } from './find.ts';
import { fillReferences, parseDotenv } from './parse.ts';

/** The values of a file with their references filled in; `override` says whether the file goes before the environment. */
export function valuesOf(
  runtime: Runtime,
  text: string,
  override: boolean,
  fill: boolean,
): ReadonlyMap<string, string | null> {
  const bindings = parseDotenv(text);
  if (!fill) return new Map(bindings);
  return fillReferences(bindings, (name, earlier) => {
    const outside = variable(runtime, name);
    return override ? (earlier.has(name) ? earlier.get(name) : outside) : (outside ?? earlier.get(name));
  });
}

function find(runtime: Runtime, args: Arguments): string {
  const { filename, usecwd = false, raise_error_if_not_found: raises = false } = args;
  const start = runtime.truth(usecwd) ? runtime.cwd : callerFolder(runtime);
  const found = findUpwards(runtime, start, expectStr(filename ?? '.env'));
  if (found === '' && runtime.truth(raises)) runtime.raise('OSError', 'File not found');
  return found;
}

interface Variables {
  readonly text: string;
  /** `null` for a stream. */
  readonly file: string | null;
}

/** Text to read: of the path, of the stream, or of the `.env` that is found. A file that is not there counts as empty. */
function variablesOf(runtime: Runtime, args: Arguments): Variables {
  const { dotenv_path: path = null, stream = null } = args;
  if (path === null && stream !== null) {
    const read = runtime.getAttribute(stream, 'read');
    if (read === undefined) throw new NotModelled('the stream can not be read');
    return { text: expectStr(runtime.call(read)), file: null };
  }
  const file = path === null ? find(runtime, {}) : expectPath(runtime, path);
  const text = file === '' ? '' : (readTextFile(runtime, file) ?? '');
  return { text, file: absolutePath(file, runtime.cwd) };
}

function isDisabled(runtime: Runtime): boolean {
  const value = variable(runtime, 'PYTHON_DOTENV_DISABLED') ?? '';
  return ['1', 'true', 't', 'yes', 'y'].includes(value.toLowerCase());
}

/** Sets what the file has in the environment. False where it has nothing. */
function loadDotenv(runtime: Runtime, args: Arguments): Value {
  const override = args.override !== undefined && args.override !== false;
  return loadingVariables(runtime, override, () => {
    if (isDisabled(runtime)) return false;
    const { text, file } = variablesOf(runtime, args);
    const values = valuesOf(runtime, text, override, runtime.truth(args.interpolate ?? true));
    for (const [name, value] of values) {
      if (value === null || (!override && runtime.environment.peek(name) !== undefined)) continue;
      if (file === null) runtime.environment.set(name, value);
      else runtime.environment.load(name, value, file);
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
      (runtime, args) => {
        const { text } = variablesOf(runtime, args);
        const values = valuesOf(runtime, text, true, runtime.truth(args.interpolate ?? true));
        return orderedDict(runtime, [...values]);
      },
    ),
    get_key: native("get_key(dotenv_path, key_to_get, encoding='utf-8')", (runtime, args) => {
      const values = valuesOf(runtime, variablesOf(runtime, args).text, true, true);
      return values.get(expectStr(args.key_to_get)) ?? null;
    }),
    find_dotenv: native(
      "find_dotenv(filename='.env', raise_error_if_not_found=False, usecwd=False)",
      (runtime, args) => find(runtime, args),
    ),
  };
}

/** python-dotenv. */
export const dotenv: NativeModule = { name: 'dotenv', from: 'package', names };

export const dotenvMain: NativeModule = { name: 'dotenv.main', from: 'package', names };
