import { errnoOf, errnoWords } from '../errors.ts';
import type { Problem } from '../types.ts';

/** Problem of a link that leads nowhere, or in a circle. */
export function badLink(file: string, error: unknown): Problem {
  if (errnoOf(error) === 'ELOOP') return linkLoop(file);
  return {
    code: 'broken-link',
    severity: 'error',
    message: `${file} is a symbolic link to nothing`,
    at: { file },
    hint: 'Mend or remove the link, or leave it out with --ignore.',
    cause: errnoWords(error),
  };
}

/** Problem of a link to a folder it lies in: a walk that followed it would never end. */
export function linkLoop(file: string): Problem {
  return {
    code: 'symlink-loop',
    severity: 'error',
    message: `${file} is a symbolic link that leads back to itself or to a folder above it`,
    at: { file },
    hint: 'Remove the link, or leave it out with --ignore.',
  };
}

/** Problem of a link into STATIC_ROOT; both paths are absolute. */
export function linkToStaticRoot(file: string, staticRoot: string): Problem {
  return {
    code: 'static-root-overlap',
    severity: 'error',
    message: `${file} is a link into STATIC_ROOT (${staticRoot}), which would be collected into itself`,
    at: { file },
    hint: 'Remove the link, or leave it out with --ignore.',
  };
}

export function unreadable(file: string, what: 'file' | 'folder', error: unknown): Problem {
  return {
    code: `unreadable-${what}`,
    severity: 'error',
    message: `The ${what} ${file} can't be read`,
    at: { file },
    hint: 'Give this user the right to read it, or leave it out with --ignore.',
    cause: errnoWords(error),
  };
}

export function specialFile(file: string): Problem {
  return {
    code: 'special-file',
    severity: 'warning',
    message: `${file} is a FIFO, a socket or a device, and was left out`,
    at: { file },
    hint: 'Remove it; --ignore leaves it out without a word.',
  };
}

/** Problem of a name that is not UTF-8. Shows each byte that does not fit as `\xNN`. */
export function nameNotUtf8(folder: string, name: Uint8Array): Problem {
  return {
    code: 'name-not-utf8',
    severity: 'error',
    message: `A name in ${folder} is not UTF-8: ${Buffer.from(name)
      .toString('latin1')
      .replace(/[^ -~]/g, hex)}`,
    at: { file: folder },
    hint: 'Rename it: no URL and no manifest could name this file.',
  };
}

function hex(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

export function unsafePrefix(prefix: string, root: string): Problem {
  return {
    code: 'unsafe-path',
    severity: 'error',
    message: `The prefix "${prefix}" of ${root} would put files outside of STATIC_ROOT`,
    at: { file: root },
    hint: 'A prefix is a relative path without "..".',
  };
}

/** Warning of a glob in `setting` (STATICFILES_DIRS or APP_DIRS) that matches no folder: Django's W004 for globs. */
export function globWithoutMatch(setting: string, glob: string): Problem {
  return {
    code: 'glob-without-match',
    severity: 'warning',
    message: `No folder matches ${glob} of ${setting}`,
    at: { file: glob },
    hint: 'Make such a folder, or take the glob out.',
  };
}
