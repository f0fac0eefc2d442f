import { moduleText } from '../host/module-text.ts';
import type { Machine } from '../machine/machine.ts';
import { type Imported, importsIn, importsOf, withParents } from './imports-behind.ts';
import { unevaluatedPackage } from './left-alone.ts';

/** A module that is read as far as it is asked for, as its text shows it. */
interface Read {
  readonly file: string;
  readonly text: string;
  readonly imports: readonly string[];
  /** How many names had been imported when Python came to it. */
  readonly importsSeen: number;
  /** Counts the modules that Python came to before. */
  readonly place: number;
}

// Beyond this nobody's change is looked for.
const MOST_FILES = 3_000;
const STEPS_PER_FILE = 20;
const NOBODY: ReadonlySet<string> = new Set();

/**
 * Which modules Python has imported by now: those that the project's own code imports, and those behind them, in the order in
 * which it comes to them. Told from the texts, without parsing. Modules that are modelled or not evaluated are left out.
 */
export class ImportGraph {
  readonly #machine: Machine;
  readonly #reads = new Map<string, Read>();
  readonly #importers = new Map<string, Set<string>>();
  /** Who takes a name from a module, by `module:name`, and who has the module itself, by `module`. */
  readonly #takers = new Map<string, Set<string>>();
  readonly #leadToOwn = new Set<string>();
  readonly #behind = new Map<string, { readonly version: number; readonly names: ReadonlySet<string> }>();
  #followed = 0;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** Counts up with every module that is found. */
  get version(): number {
    return this.#reads.size;
  }

  /** Follows what has been imported since the last time. */
  follow(): void {
    const { names } = this.#machine.imports;
    if (this.#followed === names.size) return;
    for (const name of [...names].slice(this.#followed)) {
      this.#followed += 1;
      for (const part of withParents(name)) this.#visit(part);
    }
  }

  importersOf(dotted: string): ReadonlySet<string> {
    return this.#importers.get(dotted) ?? NOBODY;
  }

  /** Who has a name of a module in its hands. */
  takersOf(dotted: string, name: string): readonly string[] {
    return [`${dotted}:${name}`, `${dotted}:*`].flatMap((key) => [...(this.#takers.get(key) ?? [])]);
  }

  /** Who has the module, and so all that is in it. */
  holdersOf(dotted: string): ReadonlySet<string> {
    return this.#takers.get(dotted) ?? NOBODY;
  }

  read(dotted: string): Read | undefined {
    return this.#reads.get(dotted);
  }

  placeOf(dotted: string): number {
    return this.#reads.get(dotted)?.place ?? this.version;
  }

  /** True if Python imports `to` while it imports `from`, unless it has it already. */
  leadsTo(from: string, to: string): boolean {
    return this.#allBehind(from).has(to);
  }

  /** True if importing a module leads to code that runs from its first to its last line. */
  leadsToOwn(dotted: string): boolean {
    return this.#leadToOwn.size > 0 && withParents(dotted).some((part) => this.#leadToOwn.has(part));
  }

  #allBehind(from: string): ReadonlySet<string> {
    const known = this.#behind.get(from);
    if (known !== undefined && known.version === this.version) return known.names;
    const parents = new Set(withParents(from));
    const seen = new Set<string>();
    const waiting = [from];
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop())
      for (const next of this.#reads.get(name)?.imports ?? []) {
        if (seen.has(next) || parents.has(next)) continue;
        seen.add(next);
        waiting.push(next);
      }
    this.#behind.set(from, { version: this.version, names: seen });
    return seen;
  }

  #visit(start: string): void {
    const waiting = [start];
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      if (this.#reads.has(name) || this.#reads.size >= MOST_FILES) continue;
      const file = this.#fileOf(name);
      if (file === undefined) continue;
      this.#machine.budget.step(STEPS_PER_FILE);
      const module = name;
      const named = new Set(importsOf(this.#machine, module, file).flatMap((each) => this.#modulesOf(each)));
      named.delete(module);
      const imports = [...named].filter((each) => this.#fileOf(each) !== undefined);
      const text = moduleText(file);
      this.#reads.set(module, { file, text, imports, importsSeen: this.#followed, place: this.version });
      for (const each of imports) add(this.#importers, each, module);
      for (const each of importsIn(module, file, true)) this.#noteTaken(module, each);
      if ([...named].some((each) => this.#isOwn(each))) this.#noteOwn(module);
      else if (imports.some((each) => this.#leadToOwn.has(each))) this.#noteOwn(module);
      for (const each of imports.reverse()) waiting.push(each);
    }
  }

  #noteOwn(start: string): void {
    const waiting = [start];
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      if (this.#leadToOwn.has(name)) continue;
      this.#leadToOwn.add(name);
      waiting.push(...this.importersOf(name));
    }
  }

  #noteTaken(module: string, { from, names }: Imported): void {
    if (names.length === 0) for (const part of withParents(from)) add(this.#takers, part, module);
    for (const name of names) {
      add(this.#takers, `${from}:${name}`, module);
      if (this.#isPackage(from)) add(this.#takers, `${from}.${name}`, module);
    }
  }

  #modulesOf({ from, names }: Imported): readonly string[] {
    return [...withParents(from), ...(this.#isPackage(from) ? names.map((name) => `${from}.${name}`) : [])];
  }

  #isPackage(dotted: string): boolean {
    return (this.#machine.host.finder.find(dotted)?.folders.length ?? 0) > 0;
  }

  #isOwn(name: string): boolean {
    const machine = this.#machine;
    const file = machine.sources.isModelled(name) ? null : machine.host.finder.find(name)?.file;
    // Who imports the settings module itself, where that is a package's, is known without this (`importsSettings`).
    return file != null && !machine.sources.readsLazily(file) && !machine.sources.isPackage(file);
  }

  #fileOf(name: string): string | undefined {
    const machine = this.#machine;
    if (machine.sources.isModelled(name) || unevaluatedPackage(name) !== undefined) return undefined;
    const file = machine.host.finder.find(name)?.file;
    return file != null && machine.sources.readsLazily(file) ? file : undefined;
  }
}

function add(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([value]));
  else set.add(value);
}
