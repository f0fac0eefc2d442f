import { statSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fail } from '../../errors.ts';
import type { Position } from '../../types.ts';
import { toDatum } from '../datum.ts';
import { readText } from './text.ts';
import type { Written } from './written.ts';

/**
 * Runs a JavaScript or TypeScript config file and takes its default export (`module.exports` of a .cjs file).
 * It is the user's own program: unlike a settings.py it is executed. What it throws becomes `settings-invalid`.
 */
export async function loadScript(file: string): Promise<Written> {
  readText(file);
  const value = await run(file);
  return { file, value: toDatum(value), locate: () => ({ file }) };
}

async function run(file: string): Promise<unknown> {
  try {
    const module = (await importFresh(file)) as { readonly default?: unknown };
    return module.default;
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw fail(
      {
        code: 'settings-invalid',
        message: 'The settings file could not be run',
        at: thrownAt(error, file) ?? (await syntaxErrorAt(error, file)),
        cause,
      },
      { cause: error },
    );
  }
}

async function importFresh(file: string): Promise<unknown> {
  if (/ts$/.test(extname(file))) return importWithJiti(file);
  // Node keeps a module for as long as the process lives; a file that was edited since is another module.
  const { mtimeMs } = statSync(file);
  return import(`${pathToFileURL(file).href}?mtime=${mtimeMs}`);
}

async function importWithJiti(file: string): Promise<unknown> {
  const { createJiti } = await import('jiti');
  return createJiti(file, { fsCache: false, moduleCache: false }).import(file);
}

/** The topmost place of the stack that lies in the file itself. */
function thrownAt(error: unknown, file: string): Position | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  // jiti's parser counts columns from 0, a stack from 1.
  const first = error instanceof Error && error.message.startsWith('ParseError') ? 1 : 0;
  for (const [, url, line, column] of stack.matchAll(
    /((?:file:\/\/)?\/[^\s()]*?)(?:\?[^\s():]*)?:(\d+)(?::(\d+))?/g,
  )) {
    const path = url?.startsWith('file:') ? fileURLToPath(url) : url;
    if (path === file)
      return { file, line: Number(line), ...(column ? { column: Number(column) + first } : {}) };
  }
  return undefined;
}

/** Node keeps the place of a syntax error to itself; a module that can't be compiled by it is not run by jiti either. */
async function syntaxErrorAt(error: unknown, file: string): Promise<Position> {
  if (!(error instanceof SyntaxError)) return { file };
  try {
    await importWithJiti(file);
  } catch (again) {
    return thrownAt(again, file) ?? { file };
  }
  return { file };
}
