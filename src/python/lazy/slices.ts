import type { Change, Outline } from './outline.ts';

/** A statement that writes a name. */
export interface Writer {
  readonly index: number;
  /** `bind`: the name itself. Else the value behind `name` is changed, which may be the same value as another name's. */
  readonly how: 'bind' | Change;
  readonly name: string;
}

/** What a statement uses with all that the functions it may call use. */
interface Reach {
  readonly reads: ReadonlySet<string>;
  readonly changes: ReadonlyMap<string, Change>;
  readonly hasEffects: boolean;
}

/**
 * Which statements of a module a name depends on. Everything is an upper bound: a statement that reads a function may call it, and
 * names bound from one another may be one value.
 */
export class Slices {
  readonly #outlines: readonly Outline[];
  readonly #binders = new Map<string, number[]>();
  readonly #reached = new Map<string, Reach>();
  /** Statements that take names from a module which is imported itself as well, by group. */
  readonly #takers = new Map<string, number[]>();
  #changers: Map<string, string[]> | undefined;
  readonly #foreign = new Map<string, boolean>();
  readonly #leader = new Map<string, string>();
  readonly #writers = new Map<string, Writer[]>();
  readonly #readers = new Map<string, number[]>();
  readonly #reach: readonly Reach[];

  constructor(outlines: readonly Outline[]) {
    this.#outlines = outlines;
    for (const [index, outline] of outlines.entries())
      for (const name of outline.binds.keys()) push(this.#binders, name, index);
    for (const { binds, now, handedOn } of outlines) this.#link(binds.keys(), now.reads, handedOn);
    this.#linkSources();
    this.#reach = outlines.map((outline) => this.#reachOf(outline));
    for (const [index, outline] of outlines.entries()) this.#note(index, outline);
  }

  has(name: string): boolean {
    return this.#binders.has(name);
  }

  /** In program order: those that bind the name, or may change its value. */
  writersOf(name: string): readonly Writer[] {
    const writers = this.#writers.get(this.#find(name)) ?? [];
    return writers.filter((writer) => writer.how !== 'bind' || writer.name === name);
  }

  /** What the statement writes: each name with all that write and read it. A name that nobody else writes is left out. */
  *writtenBy(
    index: number,
  ): Generator<{ readonly name: string; readonly how: 'bind' | Change; readonly others: readonly number[] }> {
    const { binds } = this.#outlines[index] as Outline;
    const { changes } = this.#reach[index] as Reach;
    const written: (readonly [string, 'bind' | Change])[] = [
      ...[...binds.keys()].map((name) => [name, 'bind'] as const),
      ...changes,
    ];
    for (const [name, how] of written) {
      const writers = this.writersOf(name);
      if (writers.length < 2 && !this.#takers.has(this.#find(name))) continue;
      const leader = this.#find(name);
      const others = [
        ...writers.map((writer) => writer.index),
        ...(this.#readers.get(leader) ?? []),
        ...(how === 'bind' ? [] : (this.#takers.get(leader) ?? [])),
      ];
      yield { name, how, others: [...new Set(others)].sort(byNumber) };
    }
  }

  /** In program order: those that read the name, or one that may be the same value. */
  readersOf(name: string): readonly number[] {
    return this.#readers.get(this.#find(name)) ?? [];
  }

  get names(): readonly string[] {
    return [...this.#binders.keys()];
  }

  /** In program order: those that read one of these names, or what is made from it. */
  dependentsOf(start: readonly string[]): readonly number[] {
    const names = new Set(start);
    const indexes = new Set<number>();
    for (const name of names)
      for (const index of this.readersOf(name)) {
        indexes.add(index);
        for (const bound of (this.#outlines[index] as Outline).binds.keys()) names.add(bound);
      }
    return [...indexes].sort(byNumber);
  }

  /** Names of functions and classes that change a name, or its value, when they are called. */
  functionsChanging(name: string): readonly string[] {
    if (this.#changers === undefined) {
      this.#changers = new Map();
      for (const other of this.#binders.keys())
        for (const leader of new Set([...this.#behind(other).changes.keys()].map((each) => this.#find(each))))
          push(this.#changers, leader, other);
    }
    return (this.#changers.get(this.#find(name)) ?? []).filter((other) => other !== name);
  }

  /** True if running it may change something of the whole program. */
  hasEffects(index: number): boolean {
    return (this.#reach[index] as Reach).hasEffects;
  }

  #note(index: number, outline: Outline): void {
    const { reads, changes } = this.#reach[index] as Reach;
    for (const name of outline.binds.keys())
      push(this.#writers, this.#find(name), { index, how: 'bind', name });
    for (const [name, how] of changes)
      if (this.#binders.has(name)) push(this.#writers, this.#find(name), { index, how, name });
    for (const leader of new Set(
      [...reads].filter((name) => this.#binders.has(name)).map((name) => this.#find(name)),
    ))
      push(this.#readers, leader, index);
  }

  #link(bound: Iterable<string>, read: Iterable<string>, handedOn: Iterable<string>): void {
    const [first, ...others] = [...bound].filter((name) => this.#isLoose(name));
    if (first === undefined) return;
    const given = [...handedOn].filter((name) => this.#binders.has(name));
    for (const name of [...others, ...given, ...[...read].filter((each) => this.#isLoose(each))]) {
      const [one, two] = [this.#find(first), this.#find(name)];
      if (one !== two) this.#leader.set(one, two);
    }
  }

  /** A module and what is taken from it: who changes something in the module may change that. */
  #linkSources(): void {
    const takers = new Map<string, string[]>();
    for (const { binds, sources } of this.#outlines)
      for (const [source, parts] of sources)
        for (const part of parts)
          for (const name of source === '*' ? binds.keys() : [source]) push(takers, part, name);
    const indexes = new Map<string, number[]>();
    for (const [part, names] of takers) {
      const isModuleNamed = this.#outlines.some(({ sources }) =>
        [...sources.values()].some((parts) => parts.at(-1) === part),
      );
      if (!isModuleNamed) continue;
      for (const name of names) {
        const [one, two] = [this.#find(names[0] ?? name), this.#find(name)];
        if (one !== two) this.#leader.set(one, two);
        indexes.set(name, [...(this.#binders.get(name) ?? [])]);
      }
    }
    for (const [name, list] of indexes) {
      const leader = this.#find(name);
      this.#takers.set(leader, [...(this.#takers.get(leader) ?? []), ...list]);
    }
  }

  /** True if it may be bound to something that changes and has more than one name. */
  #isLoose(name: string): boolean {
    return (
      this.#binders.get(name)?.some((index) => this.#outlines[index]?.binds.get(name) === 'other') === true
    );
  }

  /** True if it belongs to another module, or is another name for what does. */
  #isForeign(name: string): boolean {
    const known = this.#foreign.get(name);
    if (known !== undefined) return known;
    this.#foreign.set(name, false);
    const isForeign = (this.#binders.get(name) ?? []).some((index) => {
      const { binds, aliased } = this.#outlines[index] as Outline;
      return binds.get(name) === 'import' || [...aliased].some((each) => this.#isForeign(each));
    });
    this.#foreign.set(name, isForeign);
    return isForeign;
  }

  #find(name: string): string {
    let leader = name;
    for (let next = this.#leader.get(leader); next !== undefined; next = this.#leader.get(leader))
      leader = next;
    return leader;
  }

  #reachOf(outline: Outline): Reach {
    const reads = new Set([...outline.now.reads, ...outline.bases]);
    const changes = new Map<string, Change>();
    for (const [name, change] of outline.now.changes) this.#change(changes, name, change);
    for (const name of outline.now.binds) changes.set(name, 'store');
    // What an import gives belongs to another module.
    let hasEffects =
      outline.hasEffects ||
      [...outline.now.changes].some(([name, change]) => change === 'store' && this.#isForeign(name));
    for (const name of [...outline.now.reads, ...this.#shaping(outline.bases)]) {
      const reach = this.#behind(name);
      for (const read of reach.reads) reads.add(read);
      for (const [changed, change] of reach.changes) this.#change(changes, changed, change);
      hasEffects ||= reach.hasEffects;
    }
    return { reads, changes, hasEffects };
  }

  /** Those of the bases that do something when a class inherits from them. */
  #shaping(bases: ReadonlySet<string>): readonly string[] {
    const seen = new Set<string>();
    const shapes = (name: string): boolean => {
      if (seen.has(name)) return false;
      seen.add(name);
      const outlines = (this.#binders.get(name) ?? []).map((index) => this.#outlines[index] as Outline);
      return outlines.some((outline) => outline.shapesSubclasses || [...outline.bases].some(shapes));
    };
    return [...bases].filter((name) => {
      seen.clear();
      return shapes(name);
    });
  }

  /** A call can't change what imports, functions and classes are bound to; a store can. */
  #change(changes: Map<string, Change>, name: string, change: Change): void {
    if (change === 'call' && !this.#isLoose(name)) return;
    if (changes.get(name) !== 'store') changes.set(name, change);
  }

  /** What calling anything behind a name may use: through every statement that binds it, and through what those read. */
  #behind(start: string): Reach {
    const known = this.#reached.get(start);
    if (known !== undefined) return known;
    const reads = new Set<string>();
    const changes = new Map<string, Change>();
    let hasEffects = false;
    const waiting = [start];
    const seen = new Set(waiting);
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      for (const index of this.#binders.get(name) ?? []) {
        const { now, later, bases, keepsState, hasEffectsLater } = this.#outlines[index] as Outline;
        for (const read of later.reads) reads.add(read);
        for (const [changed, change] of later.changes) {
          this.#change(changes, changed, change);
          hasEffects ||= change === 'store' && this.#isForeign(changed);
        }
        for (const bound of later.binds) changes.set(bound, 'store');
        if (keepsState) changes.set(name, 'store');
        hasEffects ||= hasEffectsLater;
        for (const next of [...later.reads, ...now.reads, ...bases]) {
          if (seen.has(next)) continue;
          seen.add(next);
          waiting.push(next);
        }
      }
    }
    const reach: Reach = { reads, changes, hasEffects };
    this.#reached.set(start, reach);
    return reach;
  }
}

function push<Item>(lists: Map<string, Item[]>, key: string, item: Item): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

function byNumber(left: number, right: number): number {
  return left - right;
}
