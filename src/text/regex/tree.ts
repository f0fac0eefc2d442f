import type { Test } from './characters.ts';

/** A pattern as it is written, letter case and categories already made into tests. */
export type Node =
  | { readonly kind: 'one'; readonly test: Test; readonly literal?: number }
  | { readonly kind: 'sequence' | 'either'; readonly parts: readonly Node[] }
  | { readonly kind: 'group'; readonly number: number; readonly inner: Node }
  | {
      readonly kind: 'repeat';
      readonly inner: Node;
      readonly least: number;
      readonly most: number;
      readonly lazy: boolean;
    }
  | { readonly kind: 'at'; readonly place: Place; readonly ascii: boolean }
  | { readonly kind: 'look'; readonly inner: Node; readonly behind: boolean; readonly negated: boolean }
  | { readonly kind: 'same'; readonly group: number; readonly fold: ((point: number) => number) | null }
  | { readonly kind: 'if'; readonly group: number; readonly yes: Node; readonly no: Node };

/** `line` and `text` with their ends: `lineEnd` is before a newline, `nearEnd` is `$` without MULTILINE. */
export type Place = 'start' | 'lineStart' | 'end' | 'lineEnd' | 'nearEnd' | 'boundary' | 'notBoundary';

/** How many code points a node takes, at least and at most. */
export function widthOf(node: Node, groups: ReadonlyMap<number, Node>): readonly [number, number] {
  const width = (inner: Node): readonly [number, number] => widthOf(inner, groups);
  switch (node.kind) {
    case 'one':
      return [1, 1];
    case 'sequence': {
      const all = node.parts.map(width);
      return [all.reduce((sum, [least]) => sum + least, 0), all.reduce((sum, [, most]) => sum + most, 0)];
    }
    case 'either': {
      const all = node.parts.map(width);
      return [Math.min(...all.map(([least]) => least)), Math.max(...all.map(([, most]) => most))];
    }
    case 'group':
      return width(node.inner);
    case 'repeat': {
      const [least, most] = width(node.inner);
      return [least * node.least, most === 0 ? 0 : most * node.most];
    }
    case 'same': {
      const inner = groups.get(node.group);
      return inner === undefined ? [0, Number.POSITIVE_INFINITY] : width(inner);
    }
    case 'if': {
      const [yes, no] = [width(node.yes), width(node.no)];
      return [Math.min(yes[0], no[0]), Math.max(yes[1], no[1])];
    }
    default:
      return [0, 0];
  }
}
