import type { Machine } from '../machine/machine.ts';
import { inDoubt } from '../values/in-doubt.ts';
import type { ModuleValue, Unknown, Value } from '../values/values.ts';

/** Gives the modules that importing a module leads to; `withCalls`: also those that only calling its functions does. */
export type FindBehind = (withCalls: boolean) => ReadonlySet<string>;

/** The circles of imports that a module stands in. */
export class Circle {
  readonly #machine: Machine;
  readonly #module: ModuleValue;
  readonly #findBehind: FindBehind;
  readonly #behind = new Map<boolean, ReadonlySet<string>>();

  constructor(machine: Machine, module: ModuleValue, findBehind: FindBehind) {
    this.#machine = machine;
    this.#module = module;
    this.#findBehind = findBehind;
  }

  /**
   * Why nobody can tell how far the module has come while others run: it imports one of them. `withCalls`: also where only a
   * function of the module does, which may have been called.
   */
  doubt(others: readonly ModuleValue[], withCalls: boolean, name?: string): Unknown | undefined {
    const machine = this.#machine;
    const importing = others.filter((module) => module !== this.#module);
    // Whoever asks first does not pay for it.
    const known = this.#behind.get(withCalls);
    const behind = known ?? machine.budget.lazyStatement(() => this.#findBehind(withCalls)) ?? new Set();
    this.#behind.set(withCalls, behind);
    if (!importing.some(({ name }) => behind.has(name))) return undefined;
    const unknown = machine.unknown(
      `what the names of ${this.#module.name} are by then is not followed: it is imported in a circle`,
    );
    const perhaps = name === undefined ? undefined : this.#module.namespace.peek(name)?.value;
    return inDoubt(unknown, perhaps);
  }
}

/** True if a name of a module that looks at its namespace may stand for different things in turn. */
export function mayBeReplaced(name: string, value: Value | undefined): boolean {
  const isSpecial = name.startsWith('__') && name.endsWith('__');
  return !isSpecial && value !== undefined && !isDefinition(value);
}

/** True for what is seldom bound in any other way than by its own statement. */
function isDefinition(value: Value): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['class', 'function', 'module', 'native'].includes(value.kind)
  );
}
