import { expectPath, expectStr, known } from '../../../native/expect.ts';
import { raiseFrom } from '../../../native/raise.ts';
import { Dict, List } from '../../../values/containers.ts';
import type { Context } from '../../../values/context.ts';
import { NotModelled, type Value } from '../../../values/values.ts';
import { expectDict } from '../collections/dicts.ts';
import { readTextFile } from '../text-file.ts';
import {
  addText,
  changing,
  optionName,
  optionsFrom,
  type ParserErrors,
  sectionNames,
  sectionsOf,
} from './sections.ts';

/** `read`: a path or several; those that are not there are passed over. */
function readFiles(context: Context, self: Value | undefined, given: Value, errors: ParserErrors): Value {
  const paths =
    typeof given === 'string' || (typeof given === 'object' && given?.kind === 'instance')
      ? [given]
      : context.iterate(given);
  const read = paths
    .map((path) => expectPath(context, path))
    .filter((path) => {
      const text = readTextFile(context, path);
      if (text !== null) addText(context, self, text, errors);
      return text !== null;
    });
  return new List(read);
}

function addSection(
  context: Context,
  self: Value | undefined,
  given: Value | undefined,
  errors: ParserErrors,
): Value {
  const name = expectStr(given);
  if (name === 'DEFAULT') return context.raise('ValueError', 'Invalid section name: DEFAULT');
  if (sectionsOf(context, self).has(name))
    return raiseFrom(context, errors.duplicate, `Section ${name} already exists`);
  sectionsOf(context, self).set(name, new Dict());
  return null;
}

/** The methods that fill a parser. */
export function fillingMethods(errors: ParserErrors): Readonly<Record<string, Value>> {
  const section = (context: Context, self: Value | undefined, name: Value | undefined): Dict => {
    const found = sectionsOf(context, self).get(expectStr(name));
    if (found !== undefined) return expectDict(found);
    return raiseFrom(context, errors.missingSection, `No section: ${expectStr(name)}`);
  };
  return {
    read: changing('read(self, filenames, encoding=None)', (context, { self, filenames = null }) =>
      readFiles(context, self, known(filenames), errors),
    ),
    read_file: changing('read_file(self, f, source=None)', (context, { self, f = null }) => {
      const lines = context.iterate(f).map(expectStr);
      return addText(context, self, lines.map((line) => line.replace(/\n$/, '')).join('\n'), errors);
    }),
    read_string: changing("read_string(self, string, source='<string>')", (context, { self, string }) =>
      addText(context, self, expectStr(string), errors),
    ),
    read_dict: changing("read_dict(self, dictionary, source='<dict>')", (context, { self, dictionary }) => {
      const sections = sectionsOf(context, self);
      for (const { key, value } of expectDict(dictionary).entries()) {
        const name = context.str(key);
        const options = expectDict(sections.get(name) ?? new Dict());
        sections.set(name, options);
        for (const option of optionsFrom(context, self, value).entries())
          options.set(option.key, option.value);
      }
      return null;
    }),
    set: changing(
      'set(self, section, option, value=None)',
      (context, { self, section: name, option, value = null }) => {
        section(context, self, name).set(optionName(context, self, option), known(value));
        return null;
      },
    ),
    add_section: changing('add_section(self, section)', (context, { self, section: name }) =>
      addSection(context, self, name, errors),
    ),
    remove_section: changing('remove_section(self, section)', (context, { self, section: name }) =>
      sectionsOf(context, self).delete(expectStr(name)),
    ),
    remove_option: changing(
      'remove_option(self, section, option)',
      (context, { self, section: name, option }) =>
        section(context, self, name).delete(optionName(context, self, option)),
    ),
    __setitem__: changing('__setitem__(self, key, value)', (context, { self, key, value }) => {
      sectionsOf(context, self).set(expectStr(key), optionsFrom(context, self, known(value)));
      return null;
    }),
    __delitem__: changing('__delitem__(self, key)', (context, { self, key = null }) => {
      if (!sectionNames(context, self).includes(expectStr(key))) context.raiseValue('KeyError', key);
      sectionsOf(context, self).delete(key);
      return null;
    }),
    clear: changing('clear(self)', () => {
      throw new NotModelled('clearing a parser is not modelled');
    }),
  };
}
