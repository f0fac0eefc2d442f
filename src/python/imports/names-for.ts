import { isNode, type Node } from '../lazy/nodes.ts';
import { aliasesIn, passesOn } from './aliases.ts';

/** A name of a module under which another module can be reached, or one of its names. */
export interface Handle {
  readonly module: string;
  readonly name: string;
  readonly isModule: boolean;
}

/** What the code of one module calls another module, and a name of it. */
export class NamesFor {
  readonly #dotted: string;
  readonly #name: string;
  /** `p.m`, `m`: expressions for the module, as they are written. */
  readonly #modules = new Set<string>();
  /** Names for the value itself. */
  readonly #members = new Set<string>();

  /** `importing`: turns what an import statement says into a dotted name. `handles`: by which other modules pass it on. */
  constructor(
    nodes: readonly Node[],
    dotted: string,
    name: string,
    importing: (node: Node) => string,
    handles: readonly Handle[],
  ) {
    this.#dotted = dotted;
    this.#name = name;
    for (const node of nodes) {
      if (node.nodeType === 'Import') this.#import(node, handles);
      else if (node.nodeType === 'ImportFrom') this.#importFrom(node, importing(node), handles);
    }
    for (let size = -1; size !== this.#modules.size + this.#members.size; ) {
      size = this.#modules.size + this.#members.size;
      for (const node of nodes) this.#alias(node);
    }
  }

  /** Names in the module's own namespace that others may take from it. */
  handles(module: string): readonly Handle[] {
    return [
      ...[...this.#modules]
        .filter((name) => !name.includes('.'))
        .map((name) => ({ module, name, isModule: true })),
      ...[...this.#members]
        .filter((name) => !name.includes('.'))
        .map((name) => ({ module, name, isModule: false })),
    ];
  }

  get name(): string {
    return this.#name;
  }

  /** True if a text has the name in it. */
  isIn(text: string): boolean {
    return text.includes(this.#name);
  }

  /** True if the value of an expression may be, or hold, the value or the module. */
  passes(value: unknown): boolean {
    return passesOn(value).some((each) => this.isMember(each) || this.isModule(each));
  }

  get isEmpty(): boolean {
    return this.#modules.size === 0 && this.#members.size === 0;
  }

  isModule(value: unknown): boolean {
    if (!isNode(value)) return false;
    if (value.nodeType === 'Subscript' && isNode(value.value)) {
      const { slice, value: of } = value;
      const isTable = (of.attr ?? of.id) === 'modules';
      return isTable && isNode(slice) && slice.value === this.#dotted;
    }
    if (value.nodeType === 'Call') {
      const [first] = value.args as readonly Node[];
      const func = value.func as Node;
      const isImport = ['import_module', '__import__', 'reload'].includes(String(func.attr ?? func.id));
      return isImport && (first?.value === this.#dotted || this.isModule(first));
    }
    const text = written(value);
    return text !== undefined && this.#modules.has(text);
  }

  /** True for the value that the name of the module is bound to. */
  isMember(value: unknown): boolean {
    if (!isNode(value)) return false;
    switch (value.nodeType) {
      case 'Name':
        return this.#members.has(String(value.id));
      case 'Attribute': {
        const text = written(value);
        if (text !== undefined && this.#members.has(text)) return true;
        return value.attr === this.#name && this.isModule(value.value);
      }
      case 'Subscript':
        return this.isNamespace(value.value) && isOpen(value.slice, this.#name);
      case 'Call': {
        const func = value.func as Node;
        const [first, second] = value.args as readonly unknown[];
        if (func.id === 'getattr') return this.isModule(first) && isOpen(second, this.#name);
        return func.nodeType === 'Attribute' && func.attr === 'get' && this.isNamespace(func.value);
      }
      default:
        return false;
    }
  }

  /** `vars(m)`, `m.__dict__`. */
  isNamespace(value: unknown): boolean {
    if (!isNode(value)) return false;
    if (value.nodeType === 'Attribute') return value.attr === '__dict__' && this.isModule(value.value);
    const func = value.nodeType === 'Call' ? (value.func as Node) : undefined;
    return func?.id === 'vars' && this.isModule((value.args as readonly unknown[])[0]);
  }

  /** True if an expression begins with the value: `L[0].x`, `L.f()`. */
  startsWithMember(value: unknown): boolean {
    let node = value;
    while (isNode(node)) {
      if (this.isMember(node)) return true;
      node = node.nodeType === 'Call' ? node.func : node.value;
    }
    return false;
  }

  #import(node: Node, handles: readonly Handle[]): void {
    for (const { name, asname } of node.names as readonly { name: string; asname?: string }[]) {
      const top = name.split('.')[0] ?? name;
      if (asname === undefined) {
        if (this.#dotted === top || this.#dotted.startsWith(`${top}.`)) this.#modules.add(this.#dotted);
        for (const handle of handles)
          if (handle.module === top || handle.module.startsWith(`${top}.`)) this.#add(handle, handle.module);
      } else this.#below(name, asname, handles);
    }
  }

  /** `local` stands for the module `name`: what is the rest of the way to the one that is looked for? */
  #below(name: string, local: string, handles: readonly Handle[]): void {
    if (this.#dotted === name || this.#dotted.startsWith(`${name}.`))
      this.#modules.add(`${local}${this.#dotted.slice(name.length)}`);
    for (const handle of handles)
      if (handle.module === name || handle.module.startsWith(`${name}.`))
        this.#add(handle, `${local}${handle.module.slice(name.length)}`);
  }

  #add({ name, isModule }: Handle, module: string): void {
    (isModule ? this.#modules : this.#members).add(`${module}.${name}`);
  }

  #importFrom(node: Node, from: string, handles: readonly Handle[]): void {
    for (const { name, asname } of node.names as readonly { name: string; asname?: string }[]) {
      const local = asname ?? name;
      if (name === '*') {
        if (from === this.#dotted) this.#members.add(this.#name);
        for (const handle of handles)
          if (handle.module === from) (handle.isModule ? this.#modules : this.#members).add(handle.name);
        continue;
      }
      this.#below(`${from}.${name}`, local, handles);
      if (from === this.#dotted && name === this.#name) this.#members.add(local);
      for (const handle of handles)
        if (handle.module === from && handle.name === name)
          (handle.isModule ? this.#modules : this.#members).add(local);
    }
  }

  #alias(node: Node): void {
    for (const { name, value, passed } of aliasesIn(node)) {
      if (this.isModule(value)) this.#modules.add(name);
      else if (passed.some((each) => this.isMember(each))) this.#members.add(name);
    }
  }
}

/** `a.b.c` as it is written; `undefined` for what is no chain of names. */
function written(value: Node): string | undefined {
  if (value.nodeType === 'Name') return String(value.id);
  if (value.nodeType !== 'Attribute' || !isNode(value.value)) return undefined;
  const base = written(value.value);
  return base === undefined ? undefined : `${base}.${value.attr}`;
}

/** True if an expression is this text, or may be any. */
export function isOpen(value: unknown, text: string): boolean {
  return !isNode(value) || value.nodeType !== 'Constant' || value.value === text;
}

const BINDING: ReadonlySet<string> = new Set(
  'Import ImportFrom Assign AnnAssign NamedExpr For Comprehension WithItem'.split(' '),
);

/** The nodes that may bind a name to a module, or to what lies in it. */
export function bindingNodes(body: readonly unknown[]): readonly Node[] {
  return nodesIn(body, ({ nodeType }) => BINDING.has(nodeType));
}

/** All nodes below that pass, the outer ones first. */
export function nodesIn(value: unknown, passes: (node: Node) => boolean, found: Node[] = []): Node[] {
  if (Array.isArray(value)) for (const item of value) nodesIn(item, passes, found);
  else if (isNode(value)) {
    if (passes(value)) found.push(value);
    for (const key in value) if (typeof value[key] === 'object') nodesIn(value[key], passes, found);
  }
  return found;
}
