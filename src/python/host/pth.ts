import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { namesIn } from '../../folders.ts';
import { writtenTextIfAny } from '../../regular-file.ts';
import { stripEnd } from '../../text/blanks.ts';
import { importedFile } from './editable-finder.ts';

/**
 * Lines of code in `.pth` files that make no module findable: of setuptools, virtualenv, pywin32, tools that measure from
 * the start, and of old namespace packages, whose folders are found without it.
 */
const HARMLESS: readonly RegExp[] = [
  /^import os; var = 'SETUPTOOLS_USE_DISTUTILS';/,
  /^import _virtualenv\s*$/,
  /^import pywin32_bootstrap\s*$/,
  /^import (?:os, )?sys;\s*exec\(.*\b(?:coverage\.process_startup|COV_CORE_SOURCE)\b/,
  /^import sys, types, os;\s*(?:has_mfs|p) = .*\bmp\.append\(p\)\s*$/,
  /^import sys; (?:sys\.__plen|new=sys\.path\[sys\.__plen:\])/,
];

/**
 * The entries that the `.pth` files of a site-packages folder add to `sys.path`, as Python's `site` reads them: sorted by
 * name, hidden ones left out, a path a line, only what exists. Of lines of code, the finder of an editable install is an
 * entry by its file; if a line runs code that is not known, the `.pth` file itself is one: what it adds is not known.
 */
export function entriesOfPth(site: string): readonly string[] {
  return namesIn(site)
    .filter((name) => name.endsWith('.pth') && !name.startsWith('.'))
    .flatMap((name) => linesOf(join(site, name)).flatMap((line) => entryOf(site, name, line)));
}

function entryOf(site: string, name: string, line: string): readonly string[] {
  if (line === '' || line.startsWith('#')) return [];
  if (!/^import[ \t]/.test(line)) return [resolve(site, line)].filter((path) => existsSync(path));
  if (HARMLESS.some((pattern) => pattern.test(line))) return [];
  return [importedFile(site, line) ?? join(site, name)];
}

/** An empty line for a file that can't be read: Python's `site` passes over it too. */
function linesOf(file: string): readonly string[] {
  const text = writtenTextIfAny(file).replace(/^\uFEFF/, '');
  return text.split(/\r?\n/).map((line) => stripEnd(line));
}
