/** INI files as Python's configparser reads them. */

import { BLANK_CLASS, isBlank, strip, stripEnd } from '../../../../text/blanks.ts';

export interface IniStyle {
  readonly delimiters: readonly string[];
  /** The form in which the name of an option is kept (`optionxform`). */
  readonly optionName: (name: string) => string;
  readonly allowNoValue: boolean;
  /** Prefixes that begin a comment behind a value. */
  readonly inline: readonly string[];
}

export type IniSections = ReadonlyMap<string, ReadonlyMap<string, string | null>>;

export interface Ini {
  readonly sections: IniSections;
  /** The first line that is neither a section, an option nor part of one; counts from 1. */
  readonly error: { readonly kind: 'no-section' | 'syntax' | 'duplicate'; readonly line: number } | null;
}

const SECTION = /^\[(.+)\]/;
const COMMENT = new RegExp(`^[${BLANK_CLASS}]*[#;]`);
const NO_BLANK = new RegExp(`[^${BLANK_CLASS}]`);

/** The text of a line without a comment behind it. */
function withoutComment(line: string, prefixes: readonly string[]): string {
  for (let at = 0; at < line.length; at += 1)
    if (
      (at === 0 || isBlank(line[at - 1] as string)) &&
      prefixes.some((prefix) => line.startsWith(prefix, at))
    )
      return line.slice(0, at);
  return line;
}

function splitOption(text: string, style: IniStyle): readonly [string, string | null] | null {
  const places = style.delimiters.map((delimiter) => text.indexOf(delimiter)).filter((place) => place >= 0);
  if (places.length === 0) return style.allowNoValue ? [text, null] : null;
  const at = Math.min(...places);
  const name = stripEnd(text.slice(0, at));
  return name === '' ? null : [name, strip(text.slice(at + 1))];
}

/** Lines further in than the option continue its value; empty lines within one are kept, those at its end are not. */
export function readIni(text: string, style: IniStyle): Ini {
  const sections = new Map<string, Map<string, string | null>>();
  const lines = new Map<string, (string | null)[]>();
  let section: string | null = null;
  let option: string | null = null;
  let indent = 0;
  let error: Ini['error'] = null;
  const keep = (): void => {
    for (const [key, parts] of lines) {
      const [name, ...rest] = key.split('\0');
      const value = parts[0] === null ? null : stripEnd(parts.join('\n'));
      sections.get(name as string)?.set(rest.join('\0'), value);
    }
  };
  const key = (): string => `${section}\0${option}`;
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const isComment = COMMENT.test(raw);
    const value = isComment ? '' : strip(withoutComment(raw, style.inline));
    if (value === '') {
      // Comments leave no trace; an empty line stays part of a value that goes on behind it.
      if (!isComment && strip(raw) === '' && option !== null) lines.get(key())?.push('');
      continue;
    }
    const depth = NO_BLANK.exec(raw)?.index ?? 0;
    if (option !== null && depth > indent && lines.has(key())) {
      lines.get(key())?.push(value);
      continue;
    }
    indent = depth;
    const header = SECTION.exec(value);
    if (header !== null) {
      section = header[1] as string;
      option = null;
      if (sections.has(section) && section !== 'DEFAULT') error ??= { kind: 'duplicate', line: index + 1 };
      if (!sections.has(section)) sections.set(section, new Map());
      continue;
    }
    const pair = splitOption(value, style);
    if (section === null || pair === null) {
      error ??= { kind: section === null ? 'no-section' : 'syntax', line: index + 1 };
      continue;
    }
    option = style.optionName(pair[0]);
    if (lines.has(key())) error ??= { kind: 'duplicate', line: index + 1 };
    sections.get(section)?.set(option, pair[1]);
    lines.set(key(), [pair[1]]);
  }
  keep();
  return { sections, error };
}
