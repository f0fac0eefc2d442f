import type { Machine } from '../machine/machine.ts';
import { newScope, type Scope } from '../machine/scope.ts';
import { execute } from '../statements/execute.ts';
import { failStatement } from '../statements/fail-statement.ts';
import type { Parsed, Statement } from '../syntax/parse.ts';
import { inDoubt } from '../values/in-doubt.ts';
import { canChange } from '../values/settled.ts';
import type { Supply } from '../values/supply.ts';
import type { ClassValue, FunctionValue, ModuleValue, Unknown } from '../values/values.ts';
import { Circle, mayBeReplaced } from './circle.ts';
import { classesBehind } from './classes-behind.ts';
import { importForEffect, mayAffect, noteQuestion, unusedImports } from './effects.ts';
import { FromOutside } from './from-outside.ts';
import { importedNames } from './imported-names.ts';
import type { Outline } from './outline.ts';
import { outlineOf } from './outliner.ts';
import type { Outside } from './outside-change.ts';
import { Slices, type Writer } from './slices.ts';
import { Stars } from './stars.ts';

/**
 * A module of which only those statements run that the names asked for depend on, in program order (policy Lazy). A lookup made
 * while one of its statements runs sees what stands before that statement.
 */
export class LazyModule implements Supply {
  readonly #machine: Machine;
  readonly #module: ModuleValue;
  readonly #circle: Circle;
  readonly #outside: Outside;
  readonly #fromOutside: FromOutside;
  readonly #scope: Scope;
  readonly #body: readonly Statement[];
  readonly #outlines: readonly Outline[];
  #slices: Slices | undefined;
  readonly #begun = new Set<number>();
  /** Of names for which everything has run: whether they stand for one thing after the other. */
  readonly #boundTwice = new Map<string, boolean>();
  readonly #stars: Stars;
  /** Statements that are running, the innermost last. */
  readonly #running: number[] = [];
  /** Statements that run, or wait for those that have to run before them. */
  #forcing = 0;
  /** True if nothing of it can be left out. */
  #mustBeWhole = false;
  /** True once every statement has run in its order: the names are what is bound, which the text need not show. */
  #isWhole = false;
  /** Names for which everything has run. */
  readonly #supplied = new Set<string>();

  constructor(machine: Machine, module: ModuleValue, parsed: Parsed, outside: Outside) {
    this.#machine = machine;
    this.#module = module;
    this.#circle = new Circle(machine, module, outside.behind);
    this.#outside = outside;
    this.#fromOutside = new FromOutside(machine, module, outside);
    this.#body = parsed.body;
    const { namespace: locals } = module;
    this.#scope = newScope({ kind: 'module', module, locals, source: parsed.source, outer: null });
    this.#outlines = parsed.body.map(outlineOf);
    this.#stars = new Stars(machine, this.#scope, parsed.body);
  }

  /** Runs what must not be left out. To be called once the module can be found under its name. */
  begin(mustBeWhole: boolean): void {
    this.#mustBeWhole = mustBeWhole || this.#outlines.some((outline) => outline.reflects);
    if (this.#mustBeWhole) {
      this.all();
      this.#isWhole = true;
      return;
    }
    noteQuestion(this.#machine, this.#scope, this.#body, this.#outlines);
    importForEffect(this.#machine, this.#scope, unusedImports(this.#body, this.#outlines));
    if (!this.#outlines.some(mayAffect)) return;
    const slices = this.#slicing();
    for (const index of this.#body.keys()) if (slices.hasEffects(index)) this.#force(index);
  }

  /** Made when the first name is asked for: star imports have to be followed for it. */
  #slicing(): Slices {
    if (this.#slices !== undefined) return this.#slices;
    if (this.#mustBeWhole) {
      this.#slices = new Slices(this.#outlines);
      return this.#slices;
    }
    // Following a star import may lead back here: then there is nothing yet, as in Python.
    this.#slices = new Slices([]);
    this.#slices = new Slices(this.#outlines.map((outline, index) => this.#stars.withNames(outline, index)));
    return this.#slices;
  }

  demand(name: string): Unknown | undefined {
    if (!this.#mustBeWhole) this.#supply(name);
    return this.#doubtOutside(name) ?? this.#doubtCircle(name) ?? this.#doubtBases(name);
  }

  /** Has done what other modules change in the classes that the value of a name inherits from. */
  #doubtBases(name: string): Unknown | undefined {
    const value = this.#value(name);
    for (const base of classesBehind(value)) {
      const module = this.#machine.modules.get(base.module);
      const doubt = module?.kind === 'module' ? module.namespace.supply?.inheriting(base) : undefined;
      if (doubt !== undefined) return inDoubt(doubt, value);
    }
    return undefined;
  }

  inheriting(base: ClassValue): Unknown | undefined {
    const { name } = base;
    if (this.#mustBeWhole || this.#value(name) !== base) return undefined;
    this.#supply(name);
    return this.#fromOutside.doubt(name, base, () => this.#slicing().functionsChanging(name), true);
  }

  #doubtOutside(name: string): Unknown | undefined {
    if (name.startsWith('__')) return undefined;
    return this.#fromOutside.doubt(name, this.#value(name), () => this.#slicing().functionsChanging(name));
  }

  #doubtCircle(name: string): Unknown | undefined {
    if (!this.#mayBeHalfDone() || !this.#isBoundTwice(name)) return undefined;
    return this.#circle.doubt(this.#machine.forced, true, name);
  }

  /** True if the name may stand for something else at one time than at another. */
  #isBoundTwice(name: string): boolean {
    // Whoever looks at the namespace may bind any name, which the text need not show.
    if (this.#mustBeWhole && mayBeReplaced(name, this.#value(name))) return true;
    const known = this.#boundTwice.get(name);
    if (known !== undefined) return known;
    const writers = this.#slicing().writersOf(name);
    const indexes = writers.filter((writer) => this.#matters(name, writer)).map(({ index }) => index);
    const isTwice = new Set(indexes).size > 1;
    if (this.#supplied.has(name)) this.#boundTwice.set(name, isTwice);
    return isTwice;
  }

  #supply(name: string): void {
    if (!this.#slicing().has(name) || this.#supplied.has(name)) return;
    const limit = this.#running.at(-1);
    for (const writer of this.#slicing().writersOf(name)) {
      if (limit !== undefined && writer.index >= limit) return;
      if (this.#matters(name, writer)) this.#force(writer.index);
    }
    if (limit !== undefined) return;
    this.#supplied.add(name);
    // Who gets a list may change it, so that whatever else is made from it has to be made first.
    if (canChange(this.#value(name), 'call'))
      for (const index of this.#slicing().readersOf(name)) this.#force(index);
  }

  writing(name: string): void {
    this.#fromOutside.writing(name, () => this.#slicing().functionsChanging(name));
    if (this.#mustBeWhole || !this.#slicing().has(name) || this.#running.length > 0) return;
    this.#supply(name);
    for (const index of this.#slicing().readersOf(name)) this.#force(index);
  }

  changing(value: ClassValue | FunctionValue): void {
    if (this.#mustBeWhole || this.#running.length > 0) return;
    const names = this.#slicing().names.filter((name) => this.#value(name) === value);
    for (const index of this.#slicing().dependentsOf([value.name, ...names])) this.#force(index);
  }

  get importedAt(): number {
    return this.#outside.importedAt();
  }

  all(): void {
    if (this.#isWhole) return;
    const limit = this.#running.at(-1) ?? this.#body.length;
    for (let index = 0; index < limit; index += 1) this.#force(index);
  }

  get isRunning(): boolean {
    return this.#forcing > 0;
  }

  hasImported(leadsThere: (name: string) => boolean): boolean {
    const at = this.#running.at(-1) ?? 0;
    return importedNames(this.#body.slice(0, at), this.#module.name, this.#module.file).some(leadsThere);
  }

  run(statements: readonly number[]): boolean {
    // Star imports are being followed, to see what the statements bind.
    if (this.#stars.areFollowed) return false;
    for (const index of statements) this.#force(index);
    return true;
  }

  /** False if a statement of its own asks, which sees what stands before it, or nothing runs that it may import. */
  #mayBeHalfDone(): boolean {
    const { forced } = this.#machine;
    return forced.length > 0 && forced.at(-1) !== this.#module;
  }

  halfDone(asker?: ModuleValue): Unknown | undefined {
    const { forced } = this.#machine;
    if (asker !== undefined && asker !== this.#module) return this.#circle.doubt([...forced, asker], false);
    return this.#mayBeHalfDone() ? this.#circle.doubt(forced, false) : undefined;
  }

  names(): readonly { readonly name: string; readonly isCertain: boolean }[] | undefined {
    if (this.#isWhole) return undefined;
    const names = new Map<string, boolean>();
    // It may bind others than its text shows, and has not bound all of them yet.
    if (this.#mustBeWhole)
      for (const { key } of this.#module.namespace.entries()) names.set(String(key), false);
    for (const [index, outline] of this.#outlines.entries()) {
      const { binds, isCertain, isStar } = this.#stars.withNames(outline, index);
      for (const name of binds.keys()) names.set(name, (isCertain && !isStar) || names.get(name) === true);
    }
    const deleted = new Set(
      this.#outlines.flatMap(({ binds }, index) =>
        this.#body[index]?.nodeType === 'Delete' ? [...binds.keys()] : [],
      ),
    );
    const isSure = (name: string): boolean => !this.#mustBeWhole && !deleted.has(name);
    return [...names].map(([name, isCertain]) => ({ name, isCertain: isCertain && isSure(name) }));
  }

  /** True if the statement can make a difference to the value of `name` as it is now. */
  #matters(name: string, writer: Writer): boolean {
    if (writer.how === 'bind' || (writer.how === 'store' && writer.name === name)) return true;
    return canChange(this.#value(name), writer.how);
  }

  #value(name: string): ReturnType<Scope['locals']['get']> {
    return this.#scope.locals.peek(name)?.value;
  }

  #force(index: number): void {
    if (this.#begun.has(index)) return;
    this.#begun.add(index);
    this.#forcing += 1;
    try {
      if (!this.#mustBeWhole) this.#runEarlier(index);
      this.#run(index);
    } finally {
      this.#forcing -= 1;
    }
  }

  /** Statements before this one that read or write a name it writes. */
  #runEarlier(index: number): void {
    for (const { name, how, others } of this.#slicing().writtenBy(index)) {
      const bound = this.#scope.locals.peek(name);
      if (how !== 'bind' && bound !== undefined && !canChange(bound.value, how)) continue;
      for (const other of others) {
        if (other >= index) break;
        this.#force(other);
      }
    }
  }

  #run(index: number): void {
    const statement = this.#body[index] as Statement;
    const machine = this.#machine;
    const scope = this.#scope;
    const { node } = scope;
    this.#running.push(index);
    machine.forced.push(this.#module);
    try {
      machine.aside(() =>
        machine.within(scope, () => {
          const signal = machine.budget.lazyStatement(() => execute(machine, scope, [statement]));
          if (signal !== undefined) return;
          const unknown = machine.unknown(machine.budget.overdrawnWords, statement);
          failStatement(machine, scope, statement, { ...unknown, isLimit: true });
        }),
      );
    } finally {
      this.#running.pop();
      machine.forced.pop();
      scope.node = node;
    }
  }
}
