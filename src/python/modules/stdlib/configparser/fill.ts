import { expectPath, expectStr, known } from '../../../native/expect.ts';
import { raiseFrom } from '../../../native/raise.ts';
import { Dict } from '../../../values/dict.ts';
import { List } from '../../../values/list.ts';
import type { Runtime } from '../../../values/runtime.ts';
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
function readFiles(runtime: Runtime, self: Value | undefined, given: Value, errors: ParserErrors): Value {
  const paths =
    typeof given === 'string' || (typeof given === 'object' && given?.kind === 'instance')
      ? [given]
      : runtime.iterate(given);
  const read = paths
    .map((path) => expectPath(runtime, path))
    .filter((path) => {
      const text = readTextFile(runtime, path);
      if (text !== null) addText(runtime, self, text, errors);
      return text !== null;
    });
  return new List(read);
}

function addSection(
  runtime: Runtime,
  self: Value | undefined,
  given: Value | undefined,
  errors: ParserErrors,
): Value {
  const name = expectStr(given);
  if (name === 'DEFAULT') return runtime.raise('ValueError', 'Invalid section name: DEFAULT');
  if (sectionsOf(runtime, self).has(name))
    return raiseFrom(runtime, errors.duplicate, `Section ${name} already exists`);
  sectionsOf(runtime, self).set(name, new Dict());
  return null;
}

/** The methods that fill a parser. */
export function fillingMethods(errors: ParserErrors): Readonly<Record<string, Value>> {
  const section = (runtime: Runtime, self: Value | undefined, name: Value | undefined): Dict => {
    const found = sectionsOf(runtime, self).get(expectStr(name));
    if (found !== undefined) return expectDict(found);
    return raiseFrom(runtime, errors.missingSection, `No section: ${expectStr(name)}`);
  };
  return {
    read: changing('read(self, filenames, encoding=None)', (runtime, { self, filenames = null }) =>
      readFiles(runtime, self, known(filenames), errors),
    ),
    read_file: changing('read_file(self, f, source=None)', (runtime, { self, f = null }) => {
      const lines = runtime.iterate(f).map(expectStr);
      return addText(runtime, self, lines.map((line) => line.replace(/\n$/, '')).join('\n'), errors);
    }),
    read_string: changing("read_string(self, string, source='<string>')", (runtime, { self, string }) =>
      addText(runtime, self, expectStr(string), errors),
    ),
    read_dict: changing("read_dict(self, dictionary, source='<dict>')", (runtime, { self, dictionary }) => {
      const sections = sectionsOf(runtime, self);
      for (const { key, value } of expectDict(dictionary).entries()) {
        const name = runtime.str(key);
        const options = expectDict(sections.get(name) ?? new Dict());
        sections.set(name, options);
        for (const option of optionsFrom(runtime, self, value).entries())
          options.set(option.key, option.value);
      }
      return null;
    }),
    set: changing(
      'set(self, section, option, value=None)',
      (runtime, { self, section: name, option, value = null }) => {
        section(runtime, self, name).set(optionName(runtime, self, option), known(value));
        return null;
      },
    ),
    add_section: changing('add_section(self, section)', (runtime, { self, section: name }) =>
      addSection(runtime, self, name, errors),
    ),
    remove_section: changing('remove_section(self, section)', (runtime, { self, section: name }) =>
      sectionsOf(runtime, self).delete(expectStr(name)),
    ),
    remove_option: changing(
      'remove_option(self, section, option)',
      (runtime, { self, section: name, option }) =>
        section(runtime, self, name).delete(optionName(runtime, self, option)),
    ),
    __setitem__: changing('__setitem__(self, key, value)', (runtime, { self, key, value }) => {
      sectionsOf(runtime, self).set(expectStr(key), optionsFrom(runtime, self, known(value)));
      return null;
    }),
    __delitem__: changing('__delitem__(self, key)', (runtime, { self, key = null }) => {
      if (!sectionNames(runtime, self).includes(expectStr(key))) runtime.raiseValue('KeyError', key);
      sectionsOf(runtime, self).delete(key);
      return null;
    }),
    clear: changing('clear(self)', () => {
      throw new NotModelled('clearing a parser is not modelled');
    }),
  };
}
