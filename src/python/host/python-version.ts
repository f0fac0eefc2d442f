import { join } from 'node:path';
import { namesIn } from '../../folders.ts';
import { writtenTextIfAny } from '../../regular-file.ts';

/** The Python of an environment, as its folders and files tell. */
export interface PythonVersion {
  /** Of 3.x. */
  readonly minor: number;
  /** `null` if only the folder's name is known. */
  readonly micro: number | null;
  /** Of extension modules that are built for this very version, `cpython-313t`; `null` for other implementations. */
  readonly tag: string | null;
  /** The environment's folder, `sys.prefix`. */
  readonly prefix: string;
}

const POSIX = /^(.*)[\\/]lib(?:64)?[\\/](python|pypy)3\.(\d+)(t?)[\\/](?:site|dist)-packages$/;
const OTHERS = /^(.*)[\\/](?:lib[\\/]python3[\\/]dist-packages|Lib[\\/]site-packages|site-packages)$/;

/** The version of the first entry of `sys.path` that belongs to an environment; `null` if none does. */
export function pythonVersionOf(searchPath: readonly string[]): PythonVersion | null {
  for (const entry of searchPath) {
    const version = versionOfSite(entry);
    if (version !== null) return version;
  }
  return null;
}

function versionOfSite(site: string): PythonVersion | null {
  const named = POSIX.exec(site);
  if (named !== null) {
    const [, prefix = '', implementation, minor = '', threads = ''] = named;
    const told = recordedVersion(prefix);
    const tag = implementation === 'python' ? `cpython-3${minor}${threads}` : null;
    return { prefix, minor: Number(minor), micro: told?.minor === Number(minor) ? told.micro : null, tag };
  }
  const prefix = OTHERS.exec(site)?.[1];
  const told = prefix === undefined ? null : (recordedVersion(prefix) ?? onlyLibrary(prefix));
  return told === null || prefix === undefined ? null : { prefix, ...told, tag: null };
}

interface Recorded {
  readonly minor: number;
  readonly micro: number | null;
}

/** What `pyvenv.cfg` says (`version` of venv, `version_info` of virtualenv and uv), or the record of conda. */
function recordedVersion(prefix: string): Recorded | null {
  const text = configOf(prefix);
  const said = /^version(?:_info)?\s*=\s*3\.(\d+)(?:\.(\d+))?/m.exec(text);
  const conda = said ?? condaRecord(prefix);
  return conda === null
    ? null
    : { minor: Number(conda[1]), micro: conda[2] === undefined ? null : Number(conda[2]) };
}

/** The text of an environment's `pyvenv.cfg`; empty if it has none. */
export function configOf(prefix: string): string {
  return writtenTextIfAny(join(prefix, 'pyvenv.cfg'));
}

function condaRecord(prefix: string): RegExpExecArray | null {
  const record = namesIn(join(prefix, 'conda-meta')).find((name) => /^python-3\.\d+.*\.json$/.test(name));
  return record === undefined ? null : /^python-3\.(\d+)(?:\.(\d+))?/.exec(record);
}

/** Debian keeps the packages of all versions in one folder: the version is told where there is one library only. */
function onlyLibrary(prefix: string): Recorded | null {
  const minors = namesIn(join(prefix, 'lib')).flatMap((name) => /^python3\.(\d+)$/.exec(name)?.[1] ?? []);
  return minors.length === 1 ? { minor: Number(minors[0]), micro: null } : null;
}
