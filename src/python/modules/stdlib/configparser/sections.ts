/** What a parser keeps, and how it is filled and asked: shared by the parser and its sections. */

import { expectStr } from '../../../native/expect.ts';
import { native } from '../../../native/native.ts';
import { raiseFrom } from '../../../native/raise.ts';
import { Dict, List } from '../../../values/containers.ts';
import type { Arguments, Context } from '../../../values/context.ts';
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

/** How references in values are filled in. */
export type Interpolation = 'none' | 'basic' | 'extended';

/** Sections by name, each a dict of its options, in the attribute `_sections`; DEFAULT is one of them. */
export function sectionsOf(context: Context, self: Value | undefined): Dict {
  return expectDict(context.getAttribute(self ?? null, '_sections'));
}

/** The names of the sections, DEFAULT left out. */
export function sectionNames(context: Context, self: Value | undefined): readonly string[] {
  return [...sectionsOf(context, self).entries()]
    .map(({ key }) => key as string)
    .filter((name) => name !== 'DEFAULT');
}

/** The name of an option as the parser keeps it: lowered, unless `optionxform` says otherwise. */
export function optionName(context: Context, self: Value | undefined, option: Value | undefined): string {
  return expectStr(context.call(context.getAttribute(self ?? null, 'optionxform') ?? null, [option ?? null]));
}

function flag(context: Context, self: Value | undefined, name: string): boolean {
  return context.truth(context.getAttribute(self ?? null, name) ?? null);
}

function texts(context: Context, self: Value | undefined, name: string): readonly string[] {
  return context.iterate(context.getAttribute(self ?? null, name) ?? new List()).map(expectStr);
}

export function addText(context: Context, self: Value | undefined, text: string, errors: ParserErrors): null {
  const ini = readIni(text, {
    delimiters: texts(context, self, '_delimiters'),
    optionName: (name) => optionName(context, self, name),
    allowNoValue: flag(context, self, '_allow_no_value'),
    inline: texts(context, self, '_inline'),
  });
  if (ini.error !== null) {
    const { kind, line } = ini.error;
    if (kind === 'duplicate' && !flag(context, self, '_strict'))
      throw new NotModelled('a lax parser is not modelled');
    const type = { 'no-section': errors.missingHeader, syntax: errors.parsing, duplicate: errors.duplicate }[
      kind
    ];
    raiseFrom(context, type, `the INI file can't be read at line ${line}`);
  }
  const sections = sectionsOf(context, self);
  for (const [name, options] of ini.sections) {
    const section = sections.get(name) ?? new Dict();
    sections.set(name, section);
    for (const [option, value] of options) expectDict(section).set(option, value);
  }
  return null;
}

/** The options of one section from a mapping: keys and values become text. */
export function optionsFrom(context: Context, self: Value | undefined, mapping: Value | undefined): Dict {
  const options = new Dict();
  for (const key of context.iterate(mapping ?? null)) {
    const value = context.getItem(mapping ?? null, key);
    options.set(optionName(context, self, context.str(key)), value === null ? null : context.str(value));
  }
  return options;
}

/** The options of a section with those of DEFAULT. */
export function optionsOf(
  context: Context,
  self: Value | undefined,
  section: string,
  errors: ParserErrors,
): Dict {
  const sections = sectionsOf(context, self);
  const own = sections.get(section);
  if (own === undefined && section !== 'DEFAULT')
    return raiseFrom(context, errors.missingSection, `No section: ${context.repr(section)}`);
  const defaults = expectDict(sections.get('DEFAULT'));
  return new Dict(
    [...defaults.entries(), ...expectDict(own).entries()].map(({ key, value }) => [key, value]),
  );
}

/** The names of a section's options, those of DEFAULT last. */
export function optionNames(
  context: Context,
  self: Value | undefined,
  section: string,
  errors: ParserErrors,
): readonly Value[] {
  const all = [...optionsOf(context, self, section, errors).entries()].map(({ key }) => key);
  const own = sectionsOf(context, self).get(section) ?? new Dict();
  const isOwn = (name: Value): boolean => expectDict(own).has(name);
  return [...[...expectDict(own).entries()].map(({ key }) => key), ...all.filter((name) => !isOwn(name))];
}

/** A method that changes the parser: where it can't be carried out, nothing the parser says is known any more. */
export function changing(signature: string, run: (context: Context, args: Arguments) => Value): Value {
  return native(
    signature,
    (context, args) => {
      try {
        return run(context, args);
      } catch (error) {
        const { self = null } = args;
        if (error instanceof MetUnknown) context.setAttribute(self, '_sections', error.unknown);
        if (error instanceof NotModelled)
          context.setAttribute(self, '_sections', context.unknown(error.message));
        throw error;
      }
    },
    { takesUnknown: true },
  );
}

/** What a parser is asked for. `vars`: a dict or None; what it has goes before the options of the section. */
interface Question {
  readonly section: string;
  readonly option: Value | undefined;
  readonly raw: boolean;
  readonly vars?: Value | undefined;
}

/** The value of an option of a section with its references filled in; `undefined` where there is none. */
export function filledIn(
  context: Context,
  self: Value | undefined,
  { section, option, raw, vars = null }: Question,
  errors: ParserErrors,
): Value | undefined {
  const options = optionsOf(context, self, section, errors);
  if (vars !== null)
    for (const { key, value } of optionsFrom(context, self, vars).entries()) options.set(key, value);
  const within = (name: string): OptionText | undefined => {
    if (name !== 'DEFAULT' && !sectionsOf(context, self).has(name)) return undefined;
    const found = name === section ? options : optionsOf(context, self, name, errors);
    return (other) => found.get(optionName(context, self, other)) as string | null | undefined;
  };
  const value = options.get(optionName(context, self, option));
  const how = context.getAttribute(self ?? null, '_interpolates');
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

export function toBoolean(context: Context, value: Value): Value {
  const found = BOOLEANS[expectStr(value).toLowerCase()];
  return found ?? context.raise('ValueError', `Not a boolean: ${expectStr(value)}`);
}
