import { CollectstaticError } from '../../errors.ts';
import { packageOf } from '../host/module-finder.ts';
import { absolute } from '../lazy/imported-names.ts';
import type { Node } from '../lazy/nodes.ts';
import type { OutsideChange } from '../lazy/outside-change.ts';
import { STEPS_PER_LINE } from '../machine/budget.ts';
import type { Machine } from '../machine/machine.ts';
import type { Statement } from '../syntax/parse.ts';
import { type Candidate, callersOf, candidatesIn, changesIn } from './changes-in.ts';
import { ImportGraph } from './import-graph.ts';
import { withParents } from './imports-behind.ts';
import { bindingNodes, type Handle, NamesFor } from './names-for.ts';

interface Body {
  readonly statements: readonly Statement[];
  readonly binding: readonly Node[];
  readonly candidates: readonly Candidate[];
}

interface State {
  readonly graph: ImportGraph;
  readonly bodies: Map<string, Body>;
  /** By `module:last part of the one it may reach`. */
  readonly reachesAny: Map<string, boolean>;
}

const states = new WeakMap<Machine, State>();

export function stateOf(machine: Machine): State {
  const known = states.get(machine) ?? {
    graph: new ImportGraph(machine),
    bodies: new Map(),
    reachesAny: new Map(),
  };
  states.set(machine, known);
  return known;
}

/** Whatever may change a module without naming what it changes. */
const ANY_NAME = /\b(?:setattr|delattr|vars|exec|eval)\(|__dict__/;

export class Search {
  readonly #machine: Machine;
  readonly #state: State;
  readonly #dotted: string;
  readonly #name: string;
  readonly #isCall: boolean;
  readonly #handles: Handle[] = [];
  readonly #changes = new Map<string, readonly OutsideChange[]>();

  constructor(machine: Machine, dotted: string, name: string, isCall: boolean) {
    this.#state = stateOf(machine);
    this.#machine = machine;
    this.#dotted = dotted;
    this.#name = name;
    this.#isCall = isCall;
  }

  found(): readonly OutsideChange[] {
    const waiting = new Set(this.#holders());
    for (const module of waiting) {
      waiting.delete(module);
      if (module === this.#dotted && this.#handles.length === 0) continue;
      for (const next of this.#look(module)) waiting.add(next);
    }
    return [...this.#changes.values()].flat();
  }

  /** Modules that have the name, or the module that it lies in, and may change it as far as their texts show. */
  #holders(): readonly string[] {
    const { graph } = this.#state;
    const parents = withParents(this.#dotted);
    const ofModule = parents.flatMap((part) =>
      [...graph.holdersOf(part)].filter(
        (holder) => part === this.#dotted || this.#textOf(holder).includes(this.#dotted.slice(part.length)),
      ),
    );
    return [
      ...graph.takersOf(this.#dotted, this.#name),
      ...ofModule.filter((holder) => this.#mayReach(holder)),
    ];
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
      this.#changes.set(module, [this.#unread(module)]);
      return [];
    }
    const importing = (node: Node): string =>
      absolute(packageOf(module, file), String(node.module ?? ''), Number(node.level ?? 0));
    // What the module itself calls its own name by way of others.
    const dotted = module === this.#dotted ? '' : this.#dotted;
    const names = new NamesFor(body.binding, dotted, this.#name, importing, this.#handles);
    if (names.isEmpty) return [];
    this.#changes.set(module, this.#changesOf(module, file, body, names));
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

  #changesOf(
    module: string,
    file: string | null,
    { statements, candidates }: Body,
    names: NamesFor,
  ): readonly OutsideChange[] {
    const { graph } = this.#state;
    const changes = changesIn(candidates, names, this.#isCall);
    if (changes.length === 0) return [];
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
        statements: inside === undefined ? [index] : callersOf(statements, inside),
        isTimeKnown: !isCircle && !isCalledElsewhere,
      };
    });
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
    };
    bodies.set(module, body);
    return body;
  }

  /** Python stops at what can't be parsed, and so changes nothing there. */
  #parse(file: string): readonly Statement[] {
    const machine = this.#machine;
    try {
      const { body, source } = machine.parseFile(file);
      machine.budget.step(source.lines.length * STEPS_PER_LINE);
      return body;
    } catch (error) {
      if (!(error instanceof CollectstaticError)) throw error;
      return [];
    }
  }
}
