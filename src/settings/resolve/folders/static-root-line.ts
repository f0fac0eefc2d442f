import { extname } from 'node:path';
import { writtenTextIfAny } from '../../../regular-file.ts';

const FOLDER = 'staticfiles';

/** Returns the line that gives a settings file a STATIC_ROOT, in the file's own language. */
export function staticRootLine(file: string): string {
  switch (extname(file)) {
    case '.json':
      return `"STATIC_ROOT": "${FOLDER}"`;
    case '.yaml':
    case '.yml':
      return `STATIC_ROOT: ${FOLDER}`;
    case '.py':
      return `STATIC_ROOT = ${inPython(file)}`;
    case '.toml':
      return `STATIC_ROOT = "${FOLDER}"`;
    default:
      return `STATIC_ROOT: '${FOLDER}',`;
  }
}

/** In the folder that `startproject` calls BASE_DIR, which is a Path, and was a string before Django 3.1. */
function inPython(file: string): string {
  const text = writtenTextIfAny(file);
  if (/^BASE_DIR\s*=\s*Path\(/m.test(text)) return `BASE_DIR / "${FOLDER}"`;
  const isText = /^BASE_DIR\s*=\s*os\.path\./m.test(text);
  return isText ? `os.path.join(BASE_DIR, "${FOLDER}")` : `"${FOLDER}"`;
}
