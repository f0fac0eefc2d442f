import { known } from '../../../native/expect.ts';
import { native, nativeClass } from '../../../native/native.ts';
import { plainMaker } from '../../../native/stand-ins.ts';
import { Dict } from '../../../values/dict.ts';
import { List } from '../../../values/list.ts';
import type { Arguments, Runtime } from '../../../values/runtime.ts';
import { type ClassValue, NotModelled, type Value } from '../../../values/values.ts';
import { expectDict } from '../collections/dicts.ts';
import { askingMethods } from './ask.ts';
import { fillingMethods } from './fill.ts';
import { proxyClass } from './proxy.ts';
import { type Interpolation, optionsFrom, type ParserErrors } from './sections.ts';

/** The classes of `interpolation=`. */
export const INTERPOLATIONS: Readonly<Record<string, ClassValue>> = Object.fromEntries(
  ['Interpolation', 'BasicInterpolation', 'ExtendedInterpolation'].map((name) => [
    name,
    nativeClass({ name, module: 'configparser', members: { __new__: plainMaker() } }),
  ]),
);

/** `interpolation=`: None, or an instance of one of the classes. */
function interpolationOf(given: Value | undefined, usual: Interpolation): Interpolation {
  if (given === undefined) return usual;
  const value = known(given);
  if (value === null) return 'none';
  const type = typeof value === 'object' && value.kind === 'instance' ? value.class : undefined;
  if (type === INTERPOLATIONS.Interpolation) return 'none';
  if (type === INTERPOLATIONS.BasicInterpolation) return 'basic';
  if (type === INTERPOLATIONS.ExtendedInterpolation) return 'extended';
  throw new NotModelled('an interpolation of the project is not modelled');
}

function initialise(runtime: Runtime, args: Arguments, usual: Interpolation): null {
  const { self = null, defaults = null, allow_no_value = false, strict = true, options } = args;
  const [other] = expectDict(options).entries();
  if (other !== undefined) throw new NotModelled(`a ConfigParser with ${String(other.key)} is not modelled`);
  const attributes: Readonly<Record<string, Value>> = {
    _allow_no_value: allow_no_value,
    _delimiters: args.delimiters ?? new List(['=', ':']),
    _inline: args.inline_comment_prefixes ?? new List(),
    _strict: strict,
    _interpolates: interpolationOf(args.interpolation, usual),
  };
  for (const [name, value] of Object.entries(attributes)) runtime.setAttribute(self, name, value);
  const section = defaults === null ? new Dict() : optionsFrom(runtime, self, known(defaults));
  runtime.setAttribute(self, '_sections', new Dict([['DEFAULT', section]]));
  return null;
}

const OPTIONS =
  'allow_no_value=False, delimiters=..., inline_comment_prefixes=..., strict=True, interpolation=..., **options';

/** ConfigParser, or RawConfigParser where references stay as they are. Projects inherit from both. */
export function parserClass(name: string, usual: Interpolation, errors: ParserErrors): ClassValue {
  return nativeClass({
    name,
    module: 'configparser',
    members: {
      __new__: plainMaker(),
      __init__: native(`__init__(self, defaults=None, dict_type=..., *, ${OPTIONS})`, (runtime, args) =>
        initialise(runtime, args, usual),
      ),
      ...fillingMethods(errors),
      ...askingMethods(errors, proxyClass(errors)),
    },
  });
}
