import { isNode, MUTATORS, type Node } from '../lazy/nodes.ts';
import type { Statement } from '../syntax/parse.ts';
import { isOpen, type NamesFor, nodesIn } from './names-for.ts';

/** A place where code may change what a name of another module is bound to. */
export interface ChangeIn {
  /** The statement at the top of the module that does so when it runs. */
  readonly index: number;
  readonly line: number;
  /** The function or class in which it stands, if that has to be called first. */
  readonly inside: string | undefined;
  /** `bind`: the name is bound anew; `store`: the value is changed; `call`: a call that is handed the value may change it. */
  readonly how: 'bind' | 'store' | 'call';
}

/** Methods that leave what they are called on as it is, where that is a list, dict, set or text. */
const READING: ReadonlySet<string> = new Set(
  `get items keys values copy index count join format split startswith endswith lower upper strip replace union
  intersection difference issubset issuperset isdisjoint`.split(/\s+/),
);
/** Functions that change nothing of what they are handed. */
const HARMLESS: ReadonlySet<string> = new Set(
  `len list tuple set frozenset dict str repr sorted isinstance issubclass hasattr getattr callable id hash bool int float sum min
  max any all enumerate zip range reversed map filter print type dir import_module reload __import__ join deepcopy super
  iter`.split(/\s+/),
);
const FUNCTIONS: ReadonlySet<string> = new Set(['FunctionDef', 'AsyncFunctionDef']);

interface Place {
  readonly index: number;
  /** What a lambda or method here can be called by. */
  readonly bound: string | undefined;
  readonly inside: string | undefined;
}

/** A node that may change something, and where it stands. */
export interface Candidate {
  readonly node: Node;
  readonly place: Place;
}

/** All that may change anything, of a whole module: it is walked once, whatever is looked for in it. */
export function candidatesIn(body: readonly Statement[]): readonly Candidate[] {
  const candidates: Candidate[] = [];
  const visit = (value: unknown, place: Place): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, place);
    else if (isNode(value)) {
      if (mayChange(value)) candidates.push({ node: value, place });
      for (const key in value) {
        const child = value[key];
        if (typeof child !== 'object' || child === null || key === 'annotation' || key === 'returns')
          continue;
        visit(child, key === 'body' && isFunction(value) ? within(value, place) : place);
      }
    }
  };
  for (const [index, statement] of body.entries())
    visit(statement, { index, inside: undefined, bound: boundBy(statement as unknown as Node)[0] });
  return candidates;
}

/** Where the code of a module may change what `names` stands for. `isCall`: a call of it is such a change. */
export function changesIn(
  candidates: readonly Candidate[],
  names: NamesFor,
  isCall: boolean,
): readonly ChangeIn[] {
  const changes: ChangeIn[] = [];
  for (const { node, place } of candidates) {
    const how = changeBy(node, names, isCall);
    if (how !== undefined)
      changes.push({ index: place.index, line: Number(node.lineno ?? 0), inside: place.inside, how });
  }
  return changes;
}

/** The place of what stands in the body of a function. */
function within(node: Node, place: Place): Place {
  if (place.inside !== undefined) return place;
  const name = typeof node.name === 'string' ? node.name : undefined;
  return { ...place, inside: place.bound ?? name };
}

function isFunction({ nodeType }: Node): boolean {
  return FUNCTIONS.has(nodeType) || nodeType === 'Lambda';
}

const CHANGING: ReadonlySet<string> = new Set(['AugAssign', 'Call', 'Return', 'Yield', 'Assign']);

/** The kinds of node that `changeBy` knows. */
function mayChange(node: Node): boolean {
  switch (node.nodeType) {
    case 'Attribute':
    case 'Subscript':
      return isStore(node);
    case 'FunctionDef':
    case 'AsyncFunctionDef':
    case 'ClassDef':
      return (node.decorator_list as readonly unknown[]).length > 0;
    default:
      return CHANGING.has(node.nodeType);
  }
}

function changeBy(node: Node, names: NamesFor, isCall: boolean): ChangeIn['how'] | undefined {
  switch (node.nodeType) {
    case 'Attribute':
    case 'Subscript':
      return changeByStore(node, names);
    case 'AugAssign':
      return names.isMember(node.target) && (node.target as Node).nodeType === 'Name' ? 'store' : undefined;
    case 'Call':
      return changeByCall(node, names, isCall);
    case 'FunctionDef':
    case 'AsyncFunctionDef':
    case 'ClassDef':
      return isCall &&
        (node.decorator_list as readonly unknown[]).some((each) => names.startsWithMember(each))
        ? 'store'
        : undefined;
    default:
      return handsOn(node, names) ? 'call' : undefined;
  }
}

function changeByStore(node: Node, names: NamesFor): ChangeIn['how'] | undefined {
  if (names.isMember(node)) return 'bind';
  return names.startsWithMember(node.value) ? 'store' : undefined;
}

function changeByCall(node: Node, names: NamesFor, isCall: boolean): ChangeIn['how'] | undefined {
  const func = node.func as Node;
  const args = node.args as readonly unknown[];
  const called = String(func.id ?? func.attr);
  if (isCall && names.startsWithMember(func)) return 'store';
  if (called === 'setattr' || called === 'delattr') {
    if (names.isModule(args[0])) return isOpen(args[1], names.name) ? 'bind' : undefined;
    if (names.startsWithMember(args[0])) return 'store';
  }
  if (func.nodeType === 'Attribute') {
    if (names.isNamespace(func.value) && MUTATORS.has(called)) return 'bind';
    if (names.startsWithMember(func.value) && !READING.has(called))
      return MUTATORS.has(called) ? 'store' : 'call';
  }
  if ((called === 'exec' || called === 'eval') && args.length > 0)
    return maySay(args[0], names) ? 'bind' : undefined;
  if (HARMLESS.has(called)) return undefined;
  const given = [...args, ...(node.keywords as readonly Node[]).map((keyword) => keyword.value)];
  if (given.some((arg) => names.isModule(arg) || names.isNamespace(arg))) return 'bind';
  return given.some((arg) => names.passes(arg)) ? 'call' : undefined;
}

/** True if a text of code names what is looked for, or is not known. */
function maySay(text: unknown, names: NamesFor): boolean {
  return !isNode(text) || typeof text.value !== 'string' || names.isIn(text.value);
}

/** True if the value, or the module, is put where other code finds it. */
function handsOn(node: Node, names: NamesFor): boolean {
  switch (node.nodeType) {
    case 'Return':
    case 'Yield':
      return names.passes(node.value);
    case 'Assign':
      return (
        names.passes(node.value) &&
        (node.targets as readonly Node[]).some((target) => target.nodeType !== 'Name')
      );
    default:
      return false;
  }
}

/** Statements at the top that may call a function or class of the module, directly or through others. */
export function callersOf(body: readonly Statement[], name: string): readonly number[] {
  const names = new Set([name]);
  const callers = new Set<number>();
  for (let size = -1; size !== names.size; ) {
    size = names.size;
    for (const [index, statement] of body.entries()) {
      const node = statement as unknown as Node;
      const isDefinition = FUNCTIONS.has(node.nodeType);
      if (!mentions(isDefinition ? node.body : node, names)) {
        if (isDefinition && mentions([node.decorator_list, node.args], names)) callers.add(index);
        continue;
      }
      if (isDefinition) names.add(String(node.name));
      else callers.add(index);
      for (const bound of boundBy(node)) names.add(bound);
    }
  }
  return [...callers].sort((left, right) => left - right);
}

function mentions(value: unknown, names: ReadonlySet<string>): boolean {
  const isOne = (node: Node): boolean =>
    node.nodeType === 'Name' && !isStore(node) && names.has(String(node.id));
  return nodesIn(value, isOne).length > 0;
}

function isStore(node: Node): boolean {
  return isNode(node.ctx) && node.ctx.nodeType !== 'Load';
}

function boundBy(node: Node): readonly string[] {
  if (node.nodeType === 'ClassDef') return [String(node.name)];
  if (node.nodeType !== 'Assign') return [];
  return (node.targets as readonly Node[])
    .filter((target) => target.nodeType === 'Name')
    .map((target) => String(target.id));
}
