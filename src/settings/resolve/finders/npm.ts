import { resolve } from 'node:path';
import type { NpmSpec } from '../../../types.ts';
import type { Reader } from '../../reader.ts';

/** Resolves the settings of django-npm, which looks in the working directory unless told otherwise. */
export function resolveNpm(reader: Reader): NpmSpec {
  const root = reader.need('NPM_ROOT_PATH') ?? '.';
  const prefix = reader.need('NPM_STATIC_FILES_PREFIX') ?? '';
  const patterns = reader.need('NPM_FILE_PATTERNS');
  return {
    root: resolve(reader.entry('NPM_ROOT_PATH').folder, root),
    prefix: prefix.replace(/^\/+|\/+$/g, ''),
    patterns: patterns instanceof Map ? Object.fromEntries(patterns) : null,
  };
}
