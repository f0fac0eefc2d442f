import { existsSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import nodeProcess from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { JitiOptions } from 'jiti';
import { CollectstaticError, fail } from '../../../errors.ts';
import type { Position } from '../../../types.ts';
import { type Datum, toDatum } from '../../datum.ts';
import { importModule } from './import-module.ts';
import { readText } from './text.ts';
import type { Written } from './written.ts';

/**
 * Runs a JavaScript or TypeScript config file and takes its default export (`module.exports` of a .cjs file).
 * It is the user's own program: unlike a settings.py it is executed. An exception becomes `settings-invalid`.
 */
export async function loadScript(file: string): Promise<Written> {
  readText(file);
  const value = await unlessIdle(run(file), file);
  return { file, value: datumOf(value, file), locate: () => ({ file }) };
}

/**
 * Waits for a module, and for what it exports, as long as anything can still happen. Without a timer, a socket or a child
 * nothing ever will, and Node would end without a word.
 */
async function unlessIdle(value: Promise<unknown>, file: string): Promise<unknown> {
  let giveUp = (): void => {};
  const idle = new Promise<never>((_, reject) => {
    giveUp = () =>
      reject(
        fail({
          code: 'settings-invalid',
          message: 'The settings file waits for something that never happens',
          at: { file },
          cause: 'its default export, or an await at its top level, is a promise that nothing settles',
        }),
      );
  });
  nodeProcess.once('beforeExit', giveUp);
  try {
    return await Promise.race([value, idle]);
  } finally {
    nodeProcess.off('beforeExit', giveUp);
  }
}

/** A getter is the user's own code as well. */
function datumOf(value: unknown, file: string): Datum {
  try {
    return toDatum(value);
  } catch (error) {
    if (error instanceof CollectstaticError) throw error;
    throw fail(
      {
        code: 'settings-invalid',
        message: 'The settings file could not be read',
        at: thrownAt(error, file) ?? { file },
        cause: causeOf(error),
      },
      { cause: error },
    );
  }
}

async function run(file: string): Promise<unknown> {
  let module: { readonly default?: unknown };
  try {
    module = (await importFresh(file)) as { readonly default?: unknown };
  } catch (error) {
    throw fail(
      {
        code: 'settings-invalid',
        message: 'The settings file could not be run',
        at: thrownAt(error, file) ?? (await syntaxErrorAt(error, file)),
        cause: causeOf(error),
      },
      { cause: error },
    );
  }
  if ('default' in module) return module.default;
  throw fail({
    code: 'settings-invalid',
    message: 'The settings file has no default export',
    at: { file },
    hint: 'Write export default { STATIC_ROOT: ... }.',
  });
}

/** jiti's parser says `ParseError: <why> <newline> <file>:<line>:<column>`, columns from 0. */
const PARSE_ERROR = /^ParseError: (.*?)\s*\n\s*(\/.*):(\d+):(\d+)$/s;

/** Words for what was thrown, on one line: without the place, which `at` tells, and without who required whom. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return PARSE_ERROR.exec(error.message)?.[1] ?? error.message.replace(/\nRequire stack:\n.*$/s, '');
}

async function importFresh(file: string): Promise<unknown> {
  if (isTypeScript(file)) return importWithJiti(file);
  // Node keeps a module for as long as the process lives; a file that was edited since is another module.
  const { mtimeMs } = statSync(file);
  try {
    return await importModule(`${pathToFileURL(file).href}?mtime=${mtimeMs}`);
  } catch (error) {
    if (!misses(error, LIBRARY)) throw error;
    const found = await importWithJiti(file);
    return extname(file) === '.cjs' ? { default: found } : found;
  }
}

/** The name by which config files import this tool. */
const LIBRARY = 'collectstatic';

/** True if a module of that name is what Node did not find. */
function misses(error: unknown, name: string): boolean {
  return (
    error instanceof Error && /^Cannot find (?:package|module) '([^']*)'/.exec(error.message)?.[1] === name
  );
}

function isTypeScript(file: string): boolean {
  return /ts$/.test(extname(file));
}

async function importWithJiti(file: string): Promise<unknown> {
  const { createJiti } = (await importModule('jiti')) as typeof import('jiti');
  const options = { fsCache: false, moduleCache: false, ...(await ownLibrary(file)) };
  return createJiti(file, options).import(file);
}

/**
 * Leads `import ... from 'collectstatic'` to this very program: a project where it is not installed (npx, a global install,
 * a wheel) has none beside it. `require` of a .cjs file is handed the module itself, which jiti would else compile anew.
 */
async function ownLibrary(file: string): Promise<Partial<JitiOptions>> {
  const library = fileURLToPath(new URL('./index.js', import.meta.url));
  // The sources are run without a bundle by tests alone.
  if (!existsSync(library)) return {};
  if (extname(file) === '.cjs')
    return { virtualModules: { [LIBRARY]: await importModule(pathToFileURL(library).href) } };
  const schema = fileURLToPath(new URL('./schema.json', import.meta.url));
  return { alias: { [LIBRARY]: library, [`${LIBRARY}/schema.json`]: schema } };
}

/** Returns the place where the parser stopped, in any file; or the topmost place of the stack that lies in `file` itself. */
function thrownAt(error: unknown, file: string): Position | undefined {
  if (!(error instanceof Error)) return undefined;
  const [, , parsed, parsedLine, parsedColumn] = PARSE_ERROR.exec(error.message) ?? [];
  if (parsed !== undefined)
    return { file: parsed, line: Number(parsedLine), column: Number(parsedColumn) + 1 };
  for (const [, url, line, column] of (error.stack ?? '').matchAll(
    /((?:file:\/\/)?\/[^\s()]*?)(?:\?[^\s():]*)?:(\d+)(?::(\d+))?/g,
  )) {
    const path = url?.startsWith('file:') ? fileURLToPath(url) : url;
    if (path !== file) continue;
    // What jiti runs has the lines of the file, but not its columns.
    const known = column !== undefined && !isTypeScript(file);
    return { file, line: Number(line), ...(known && { column: Number(column) }) };
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
