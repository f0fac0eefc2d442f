import type { Test } from './characters.ts';
import { type Node, type Place, widthOf } from './tree.ts';

/** One instruction of the matcher. Targets are indices into the program. */
export type Instruction =
  | { readonly do: 'one'; readonly test: Test }
  /** Goes on at `first`; at `second` if that fails. */
  | { readonly do: 'split'; readonly first: number; readonly second: number }
  | { readonly do: 'jump'; readonly to: number }
  | { readonly do: 'mark'; readonly index: number }
  | {
      readonly do: 'many';
      readonly test: Test;
      readonly least: number;
      readonly most: number;
      readonly lazy: boolean;
    }
  /** Begins to count the rounds of a repeat, whose `until` is at `to`. */
  | { readonly do: 'repeat'; readonly to: number }
  | {
      readonly do: 'until';
      readonly body: number;
      readonly least: number;
      readonly most: number;
      readonly lazy: boolean;
    }
  | { readonly do: 'at'; readonly place: Place; readonly ascii: boolean }
  /** `back` is by how many code points it begins before; `negated` succeeds where `program` does not. */
  | { readonly do: 'look'; readonly program: Program; readonly back: number; readonly negated: boolean }
  | { readonly do: 'same'; readonly group: number; readonly fold: ((point: number) => number) | null }
  | { readonly do: 'unless'; readonly group: number; readonly to: number }
  | { readonly do: 'end' };

export type Program = readonly Instruction[];

/** Lays a pattern out for the matcher. */
export function compileTree(tree: Node): Program {
  const program: Instruction[] = [];
  const groups = new Map<number, Node>();

  function add(instruction: Instruction): number {
    return program.push(instruction) - 1;
  }

  function repeat(node: Extract<Node, { kind: 'repeat' }>): void {
    const { inner, least, most, lazy } = node;
    const [only = inner] = inner.kind === 'sequence' && inner.parts.length === 1 ? inner.parts : [];
    if (only.kind === 'one') {
      add({ do: 'many', test: only.test, least, most, lazy });
      return;
    }
    const start = add({ do: 'jump', to: 0 });
    emit(inner);
    program[start] = { do: 'repeat', to: add({ do: 'until', body: start + 1, least, most, lazy }) };
  }

  function either(parts: readonly Node[]): void {
    const exits: number[] = [];
    for (const [index, part] of parts.entries()) {
      const isLast = index === parts.length - 1;
      const fork = isLast ? -1 : add({ do: 'jump', to: 0 });
      emit(part);
      if (isLast) continue;
      exits.push(add({ do: 'jump', to: 0 }));
      program[fork] = { do: 'split', first: fork + 1, second: program.length };
    }
    for (const exit of exits) program[exit] = { do: 'jump', to: program.length };
  }

  function condition({ group, yes, no }: Extract<Node, { kind: 'if' }>): void {
    const test = add({ do: 'jump', to: 0 });
    emit(yes);
    const exit = add({ do: 'jump', to: 0 });
    program[test] = { do: 'unless', group, to: program.length };
    emit(no);
    program[exit] = { do: 'jump', to: program.length };
  }

  function emit(node: Node): void {
    switch (node.kind) {
      case 'one':
        add({ do: 'one', test: node.test });
        return;
      case 'sequence':
        for (const part of node.parts) emit(part);
        return;
      case 'either':
        either(node.parts);
        return;
      case 'group':
        groups.set(node.number, node.inner);
        add({ do: 'mark', index: node.number * 2 });
        emit(node.inner);
        add({ do: 'mark', index: node.number * 2 + 1 });
        return;
      case 'repeat':
        repeat(node);
        return;
      case 'at':
        add({ do: 'at', place: node.place, ascii: node.ascii });
        return;
      case 'look': {
        const back = node.behind ? widthOf(node.inner, groups)[0] : 0;
        add({ do: 'look', program: compileTree(node.inner), back, negated: node.negated });
        return;
      }
      case 'same':
        add({ do: 'same', group: node.group, fold: node.fold });
        return;
      case 'if':
        condition(node);
    }
  }

  emit(tree);
  add({ do: 'end' });
  return program;
}

/** The code point that every match begins with; `undefined` where that is not one. */
export function firstLiteral(tree: Node): number | undefined {
  switch (tree.kind) {
    case 'one':
      return tree.literal;
    case 'group':
      return firstLiteral(tree.inner);
    case 'sequence':
      return tree.parts[0] === undefined ? undefined : firstLiteral(tree.parts[0]);
    case 'repeat':
      return tree.least > 0 ? firstLiteral(tree.inner) : undefined;
    default:
      return undefined;
  }
}
