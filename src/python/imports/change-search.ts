import { CollectstaticError } from '../../errors.ts';
import { packageOf } from '../host/module-finder.ts';
import { absolute } from '../lazy/imported-names.ts';
import type { Node } from '../lazy/nodes.ts';
import type { OutsideChange } from '../lazy/outside-change.ts';
import { STEPS_PER_LINE } from '../machine/budget.ts';
import type { Machine } from '../machine/machine.ts';
import type { Statement } from '../syntax/parse.ts';
import { type Candidate, type ChangeIn, callersOf, candidatesIn, changesIn } from './changes-in.ts';
import { ImportGraph } from './import-graph.ts';
import { withParents } from './imports-behind.ts';
import { bindingNodes, type Handle, NamesFor } from './names-for.ts';

interface Body {
  readonly statements: readonly Statement[];
  readonly binding: readonly Node[];
  readonly candidates: readonly Candidate[];
  /** Of functions and classes, the statements that may call them. */
  readonly callers: Map<string, readonly number[]>;
}

interface State {
  readonly graph: ImportGraph;
  readonly bodies: Map<string, Body>;
  /** By `module:last part of the one it may reach`. */
  readonly reachesAny: Map<string, boolean>;
  /** By module, name, and whether calls count. */
  readonly searches: Map<string, Search>;
}

const states = new WeakMap<Machine, State>();

export function stateOf(machine: Machine): State {
  const known = states.get(machine) ?? {
    graph: new ImportGraph(machine),
    bodies: new Map(),
    reachesAny: new Map(),
    searches: new Map(),
  };
  states.set(machine, known);
  return known;
}

/** Where modules that Python has imported by now change a name of one. `isCall`: a call of it is such a change. */
export function changesOf(
  machine: Machine,
  dotted: string,
  name: string,
  isCall: boolean,
): readonly OutsideChange[] {
  const { searches } = stateOf(machine);
  const key = `${dotted}:${name}:${isCall}`;
  const search = searches.get(key) ?? new Search(machine, dotted, name, isCall);
  searches.set(key, search);
  return search.found();
}

/** Whatever may change a module without naming what it changes. */
const ANY_NAME = /\b(?:setattr|delattr|vars|exec|eval)\(|__dict__/;

/** What was found of one name; goes on with the modules that were imported since it was asked last. */
class Search {
  readonly #machine: Machine;
  readonly #state: State;
  readonly #dotted: string;
  readonly #name: string;
  readonly #isCall: boolean;
  readonly #handles: Handle[] = [];
  /** Of each module that was looked at, what changes the name there; `null` for one that takes too much to be looked at. */
  readonly #looked = new Map<string, readonly ChangeIn[] | null>();
  /** Modules whose texts show that they can't change it. */
  readonly #harmless = new Set<string>();

  constructor(machine: Machine, dotted: string, name: string, isCall: boolean) {
    this.#state = stateOf(machine);
    this.#machine = machine;
    this.#dotted = dotted;
    this.#name = name;
    this.#isCall = isCall;
  }

  found(): readonly OutsideChange[] {
    const known = [...this.#holders(), ...this.#handles.flatMap((handle) => this.#holdersOf(handle))];
    const waiting = new Set(known.filter((module) => !this.#looked.has(module)));
    for (const module of waiting) {
      waiting.delete(module);
      if (module === this.#dotted && this.#handles.length === 0) continue;
      for (const next of this.#look(module)) waiting.add(next);
    }
    return [...this.#looked].flatMap(([module, changes]) =>
      changes === null ? [this.#unread(module)] : this.#changesOf(module, changes),
    );
  }

  /** Modules that have the name, or the module that it lies in, and may change it as far as their texts show. */
  #holders(): readonly string[] {
    const { graph } = this.#state;
    const parents = withParents(this.#dotted);
    const ofModule = parents.flatMap((part) =>
      [...graph.holdersOf(part)].filter((holder) => this.#mayChange(holder, part)),
    );
    return [...graph.takersOf(this.#dotted, this.#name), ...ofModule];
  }

  /** Told from the text of a module that has another one, `part`, in which the one that is looked for lies. */
  #mayChange(holder: string, part: string): boolean {
    if (this.#looked.has(holder)) return true;
    const key = `${part}:${holder}`;
    if (this.#harmless.has(key)) return false;
    const isThere = part === this.#dotted || this.#textOf(holder).includes(this.#dotted.slice(part.length));
    if (isThere && this.#mayReach(holder)) return true;
    this.#harmless.add(key);
    return false;
  }

  #textOf(module: string): string {
    return this.#state.graph.read(module)?.text ?? '';
  }

  /** Told from the text of a module that has the other one: a module that is large takes long to be parsed. */
  #mayReach(holder: string): boolean {
    return this.#textOf(holder).includes(`.${this.#name}`) || this.#mayReachAny(holder);
  }

  /** The same whatever the name is: the module is handed on, or a name of it is made up. */
  #mayReachAny(holder: string): boolean {
    const { reachesAny } = this.#state;
    const last = this.#dotted.split('.').at(-1) ?? '';
    const known = reachesAny.get(`${holder}:${last}`);
    if (known !== undefined) return known;
    const text = this.#textOf(holder);
    const given = `^(?![ \\t]*(?:from|import)\\b).*(?<![\\w.])${last}[ \\t]*(?:[,)\\]}]|$)`;
    const does = ANY_NAME.test(text) || new RegExp(given, 'm').test(text);
    reachesAny.set(`${holder}:${last}`, does);
    return does;
  }

  /** Notes the changes of one module; gives those that may do so through it. */
  #look(module: string): readonly string[] {
    const { graph } = this.#state;
    const file = graph.read(module)?.file ?? null;
    const body = this.#bodyOf(module);
    if (body === undefined) {
      this.#looked.set(module, null);
      return [];
    }
    const importing = (node: Node): string =>
      absolute(packageOf(module, file), String(node.module ?? ''), Number(node.level ?? 0));
    // What the module itself calls its own name by way of others.
    const dotted = module === this.#dotted ? '' : this.#dotted;
    const names = new NamesFor(body.binding, dotted, this.#name, importing, this.#handles);
    this.#looked.set(module, names.isEmpty ? [] : changesIn(body.candidates, names, this.#isCall));
    if (names.isEmpty) return [];
    const further = names.handles(module).filter((handle) => !this.#isKnown(handle));
    this.#handles.push(...further);
    return further.flatMap((handle) => this.#holdersOf(handle));
  }

  #holdersOf({ module, name, isModule }: Handle): readonly string[] {
    const { graph } = this.#state;
    const reach = (holder: string): boolean => this.#textOf(holder).includes(`.${name}`);
    const takers = [...graph.takersOf(module, name), ...[...graph.holdersOf(module)].filter(reach)];
    return isModule ? takers.filter((taker) => this.#mayReach(taker)) : takers;
  }

  #isKnown({ module, name }: Handle): boolean {
    return this.#handles.some((known) => known.module === module && known.name === name);
  }

  /** What is known by now of the time at which a module makes its changes. */
  #changesOf(module: string, changes: readonly ChangeIn[]): readonly OutsideChange[] {
    const { graph } = this.#state;
    if (changes.length === 0) return [];
    const file = graph.read(module)?.file ?? null;
    const isCircle = module === this.#dotted || graph.leadsTo(this.#dotted, module);
    return changes.map(({ index, line, inside, how }) => {
      const isCalledElsewhere =
        inside !== undefined &&
        [...graph.importersOf(module)].some((other) => this.#textOf(other).includes(inside));
      return {
        module,
        at: { file: file ?? module, line },
        importsSeen: graph.read(module)?.importsSeen ?? 0,
        how: this.#isCall && how === 'bind' ? 'store' : how,
        isByFunction: this.#isCall,
        statements: inside === undefined ? [index] : this.#callersOf(module, inside),
        isTimeKnown: !isCircle && !isCalledElsewhere,
      };
    });
  }

  #callersOf(module: string, name: string): readonly number[] {
    const body = this.#bodyOf(module);
    const known = body?.callers.get(name);
    if (body === undefined || known !== undefined) return known ?? [];
    const callers = callersOf(body.statements, name);
    body.callers.set(name, callers);
    return callers;
  }

  /** A module that takes too much to be looked into may do anything. */
  #unread(module: string): OutsideChange {
    const { file = module, importsSeen = 0 } = this.#state.graph.read(module) ?? {};
    return {
      module,
      at: { file, line: 1 },
      importsSeen,
      how: 'bind',
      isByFunction: false,
      statements: [],
      isTimeKnown: false,
    };
  }

  #bodyOf(module: string): Body | undefined {
    const { bodies, graph } = this.#state;
    const known = bodies.get(module);
    if (known !== undefined) return known;
    const file = graph.read(module)?.file;
    const statements = file === undefined ? [] : this.#machine.budget.lazyStatement(() => this.#parse(file));
    if (statements === undefined) return undefined;
    const body: Body = {
      statements,
      binding: bindingNodes(statements),
      candidates: candidatesIn(statements),
      callers: new Map(),
    };
    bodies.set(module, body);
    return body;
  }

  /** Python stops at what can't be parsed, and so changes nothing there. */
  #parse(file: string): readonly Statement[] {
    const machine = this.#machine;
    try {
      const { body, source } = machine.sources.parseFile(file);
      machine.budget.step(source.lines.length * STEPS_PER_LINE);
      return body;
    } catch (error) {
      if (!(error instanceof CollectstaticError)) throw error;
      return [];
    }
  }
}
