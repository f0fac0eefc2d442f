import { loadParser } from '../python/syntax/parse.ts';
import type { PythonFiles } from './python/index.ts';

export { decodeSource } from '../python/syntax/parse.ts';
export { quoted } from './django/argument.ts';
export { type ReadingRules, readDjangoTemplate } from './django/index.ts';
export { readJinjaTemplate } from './jinja.ts';
export { offsetOf, type Place } from './place.ts';
export { mayRefer, type PythonFiles, type PythonReading, readPythonText } from './python/index.ts';
export { staticTagsIn } from './python/tags.ts';
export type { Load, Reference, Slip, TagUse, TemplateReading } from './reference.ts';

/** Loads the parser of Python. */
export async function pythonFiles(): Promise<PythonFiles> {
  const { parse } = await loadParser();
  return parse;
}
