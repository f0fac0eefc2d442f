/** State of a parser, which its sections share. */

import { expectStr } from '../../../native/expect.ts';
import { native } from '../../../native/native.ts';
import { raiseFrom } from '../../../native/raise.ts';
import { Dict } from '../../../values/dict.ts';
import { List } from '../../../values/list.ts';
import type { Arguments, Runtime } from '../../../values/runtime.ts';
import { type ClassValue, MetUnknown, NotModelled, type Value } from '../../../values/values.ts';
import { expectDict } from '../collections/dicts.ts';
import { interpolate, interpolateExtended, type OptionText } from './interpolate.ts';
import { readIni } from './read.ts';

export interface ParserErrors {
  readonly missingSection: ClassValue;
  readonly missingOption: ClassValue;
  readonly parsing: ClassValue;
  readonly missingHeader: ClassValue;
  readonly duplicate: ClassValue;
}

/** Rules by which references in values are filled in. */
export type Interpolation = 'none' | 'basic' | 'extended';

/** Sections by name, each a dict of its options, in the attribute `_sections`; DEFAULT is one of them. */
export function sectionsOf(runtime: Runtime, self: Value | undefined): Dict {
  return expectDict(runtime.getAttribute(self ?? null, '_sections'));
}

/** The names of the sections, DEFAULT left out. */
export function sectionNames(runtime: Runtime, self: Value | undefined): readonly string[] {
  return [...sectionsOf(runtime, self).entries()]
    .map(({ key }) => key as string)
    .filter((name) => name !== 'DEFAULT');
}

/** The name of an option as the parser keeps it: lowered, unless `optionxform` says otherwise. */
export function optionName(runtime: Runtime, self: Value | undefined, option: Value | undefined): string {
  return expectStr(runtime.call(runtime.getAttribute(self ?? null, 'optionxform') ?? null, [option ?? null]));
}

function flag(runtime: Runtime, self: Value | undefined, name: string): boolean {
  return runtime.truth(runtime.getAttribute(self ?? null, name) ?? null);
}

function texts(runtime: Runtime, self: Value | undefined, name: string): readonly string[] {
  return runtime.iterate(runtime.getAttribute(self ?? null, name) ?? new List()).map(expectStr);
}

export function addText(runtime: Runtime, self: Value | undefined, text: string, errors: ParserErrors): null {
  const ini = readIni(text, {
    delimiters: texts(runtime, self, '_delimiters'),
    optionName: (name) => optionName(runtime, self, name),
    allowNoValue: flag(runtime, self, '_allow_no_value'),
    inline: texts(runtime, self, '_inline'),
  });
  if (ini.error !== null) {
    const { kind, line } = ini.error;
    if (kind === 'duplicate' && !flag(runtime, self, '_strict'))
      throw new NotModelled('a lax parser is not modelled');
    const type = { 'no-section': errors.missingHeader, syntax: errors.parsing, duplicate: errors.duplicate }[
      kind
    ];
    raiseFrom(runtime, type, `the INI file can't be read at line ${line}`);
  }
  const sections = sectionsOf(runtime, self);
  for (const [name, options] of ini.sections) {
    const section = sections.get(name) ?? new Dict();
    sections.set(name, section);
    for (const [option, value] of options) expectDict(section).set(option, value);
  }
  return null;
}

/** The options of one section from a mapping: keys and values become text. */
export function optionsFrom(runtime: Runtime, self: Value | undefined, mapping: Value | undefined): Dict {
  const options = new Dict();
  for (const key of runtime.iterate(mapping ?? null)) {
    const value = runtime.getItem(mapping ?? null, key);
    options.set(optionName(runtime, self, runtime.str(key)), value === null ? null : runtime.str(value));
  }
  return options;
}

/** The options of a section with those of DEFAULT. */
export function optionsOf(
  runtime: Runtime,
  self: Value | undefined,
  section: string,
  errors: ParserErrors,
): Dict {
  const sections = sectionsOf(runtime, self);
  const own = sections.get(section);
  if (own === undefined && section !== 'DEFAULT')
    return raiseFrom(runtime, errors.missingSection, `No section: ${runtime.repr(section)}`);
  const defaults = expectDict(sections.get('DEFAULT'));
  return new Dict(
    [...defaults.entries(), ...expectDict(own).entries()].map(({ key, value }) => [key, value]),
  );
}

/** The names of a section's options, those of DEFAULT last. */
export function optionNames(
  runtime: Runtime,
  self: Value | undefined,
  section: string,
  errors: ParserErrors,
): readonly Value[] {
  const all = [...optionsOf(runtime, self, section, errors).entries()].map(({ key }) => key);
  const own = sectionsOf(runtime, self).get(section) ?? new Dict();
  const isOwn = (name: Value): boolean => expectDict(own).has(name);
  return [...[...expectDict(own).entries()].map(({ key }) => key), ...all.filter((name) => !isOwn(name))];
}

/** A method that changes the parser: where it can't be carried out, nothing the parser says is known any more. */
export function changing(signature: string, run: (runtime: Runtime, args: Arguments) => Value): Value {
  return native(
    signature,
    (runtime, args) => {
      try {
        return run(runtime, args);
      } catch (error) {
        const { self = null } = args;
        if (error instanceof MetUnknown) runtime.setAttribute(self, '_sections', error.unknown);
        if (error instanceof NotModelled)
          runtime.setAttribute(self, '_sections', runtime.unknown(error.message));
        throw error;
      }
    },
    { takesUnknown: true },
  );
}

/** A question to a parser. `vars`: a dict or None; its values go before the options of the section. */
interface Question {
  readonly section: string;
  readonly option: Value | undefined;
  readonly raw: boolean;
  readonly vars?: Value | undefined;
}

/** The value of an option of a section with its references filled in; `undefined` where there is none. */
export function filledIn(
  runtime: Runtime,
  self: Value | undefined,
  { section, option, raw, vars = null }: Question,
  errors: ParserErrors,
): Value | undefined {
  const options = optionsOf(runtime, self, section, errors);
  if (vars !== null)
    for (const { key, value } of optionsFrom(runtime, self, vars).entries()) options.set(key, value);
  const within = (name: string): OptionText | undefined => {
    if (name !== 'DEFAULT' && !sectionsOf(runtime, self).has(name)) return undefined;
    const found = name === section ? options : optionsOf(runtime, self, name, errors);
    return (other) => found.get(optionName(runtime, self, other)) as string | null | undefined;
  };
  const value = options.get(optionName(runtime, self, option));
  const how = runtime.getAttribute(self ?? null, '_interpolates');
  if (typeof value !== 'string' || raw || how === 'none') return value;
  const own = within(section) ?? (() => undefined);
  const text = how === 'extended' ? interpolateExtended(value, section, within) : interpolate(value, own);
  if (text === null) throw new NotModelled('a reference in the INI file can not be filled in');
  return text;
}

const BOOLEANS: Readonly<Record<string, boolean>> = {
  '1': true,
  yes: true,
  true: true,
  on: true,
  '0': false,
  no: false,
  false: false,
  off: false,
};

export function toBoolean(runtime: Runtime, value: Value): Value {
  const found = BOOLEANS[expectStr(value).toLowerCase()];
  return found ?? runtime.raise('ValueError', `Not a boolean: ${expectStr(value)}`);
}
