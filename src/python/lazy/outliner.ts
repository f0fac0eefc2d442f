import { analyse } from '../syntax/analyse.ts';
import type { Statement } from '../syntax/parse.ts';
import { importedBy, lastPart } from './modules-named.ts';
import { aliases, baseName, definesShaping, isNode, isPlain, MUTATORS, type Node } from './nodes.ts';
import type { Change, Outline, Sort, Uses } from './outline.ts';
import { EFFECTS, IMPORTERS, isProgramState, looksAtModules, REFLECTION } from './program-words.ts';

const CONDITIONAL: ReadonlySet<string> = new Set(
  'If For AsyncFor While Try TryStar With AsyncWith Match Delete Expr AugAssign'.split(' '),
);

/** What is the very value of a name, or of something in it. */
const ALIASES: ReadonlySet<string> = new Set(['Name', 'Attribute', 'Subscript', 'IfExp', 'BoolOp']);

interface Place {
  /** Inside a function: names that are its own; `null` outside. */
  readonly locals: ReadonlySet<string> | null;
  readonly isClassBody: boolean;
  readonly isComprehension: boolean;
}

export function outlineOf(statement: Statement): Outline {
  const outliner = new Outliner();
  outliner.visit(statement, { locals: null, isClassBody: false, isComprehension: false });
  return { ...outliner.found(), isCertain: !CONDITIONAL.has(statement.nodeType) };
}

function noUses(): Uses {
  return { reads: new Set(), changes: new Map(), binds: new Set() };
}

class Outliner {
  readonly binds = new Map<string, Sort>();
  readonly now: Uses = noUses();
  readonly later: Uses = noUses();
  readonly bases = new Set<string>();
  readonly handedOn = new Set<string>();
  readonly aliased = new Set<string>();
  readonly sources = new Map<string, string[]>();
  shapesSubclasses = false;
  keepsState = false;
  hasEffects = false;
  hasEffectsLater = false;
  reflects = false;
  isStar = false;

  found(): Omit<Outline, 'isCertain'> {
    const { binds, now, later, bases, handedOn, aliased, shapesSubclasses, keepsState } = this;
    const { hasEffects, hasEffectsLater, reflects, isStar } = this;
    return {
      ...{ binds, now, later, bases, handedOn, aliased, shapesSubclasses, keepsState },
      sources: this.sources,
      ...{ hasEffects, hasEffectsLater, reflects, isStar },
    };
  }

  visit(value: unknown, place: Place): void {
    if (Array.isArray(value)) {
      for (const item of value) this.visit(item, place);
      return;
    }
    if (isNode(value)) this.#node(value, place);
  }

  #inside(node: Node, place: Place): void {
    for (const [key, child] of Object.entries(node))
      if (typeof child === 'object' && child !== null && key !== 'annotation' && key !== 'returns')
        this.visit(child, place);
  }

  #node(node: Node, place: Place): void {
    switch (node.nodeType) {
      case 'FunctionDef':
      case 'AsyncFunctionDef':
      case 'Lambda':
        this.#function(node, place);
        return;
      case 'ClassDef':
        this.#class(node, place);
        return;
      case 'ListComp':
      case 'SetComp':
      case 'DictComp':
      case 'GeneratorExp':
        this.#inside(node, { ...place, isComprehension: true });
        return;
      case 'Name':
        this.#name(node, place);
        return;
      case 'Import':
      case 'ImportFrom':
        for (const alias of node.names as readonly Node[]) this.#import(alias, place, node.module);
        return;
      case 'Assign':
      case 'AnnAssign':
      case 'NamedExpr':
        this.#assign(node, place);
        return;
      case 'Global':
        for (const name of node.names as readonly string[]) this.#uses(place).binds.add(name);
        return;
      default:
    }
    if (node.nodeType === 'ExceptHandler' || node.nodeType.startsWith('Match')) this.#pattern(node, place);
    if (node.nodeType === 'For')
      for (const name of aliases(node.iter)) {
        this.handedOn.add(name);
        this.aliased.add(name);
      }
    if (node.nodeType === 'AugAssign') this.#augmented(node.target, place);
    if (node.nodeType === 'Call') this.#call(node, place);
    if (node.nodeType === 'Attribute' || node.nodeType === 'Subscript') this.#access(node, place);
    this.#inside(node, place);
  }

  #uses(place: Place): Uses {
    return place.locals === null ? this.now : this.later;
  }

  #bind(name: string, sort: Sort, place: Place): void {
    if (place.locals !== null || place.isClassBody || place.isComprehension) return;
    const known = this.binds.get(name);
    this.binds.set(name, known === undefined || known === sort ? sort : weaker(known, sort));
  }

  #change(name: string | undefined, change: Change, place: Place): void {
    if (name === undefined) return;
    if (place.locals?.has(name) === true) {
      if (name === 'cls' && change === 'store') this.keepsState = true;
      return;
    }
    const { changes } = this.#uses(place);
    if (changes.get(name) !== 'store') changes.set(name, change);
  }

  #name(node: Node, place: Place): void {
    const name = String(node.id);
    const context = isNode(node.ctx) ? node.ctx.nodeType : 'Load';
    if (context !== 'Load') this.#bind(name, 'other', place);
    else if (place.locals?.has(name) !== true) {
      this.#uses(place).reads.add(name);
      if (REFLECTION.has(name)) this.reflects = true;
      if (EFFECTS.has(name)) this.#affect(place);
    }
  }

  #import(alias: Node, place: Place, from: unknown): void {
    const name = String(alias.asname ?? String(alias.name).split('.')[0]);
    if (place.locals === null)
      this.sources.set(name, [from, alias.name].filter((each) => typeof each === 'string').map(lastPart));
    if (name === '*') this.isStar = true;
    else this.#bind(name, 'import', place);
  }

  #assign(node: Node, place: Place): void {
    const targets = node.nodeType === 'Assign' ? (node.targets as readonly Node[]) : [node.target as Node];
    this.visit(node.value, place);
    for (const name of aliases(node.value)) this.handedOn.add(name);
    if (isNode(node.value) && ALIASES.has(node.value.nodeType))
      for (const name of aliases(node.value)) this.aliased.add(name);
    if (node.nodeType === 'AnnAssign' && !isNode(node.value)) return;
    const imported = importedBy(node.value);
    if (imported !== undefined && place.locals === null)
      for (const target of targets) this.sources.set(String(target.id), [lastPart(imported)]);
    const outside = node.nodeType === 'NamedExpr' ? { ...place, isComprehension: false } : place;
    for (const target of targets) {
      if (target.nodeType === 'Name')
        this.#bind(String(target.id), isPlain(node.value) ? 'plain' : 'other', outside);
      else this.visit(target, outside);
    }
  }

  #augmented(target: unknown, place: Place): void {
    const name = baseName(target);
    if (name === undefined) return;
    this.#change(name, 'store', place);
    if (place.locals?.has(name) !== true) this.#uses(place).reads.add(name);
  }

  #pattern(node: Node, place: Place): void {
    for (const name of [node.name, node.rest]) if (typeof name === 'string') this.#bind(name, 'other', place);
  }

  #call(node: Node, place: Place): void {
    const func = node.func as Node;
    const args = [
      ...(node.args as readonly Node[]),
      ...(node.keywords as readonly Node[]).map((keyword) => keyword.value as Node),
    ];
    if (func.nodeType === 'Attribute') {
      const method = String(func.attr);
      this.#change(baseName(func), MUTATORS.has(method) ? 'store' : 'call', place);
      if (MUTATORS.has(method)) this.#touchProgram(func.value, place);
      if (EFFECTS.has(method)) this.#affect(place);
      if (REFLECTION.has(method) || method === 'stack') this.reflects = true;
    }
    if (args.some((arg) => arg.id === '__name__') && IMPORTERS.has(String(func.id ?? func.attr)))
      this.reflects = true;
    const isStore = func.nodeType === 'Name' && (func.id === 'setattr' || func.id === 'delattr');
    for (const [index, arg] of args.entries())
      for (const name of aliases(arg)) this.#change(name, isStore && index === 0 ? 'store' : 'call', place);
  }

  #access(node: Node, place: Place): void {
    if (looksAtModules(node)) this.reflects = true;
    if (!isNode(node.ctx) || node.ctx.nodeType === 'Load') return;
    this.#change(baseName(node), 'store', place);
    this.#touchProgram(node, place);
    this.#touchProgram(node.value, place);
  }

  /** `os.environ[...] = ...`, `sys.path.insert(...)`. */
  #touchProgram(node: unknown, place: Place): void {
    if (isProgramState(node)) this.#affect(place);
  }

  #affect(place: Place): void {
    if (place.locals === null) this.hasEffects = true;
    else this.hasEffectsLater = true;
  }

  #function(node: Node, place: Place): void {
    const args = node.args as Node;
    const defaults = [...(args.defaults as readonly unknown[]), ...(args.kw_defaults as readonly unknown[])];
    if (node.nodeType !== 'Lambda') this.#bind(String(node.name), 'fixed', place);
    this.visit(node.decorator_list, place);
    this.visit(defaults, place);
    if (defaults.some((value) => isNode(value) && !isPlain(value))) this.keepsState = true;
    const parameters = ['posonlyargs', 'args', 'kwonlyargs'].flatMap((key) => args[key] as readonly Node[]);
    const rest = [args.vararg, args.kwarg].filter(isNode);
    const locals = new Set([
      ...(place.locals ?? []),
      ...[...parameters, ...rest].map((parameter) => String(parameter.arg)),
      ...analyse(node.body as readonly Statement[]).localNames,
    ]);
    this.visit(node.body, { locals, isClassBody: false, isComprehension: false });
  }

  #class(node: Node, place: Place): void {
    this.#bind(String(node.name), 'fixed', place);
    if ((node.keywords as readonly unknown[]).length > 0 || definesShaping(node.body as readonly Node[]))
      this.shapesSubclasses = true;
    this.visit(node.decorator_list, place);
    this.visit(node.keywords, place);
    for (const base of node.bases as readonly Node[]) {
      const name = base.nodeType === 'Name' || base.nodeType === 'Attribute' ? baseName(base) : undefined;
      const isOnlyBase = name !== undefined && place.locals === null && !this.now.reads.has(name);
      if (isOnlyBase) this.bases.add(name);
      else this.visit(base, place);
    }
    this.visit(node.body, { ...place, isClassBody: true, isComprehension: false });
  }
}

function weaker(one: Sort, other: Sort): Sort {
  return one === 'other' || other === 'other' ? 'other' : 'fixed';
}
