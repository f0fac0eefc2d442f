import { resolve } from 'node:path';
import { List } from '../values/list.ts';
import type { Files } from '../values/outside.ts';
import { isUnknown, MetUnknown } from '../values/values.ts';
import { Environment } from './environment.ts';
import { openFiles } from './files.ts';
import { ModuleFinder } from './module-finder.ts';
import { type PythonVersion, pythonVersionOf } from './python-version.ts';

/** What a host is made from: the options of an evaluation that are about the world, and who is told of its use. */
interface HostOptions {
  readonly env: ConstructorParameters<typeof Environment>[0];
  readonly cwd: string;
  readonly searchPath: readonly string[];
  /** More folders that files may be read from. */
  readonly roots: readonly string[];
  /** An environment variable was read. */
  readonly read: (name: string) => void;
  /** So many bytes were read from a file. */
  readonly charge: (bytes: number) => void;
  /** So many steps were taken. */
  readonly work: (steps: number) => void;
}

/** What evaluated code sees of the world: environment, files, modules on disk, `sys.path`. */
export class Host {
  readonly environment: Environment;
  readonly files: Files;
  /** Folders that files may be read from. */
  readonly roots: Set<string>;
  readonly searchPath: List;
  readonly finder: ModuleFinder;
  /** Folders that would have to be allowed, by the reason that was given for what may not be read. */
  readonly #refused = new Map<string, string>();
  #version: { readonly of: PythonVersion | null } | undefined;

  constructor({ env, cwd, searchPath, roots, read, charge, work }: HostOptions) {
    this.environment = new Environment(env, read, cwd);
    this.searchPath = new List([...searchPath]);
    this.roots = new Set([cwd, ...searchPath, ...roots]);
    this.files = openFiles({
      cwd: () => this.cwd,
      roots: () => [...this.roots],
      charge,
      work,
      refused: (reason, folder) => this.#refused.set(reason, folder),
    });
    this.finder = new ModuleFinder(() =>
      this.#folders().map((entry) =>
        resolve(isUnknown(this.environment.cwd) ? '' : this.environment.cwd, entry),
      ),
    );
  }

  #folders(): readonly string[] {
    return this.searchPath.items.filter((entry) => typeof entry === 'string');
  }

  /** The working directory, absolute. Throws `MetUnknown` if it is not known. */
  get cwd(): string {
    const { cwd } = this.environment;
    if (typeof cwd !== 'string') throw new MetUnknown(cwd);
    return cwd;
  }

  /** Of the environment; `null` if none tells. */
  get pythonVersion(): PythonVersion | null {
    this.#version ??= { of: pythonVersionOf(this.#folders()) };
    return this.#version.of;
  }

  /** The folder that would have to be allowed, for what is unknown for this reason. */
  refusedFor(reason: string): string | undefined {
    return this.#refused.get(reason);
  }
}
