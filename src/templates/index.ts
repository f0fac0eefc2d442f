import { loadParser, type Parsed } from '../python/syntax/parse.ts';

export { quoted, type ReadingRules, readDjangoTemplate } from './django/index.ts';
export { readJinjaTemplate } from './jinja.ts';
export { offsetOf, type Place } from './place.ts';
export { mayRefer, type PythonReading, readPython } from './python/index.ts';
export { staticTagsIn } from './python/tags.ts';
export type { Load, Reference, Slip, TagUse, TemplateReading } from './reference.ts';

/** Parses the text of a Python file. Throws CollectstaticError `python-syntax`. */
export type PythonFiles = (file: string, text: string) => Parsed;

/** Loads the parser of Python. */
export async function pythonFiles(): Promise<PythonFiles> {
  const { parse } = await loadParser();
  return parse;
}
