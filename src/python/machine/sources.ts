import { resolve, sep } from 'node:path';
import { fail } from '../../errors.ts';
import { isWithin } from '../../path.ts';
import type { ModuleFinder } from '../host/module-finder.ts';
import { isPackageFolder } from '../host/path-entry.ts';
import { decodeSource, type Parsed, type Parser } from '../syntax/parse.ts';
import type { Files } from '../values/outside.ts';
import type { NativeModule } from '../values/runtime.ts';
import type { PythonOptions } from './options.ts';

/** Where modules lie, how they are read for that, and their trees. */
export class Sources {
  /** Files that are the settings themselves, wherever they lie: they are carried out whole. */
  readonly eager: Set<string> = new Set();
  /** True if modules are read for the sake of a class. */
  isClassWanted: boolean;
  readonly #options: PythonOptions;
  readonly #parser: Parser;
  readonly #models: ReadonlyMap<string, NativeModule>;
  readonly #finder: ModuleFinder;
  readonly #files: Files;
  readonly #isPackage = new Map<string, boolean>();
  readonly #parsed = new Map<string, Parsed>();

  constructor(
    options: PythonOptions,
    parser: Parser,
    models: ReadonlyMap<string, NativeModule>,
    finder: ModuleFinder,
    files: Files,
  ) {
    this.isClassWanted = options.lazy === true;
    this.#options = options;
    this.#parser = parser;
    this.#models = models;
    this.#finder = finder;
    this.#files = files;
  }

  /** True if a modelled module stands for this name: one of the project with the same name goes first. */
  isModelled(dotted: string): boolean {
    const model = this.#models.get(dotted);
    if (model === undefined) return false;
    if (model.from === 'stdlib') return true;
    const file = this.#finder.find(dotted.split('.')[0] ?? dotted)?.file;
    return file == null || this.isPackage(file);
  }

  /** True if a file belongs to installed packages rather than to the project. */
  isPackage(file: string): boolean {
    const known = this.#isPackage.get(file);
    if (known !== undefined) return known;
    const folders = this.#finder.packageFolders.filter((folder) => resolve(folder) !== this.#options.cwd);
    const result = isPackageFolder(file) || folders.some((folder) => isWithin(file, folder, sep));
    this.#isPackage.set(file, result);
    return result;
  }

  /** True if of a file only what is asked for is evaluated: packages, and all that is read for the sake of a class (policy Lazy). */
  readsLazily(file: string): boolean {
    return this.isClassWanted || (this.isPackage(file) && !this.eager.has(file));
  }

  /** Throws CollectstaticError for a file that can't be read or parsed. Each is parsed once. */
  parseFile(file: string): Parsed {
    const known = this.#parsed.get(file);
    if (known !== undefined) return known;
    const data = this.#files.read(file);
    if (data === null)
      throw fail({
        code: 'python-unreadable',
        message: `The file ${file} can't be read`,
        at: { file },
        hint: 'Give this user the right to read it, or name other settings.',
      });
    const parsed = this.#parser.parse(file, decodeSource(file, data));
    this.#parsed.set(file, parsed);
    return parsed;
  }
}
