import { wordsOf } from '../../../text/blanks.ts';
import { chargeText, MOST_BUILT } from '../../native/bounds.ts';
import { expectStr } from '../../native/expect.ts';
import { native, nativeClass } from '../../native/native.ts';
import { plainMaker } from '../../native/stand-ins.ts';
import { capitalize } from '../../types/str-case.ts';
import { Dict } from '../../values/dict.ts';
import type { NativeModule, Runtime } from '../../values/runtime.ts';
import { BoundPassed, type ClassValue, NotModelled, type Value } from '../../values/values.ts';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';
const SPACE = ' \t\n\r\x0b\x0c';

const PLACEHOLDER = /\$(?:(\$)|([_a-zA-Z][_a-zA-Z0-9]*)|\{([_a-zA-Z][_a-zA-Z0-9]*)\}|)/g;

/** `Template.substitute`, or `safe_substitute` where what is missing stays. */
function substitute(runtime: Runtime, args: Readonly<Record<string, Value>>, safe: boolean): Value {
  const { self = null, mapping = null, keywords = null } = args;
  const template = expectStr(runtime.getAttribute(self, 'template'));
  const find = (name: string): Value | undefined => {
    if (keywords instanceof Dict && keywords.has(name)) return keywords.get(name);
    if (mapping === null) return undefined;
    if (!(mapping instanceof Dict)) throw new NotModelled('what fills the template is no dict');
    return mapping.get(name);
  };
  let built = template.length;
  const filled = (value: Value): string => {
    const text = runtime.str(value);
    built += text.length;
    if (built > MOST_BUILT) throw new BoundPassed('the text would be huge');
    return text;
  };
  const result = template.replace(PLACEHOLDER, (whole, dollar?: string, bare?: string, braced?: string) => {
    runtime.charge(1);
    if (dollar !== undefined) return '$';
    const name = bare ?? braced;
    const value = name === undefined ? undefined : find(name);
    if (value !== undefined) return filled(value);
    if (safe) return whole;
    return name === undefined
      ? runtime.raise('ValueError', 'Invalid placeholder in string')
      : runtime.raiseValue('KeyError', name);
  });
  chargeText(runtime, template.length);
  return result;
}

function templateClass(): ClassValue {
  return nativeClass({
    name: 'Template',
    module: 'string',
    members: {
      __new__: plainMaker(),
      __init__: native('__init__(self, template)', (runtime, { self = null, template = null }) => {
        runtime.setAttribute(self, 'template', template);
        return null;
      }),
      substitute: native('substitute(self, mapping=None, /, **keywords)', (runtime, args) =>
        substitute(runtime, args, false),
      ),
      safe_substitute: native('safe_substitute(self, mapping=None, /, **keywords)', (runtime, args) =>
        substitute(runtime, args, true),
      ),
    },
  });
}

export const string: NativeModule = {
  name: 'string',
  from: 'stdlib',
  names: () => ({
    ascii_lowercase: LOWER,
    ascii_uppercase: LOWER.toUpperCase(),
    ascii_letters: LOWER + LOWER.toUpperCase(),
    digits: DIGITS,
    hexdigits: `${DIGITS}abcdefABCDEF`,
    octdigits: '01234567',
    punctuation: PUNCTUATION,
    whitespace: SPACE,
    printable: DIGITS + LOWER + LOWER.toUpperCase() + PUNCTUATION + SPACE,
    Template: templateClass(),
    capwords: native('capwords(s, sep=None)', (_, { s, sep = null }) => {
      if (sep !== null) throw new NotModelled('capwords with a separator is not modelled');
      const text = expectStr(s);
      return wordsOf(text)
        .map(({ start, end }) => capitalize(text.slice(start, end)))
        .join(' ');
    }),
  }),
};
