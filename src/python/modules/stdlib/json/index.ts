import { known } from '../../../native/expect.ts';
import { native } from '../../../native/native.ts';
import { raiseFrom } from '../../../native/raise.ts';
import { exceptionClass, opaqueClass } from '../../../native/stand-ins.ts';
import { Dict } from '../../../values/dict.ts';
import type { Arguments, NativeModule, Runtime } from '../../../values/runtime.ts';
import { type ClassValue, NotModelled, type Value } from '../../../values/values.ts';
import { JsonError, readJson } from './read.ts';
import { type JsonStyle, writeJson } from './write.ts';

function textOf(value: Value | undefined): string {
  const given = known(value);
  if (typeof given === 'string') return given;
  if (typeof given === 'object' && given?.kind === 'bytes') return Buffer.from(given.data).toString('utf8');
  throw new NotModelled('the JSON is no text');
}

function parsed(runtime: Runtime, text: string, failure: ClassValue): Value {
  runtime.charge(text.length >> 3);
  try {
    return readJson(text);
  } catch (error) {
    if (error instanceof JsonError) raiseFrom(runtime, failure, `${error.message}: char ${error.at}`);
    throw error;
  }
}

/** Options that only say how Python may go about it, or that ask for what is done anyhow. */
function refuseOptions(options: Value | undefined): void {
  if (!(options instanceof Dict)) return;
  for (const { key, value } of options.entries()) {
    if (key !== 'strict' && value !== null) throw new NotModelled(`json's ${String(key)} is not modelled`);
  }
}

function styleOf(runtime: Runtime, args: Arguments): JsonStyle {
  const {
    indent = null,
    separators = null,
    sort_keys = false,
    ensure_ascii = true,
    default: fallback = null,
  } = args;
  const pair = separators === null ? null : runtime.iterate(separators).map((part) => runtime.str(part));
  const text =
    typeof indent === 'bigint' ? ' '.repeat(Number(indent)) : typeof indent === 'string' ? indent : null;
  return {
    indent: text,
    itemSeparator: pair?.[0] ?? (text === null ? ', ' : ','),
    keySeparator: pair?.[1] ?? ': ',
    sortKeys: runtime.truth(sort_keys),
    ascii: runtime.truth(ensure_ascii),
    fallback: (value) => {
      if (fallback !== null) return runtime.call(fallback, [value]);
      return runtime.raise(
        'TypeError',
        `Object of type ${runtime.classOf(value).name} is not JSON serializable`,
      );
    },
  };
}

const DUMP_OPTIONS = 'ensure_ascii=True, indent=None, separators=None, default=None, sort_keys=False';

export const json: NativeModule = {
  name: 'json',
  from: 'stdlib',
  names: (runtime) => {
    const JSONDecodeError = exceptionClass(runtime, 'JSONDecodeError', 'json.decoder', 'ValueError');
    return {
      JSONDecodeError,
      JSONEncoder: opaqueClass('JSONEncoder', 'json.encoder'),
      JSONDecoder: opaqueClass('JSONDecoder', 'json.decoder'),
      loads: native('loads(s, **options)', (call, { s, options }) => {
        refuseOptions(options);
        return parsed(call, textOf(s), JSONDecodeError);
      }),
      load: native('load(fp, **options)', (call, { fp = null, options }) => {
        refuseOptions(options);
        const read = call.getAttribute(fp, 'read');
        if (read === undefined) throw new NotModelled('what is loaded is no file');
        return parsed(call, textOf(call.call(read)), JSONDecodeError);
      }),
      dumps: native(`dumps(obj, *, ${DUMP_OPTIONS})`, (call, args) =>
        writeJson(call, args.obj ?? null, styleOf(call, args)),
      ),
      dump: native('dump(*args, **keywords)', (call) => call.unknown('it would write')),
    };
  },
};
