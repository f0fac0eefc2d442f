import { describeDatum, firstUnresolved, isOpaque, isTable, type Table } from '../../datum.ts';
import type { Options } from './read-options.ts';

/**
 * The keyword arguments of an object that an option holds: one made of `className`, or in a config file a table of them.
 * `null` if there is none, and for another object, which is noted.
 */
export function readMade(options: Options, name: string, className: string): Table | null {
  const { datum, label, language } = options.said(name);
  if (datum === null) return null;
  if (isTable(datum) && language === 'json') return datum;
  if (isOpaque(datum) && datum.made?.className === className) return datum.made.keywords;
  options.refuse(name, {
    code: 'storage-option-unbuilt',
    message: `${label} is ${describeDatum(datum, language)}, which can't be followed here`,
    hint: `It is read if it is ${className}(...) itself.`,
  });
  return null;
}

/**
 * Notes the keywords of such an object that are built and can't be known, and those that would change something and are not
 * built. `harmless`: those that change nothing here.
 */
export function noteKeywords(
  options: Options,
  name: string,
  keywords: Table,
  built: readonly string[],
  harmless: readonly string[],
): void {
  for (const key of built) {
    const unresolved = firstUnresolved(keywords.get(key));
    if (unresolved !== undefined) options.lacks(name, unresolved);
  }
  const unbuilt = [...keywords].filter(
    ([key, value]) => value !== null && value !== false && !built.includes(key) && !harmless.includes(key),
  );
  if (unbuilt.length === 0) return;
  const keys = unbuilt.map(([key]) => key).join(', ');
  options.warn(name, {
    code: 'storage-option-unbuilt',
    message: `${options.said(name).label} says ${keys}, which is not followed here`,
    hint: 'Files are published without it.',
  });
}
