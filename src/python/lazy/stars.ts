import type { Machine } from '../machine/machine.ts';
import type { Scope } from '../machine/scope.ts';
import { starNames } from '../statements/star-import.ts';
import type { Statement } from '../syntax/parse.ts';
import type { Outline } from './outline.ts';

/** The star imports of a module: what they bind is what other modules have. */
export class Stars {
  readonly #machine: Machine;
  readonly #scope: Scope;
  readonly #body: readonly Statement[];
  /** Those that are being followed, by index. */
  readonly #following = new Set<number>();

  constructor(machine: Machine, scope: Scope, body: readonly Statement[]) {
    this.#machine = machine;
    this.#scope = scope;
    this.#body = body;
  }

  /** True while it is looked up what one binds. */
  get areFollowed(): boolean {
    return this.#following.size > 0;
  }

  /** The outline of the statement at `index`, with the names that a star import binds. */
  withNames(outline: Outline, index: number): Outline {
    // Modules that take all names of each other have each other's names already.
    if (!outline.isStar || this.#following.has(index)) return outline;
    this.#following.add(index);
    const names = starNames(this.#machine, this.#scope, this.#body[index] as Statement);
    this.#following.delete(index);
    return { ...outline, binds: new Map(names.map((name) => [name, 'import'])) };
  }
}
