import { CollectstaticError } from '../../errors.ts';
import { packageOf } from '../host/module-finder.ts';
import { absolute } from '../lazy/imported-names.ts';
import type { Node } from '../lazy/nodes.ts';
import type { OutsideChange } from '../lazy/outside-change.ts';
import { STEPS_PER_LINE } from '../machine/budget.ts';
import type { Machine } from '../machine/machine.ts';
import type { Statement } from '../syntax/parse.ts';
import { isUnknown } from '../values/values.ts';
import { callersOf, changesIn } from './changes-in.ts';
import { ImportGraph } from './import-graph.ts';
import { withParents } from './imports-behind.ts';
import { bindingNodes, type Handle, NamesFor } from './names-for.ts';

interface Body {
  readonly statements: readonly Statement[];
  readonly binding: readonly Node[];
}

interface State {
  readonly graph: ImportGraph;
  readonly bodies: Map<string, Body>;
}

const states = new WeakMap<Machine, State>();

function stateOf(machine: Machine): State {
  const known = states.get(machine) ?? { graph: new ImportGraph(machine), bodies: new Map() };
  states.set(machine, known);
  return known;
}

/** Brings what code has that runs on up to date with what it imports. */
export function noteImport(machine: Machine, dotted: string): void {
  const { importedNames, handedOut } = machine;
  if (importedNames.has(dotted)) return;
  importedNames.add(dotted);
  if (handedOut.size === 0) return;
  const { graph } = stateOf(machine);
  const before = graph.version;
  graph.follow();
  if (graph.version === before) return;
  for (const [{ namespace }, names] of handedOut)
    for (const name of names) {
      const value = namespace.peek(name)?.value ?? null;
      const now = namespace.entry(name)?.value ?? null;
      if (isUnknown(now)) machine.runtime.spoil(value, now);
    }
}

/** Counts up as long as further modules may change others. */
export function importsSoFar(machine: Machine): number {
  const { graph } = stateOf(machine);
  graph.follow();
  return graph.version;
}

/** How many names had been imported when Python came to a module. */
export function importsSeenBy(machine: Machine, dotted: string): number {
  const { graph } = stateOf(machine);
  graph.follow();
  return graph.read(dotted)?.importsSeen ?? machine.importedNames.size;
}

/** True if Python comes to the end of one module before it comes to the other, as far as their texts show. */
export function isBefore(machine: Machine, one: string, other: string): boolean {
  const { graph } = stateOf(machine);
  return graph.placeOf(one) < graph.placeOf(other) && !graph.leadsTo(one, other);
}

/** True if Python imports `to` while it imports `from`. */
export function leadsTo(machine: Machine, from: string, to: string): boolean {
  return stateOf(machine).graph.leadsTo(from, to);
}

/**
 * True if importing a module of a package leads back to the code of the project, which stands somewhere at that time: nothing of it
 * can wait.
 */
export function leadsToOwn(machine: Machine, dotted: string): boolean {
  if (machine.isClassWanted) return false;
  const { graph } = stateOf(machine);
  graph.follow();
  return graph.leadsToOwn(dotted);
}

/**
 * Where other modules that Python has imported by now may change what a name of a module is bound to. `functions`: those of the
 * module that do so when they are called.
 */
export function changesFromOutside(
  machine: Machine,
  dotted: string,
  name: string,
  functions: readonly string[],
): readonly OutsideChange[] {
  return [name, ...functions].flatMap((each) => new Search(machine, dotted, each, each !== name).found());
}

/** Whatever may change a module without naming what it changes. */
const ANY_NAME = /\b(?:setattr|delattr|vars|exec|eval)\(|__dict__/;

class Search {
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
    const text = this.#textOf(holder);
    if (text.includes(`.${this.#name}`) || ANY_NAME.test(text)) return true;
    const last = this.#dotted.split('.').at(-1) ?? '';
    const given = `^(?![ \\t]*(?:from|import)\\b).*(?<![\\w.])${last}[ \\t]*(?:[,)\\]}]|$)`;
    return new RegExp(given, 'm').test(text);
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
    this.#changes.set(module, this.#changesOf(module, file, body.statements, names));
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
    body: readonly Statement[],
    names: NamesFor,
  ): readonly OutsideChange[] {
    const { graph } = this.#state;
    const changes = changesIn(body, names, this.#isCall);
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
        statements: inside === undefined ? [index] : callersOf(body, inside),
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
    const body: Body = { statements, binding: bindingNodes(statements) };
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
