import { join } from 'node:path';
import { writtenTextIfAny } from '../../../regular-file.ts';
import type { EnhancedSpec, Problem } from '../../../types.ts';
import { isList } from '../../datum.ts';
import type { Entry } from '../../entry.ts';
import { pointing } from '../../problems/place.ts';
import type { Reader } from '../../reader.ts';
import type { Backend } from './backend/backend.ts';
import { PACKAGE } from './enhanced.ts';

/** The version of django-manifeststaticfiles-enhanced whose rules are built. */
const ENHANCED_VERSION = '0.10.1';

/** How a value is read, with a problem for one of another type. */
export type Typed = (name: string, type: 'boolean') => boolean | null;

/** Reads the options that decide what is rewritten. */
export function enhancedSpec(
  { values, className }: Backend,
  typed: Typed,
  entry: Entry,
  reader: Reader,
  problems: Problem[],
): EnhancedSpec {
  const at = pointing(entry.locate([]));
  const ignored = values.get('ignore_errors') ?? [];
  if (!isList(ignored)) {
    const message = `ignore_errors of ${className} must be a list`;
    problems.push({ code: 'setting-invalid', severity: 'error', message, ...at });
  }
  const entries = isList(ignored) ? ignored : [];
  const idle = entries.find((each) => typeof each !== 'string' || !each.includes(':'));
  if (idle !== undefined) {
    problems.push({
      code: 'option-idle',
      severity: 'warning',
      message: `ignore_errors of ${className} has an entry that ignores nothing: ${typeof idle === 'string' ? `'${idle}'` : 'it is no text'}`,
      hint: "Write '<file>:<url>', with * for anything: 'vendor/*.css:*.woff'.",
      ...at,
    });
  }
  // Which files they are is told by a function; our own setting says it in data.
  if ((values.get('prehashed') ?? null) !== null && reader.peek('PREHASHED').length === 0) {
    problems.push({
      code: 'storage-option-unbuilt',
      severity: 'error',
      message: `prehashed of ${className} is a function, which is not run here`,
      hint: `Name the files by globs: COLLECTSTATIC = {"PREHASHED": ["dist/**"]} (or "auto"); then it is passed over.`,
      ...at,
    });
  }
  return {
    useLexer: typed('use_lexer', 'boolean') ?? false,
    sourcemapStrict: typed('sourcemap_strict', 'boolean') ?? false,
    ignoreErrors: entries.filter((each) => typeof each === 'string'),
  };
}

/**
 * Whether only hashed files are wanted. In a settings module the option is heeded by the package's own command alone, which
 * Django takes if its app stands before Django's.
 */
export function keepsOnlyHashed(
  { className }: Backend,
  typed: Typed,
  entry: Entry,
  reader: Reader,
  problems: Problem[],
): boolean {
  if (typed('keep_original_files', 'boolean') !== false) return false;
  const apps = reader.peek('INSTALLED_APPS').map(String);
  const own = apps.indexOf(PACKAGE);
  const djangos = apps.findIndex((name) => name.startsWith('django.contrib.staticfiles'));
  if (entry.origin.kind !== 'settings' || (own !== -1 && (djangos === -1 || own < djangos))) return true;
  problems.push({
    code: 'option-idle',
    severity: 'warning',
    message: `keep_original_files=False of ${className} changes nothing: Django's own collectstatic command keeps the files`,
    hint: `Put '${PACKAGE}' into INSTALLED_APPS, before 'django.contrib.staticfiles'.`,
    ...pointing(entry.locate([])),
  });
  return false;
}

/** A warning if the package that the project has is of another version. `searchPath`: of its Python. */
export function otherVersion(searchPath: readonly string[]): readonly Problem[] {
  for (const folder of searchPath) {
    const file = join(folder, PACKAGE, '__init__.py');
    const version = versionIn(file);
    if (version === undefined) continue;
    if (version === ENHANCED_VERSION) return [];
    return [
      {
        code: 'package-version',
        severity: 'warning',
        message: `django-manifeststaticfiles-enhanced ${version} may write other bytes: ${ENHANCED_VERSION} is the version that is followed`,
        at: { file },
      },
    ];
  }
  return [];
}

function versionIn(file: string): string | undefined {
  return /^__version__ = ["']([^"']+)["']/m.exec(writtenTextIfAny(file))?.[1];
}
