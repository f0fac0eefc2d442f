import { lineLabel } from '../../text/position.ts';
import type { Machine } from '../machine/machine.ts';
import { inDoubt } from '../values/in-doubt.ts';
import type { Change } from '../values/record.ts';
import { canChange } from '../values/settled.ts';
import type { ModuleValue, Unknown, Value } from '../values/values.ts';
import type { Outside, OutsideChange } from './outside-change.ts';

/** What other modules change in one that is read as far as it is asked for. */
export class FromOutside {
  readonly #machine: Machine;
  readonly #module: ModuleValue;
  readonly #outside: Outside;
  #importsSoFar = 0;
  readonly #known = new Map<string, readonly OutsideChange[]>();
  /** Names that the project's own code bound anew. */
  readonly #boundByOwn = new Map<string, Change>();
  /** Names whose changes are being carried out. */
  readonly #settling = new Set<string>();

  constructor(machine: Machine, module: ModuleValue, outside: Outside) {
    this.#machine = machine;
    this.#module = module;
    this.#outside = outside;
  }

  /**
   * Carries out what other modules change of a name. Gives why nobody can tell what it is bound to, if so. `value`: what it is
   * bound to so far; `functions`: those of the module that change it when they are called. `isBase`: the name itself is not asked for, but what
   * inherits from its class.
   */
  doubt(
    name: string,
    value: Value | undefined,
    functions: () => readonly string[],
    isBase = false,
  ): Unknown | undefined {
    const asker = this.#machine.forced.at(-1);
    if (this.#settling.has(name)) return undefined;
    const changes = this.#changesOf(name, functions);
    if (changes === undefined) return this.#machine.unknown(this.#machine.budget.overdrawnWords);
    this.#note(name, value);
    const own = this.#changedByOwn(name, value, asker);
    if (own !== undefined) return own;
    const real = changes.filter((change) =>
      change.how === 'bind'
        ? !isBase && change.importsSeen <= this.#machine.imports.seen
        : isChangedBy(change, value),
    );
    const open = real.find(
      (change) => !change.isTimeKnown || change.how === 'call' || !this.#isBefore(change, asker),
    );
    if (open !== undefined) return this.#unknown(open, name);
    if (asker === this.#module) return undefined;
    this.#settling.add(name);
    const left = real.find((change) => !this.#isOwnMatter(change, asker) && !this.#carryOut(change));
    this.#settling.delete(name);
    return left && this.#unknown(left, name);
  }

  /** True if Python has carried out a change by the time that the asker asks. */
  #isBefore({ module }: OutsideChange, asker: ModuleValue | undefined): boolean {
    // A statement of the module itself: what changes it later has had all that is made from the name made first.
    if (asker === undefined || asker === this.#module || asker.name === module) return true;
    if (this.#outside.leadsTo(module, asker.name)) return false;
    const leadsThere = (name: string): boolean => name === module || this.#outside.leadsTo(name, module);
    return asker.namespace.supply?.hasImported(leadsThere) === true;
  }

  /** To be called before a name of the module is bound by anyone but its own statements. */
  writing(name: string, functions: () => readonly string[]): void {
    const machine = this.#machine;
    const writer = machine.forced.at(-1);
    if (writer === this.#module || this.#settling.has(name)) return;
    this.#settling.add(name);
    for (const change of this.#changesOf(name, functions) ?? [])
      if (change.isTimeKnown && this.#isEarlier(change, writer)) this.#carryOut(change);
    this.#settling.delete(name);
    if (writer !== undefined) {
      machine.imports.settleTaken(this.#module.name, this.#outside.importsSeenBy(writer.name) - 1, writer);
      return;
    }
    machine.imports.settleAll();
    this.#boundByOwn.set(name, machine.change());
  }

  #isEarlier({ module, how, importsSeen }: OutsideChange, writer: ModuleValue | undefined): boolean {
    if (how === 'call' || module === writer?.name) return false;
    if (writer === undefined) return true;
    const seen = this.#outside.importsSeenBy(writer.name);
    return importsSeen < seen || (importsSeen === seen && this.#outside.isBefore(module, writer.name));
  }

  /** Why a module that Python imported before the project's own code changed a name can't be told what it was. */
  #changedByOwn(name: string, value: Value | undefined, asker: ModuleValue | undefined): Unknown | undefined {
    if (asker === undefined || asker === this.#module) return undefined;
    const bound = this.#boundByOwn.get(name);
    const changes = [...(bound === undefined ? [] : [bound]), ...changesOf(value)].filter(
      (change) => change.importsSeen !== undefined,
    );
    if (changes.length === 0) return undefined;
    const seen = this.#outside.importsSeenBy(asker.name);
    const change = changes.find(({ importsSeen = 0 }) => seen <= importsSeen);
    return change && this.#unknown(change, name);
  }

  #unknown({ at }: Pick<OutsideChange, 'at'>, name: string): Unknown {
    const machine = this.#machine;
    const reason = `${lineLabel(at)} may change ${this.#module.name}.${name}, and when is not followed`;
    const perhaps = this.#module.namespace.peek(name)?.value;
    return inDoubt({ ...machine.unknown(reason), at }, perhaps);
  }

  #changesOf(name: string, functions: () => readonly string[]): readonly OutsideChange[] | undefined {
    const { budget } = this.#machine;
    const importsSoFar = budget.lazyStatement(() => this.#outside.importsSoFar());
    if (importsSoFar === undefined) return undefined;
    if (importsSoFar !== this.#importsSoFar) this.#known.clear();
    this.#importsSoFar = importsSoFar;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const changes = budget.lazyStatement(() => this.#outside.changes(name, functions()));
    if (changes !== undefined) this.#known.set(name, changes);
    return changes;
  }

  /** True for a change by the asker, whose statements see to their order themselves. */
  #isOwnMatter({ module, how }: OutsideChange, asker: ModuleValue | undefined): boolean {
    if (module !== asker?.name) return false;
    return how === 'bind' || asker.namespace.supply?.isRunning === true;
  }

  /** What code has that runs on must not change behind its back. */
  #note(name: string, value: Value | undefined): void {
    if (!canChange(value, 'store')) return;
    const { handedOut } = this.#machine.imports;
    const names = handedOut.get(this.#module) ?? new Set();
    handedOut.set(this.#module, names.add(name));
  }

  #carryOut({ module: name, statements, importsSeen }: OutsideChange): boolean {
    const machine = this.#machine;
    machine.imports.settleTaken(this.#module.name, importsSeen - 1, undefined);
    const module = machine.aside(() => machine.runtime.importModule(name));
    return module.kind === 'module' && module.namespace.supply?.run(statements) !== false;
  }
}

/** True if a change makes a difference to what the name is bound to, rather than to what belongs to another module. */
function isChangedBy({ how, isByFunction }: OutsideChange, value: Value | undefined): boolean {
  const kind = typeof value === 'object' && value !== null ? value.kind : undefined;
  if (kind === 'module') return false;
  // What a function or class of the module does to a plain value is to bind its name anew.
  if (isByFunction) return kind !== 'function' && kind !== 'class' && kind !== 'native';
  return how !== 'bind' && canChange(value, how);
}

function changesOf(value: Value | undefined): readonly Change[] {
  if (typeof value !== 'object' || value === null) return [];
  switch (value.kind) {
    case 'list':
    case 'dict':
    case 'set':
      return value.changes;
    case 'instance':
    case 'function':
      return value.attributes.changes;
    case 'class':
      return value.namespace.changes;
    default:
      return [];
  }
}
