import { known } from '../../../native/expect.ts';
import { native } from '../../../native/native.ts';
import { raiseFrom } from '../../../native/raise.ts';
import { exceptionClass, opaqueClass } from '../../../native/stand-ins.ts';
import { Dict } from '../../../values/containers.ts';
import type { Arguments, Context, NativeModule } from '../../../values/context.ts';
import { type ClassValue, NotModelled, type Value } from '../../../values/values.ts';
import { JsonError, readJson } from './read.ts';
import { type JsonStyle, writeJson } from './write.ts';

function textOf(value: Value | undefined): string {
  const given = known(value);
  if (typeof given === 'string') return given;
  if (typeof given === 'object' && given?.kind === 'bytes') return Buffer.from(given.data).toString('utf8');
  throw new NotModelled('the JSON is no text');
}

function parsed(context: Context, text: string, failure: ClassValue): Value {
  context.charge(text.length >> 3);
  try {
    return readJson(text);
  } catch (error) {
    if (error instanceof JsonError) raiseFrom(context, failure, `${error.message}: char ${error.at}`);
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

function styleOf(context: Context, args: Arguments): JsonStyle {
  const {
    indent = null,
    separators = null,
    sort_keys = false,
    ensure_ascii = true,
    default: fallback = null,
  } = args;
  const pair = separators === null ? null : context.iterate(separators).map((part) => context.str(part));
  const text =
    typeof indent === 'bigint' ? ' '.repeat(Number(indent)) : typeof indent === 'string' ? indent : null;
  return {
    indent: text,
    itemSeparator: pair?.[0] ?? (text === null ? ', ' : ','),
    keySeparator: pair?.[1] ?? ': ',
    sortKeys: context.truth(sort_keys),
    ascii: context.truth(ensure_ascii),
    fallback: (value) => {
      if (fallback !== null) return context.call(fallback, [value]);
      return context.raise(
        'TypeError',
        `Object of type ${context.classOf(value).name} is not JSON serializable`,
      );
    },
  };
}

const DUMP_OPTIONS = 'ensure_ascii=True, indent=None, separators=None, default=None, sort_keys=False';

export const json: NativeModule = {
  name: 'json',
  from: 'stdlib',
  names: (context) => {
    const JSONDecodeError = exceptionClass(context, 'JSONDecodeError', 'json.decoder', 'ValueError');
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
