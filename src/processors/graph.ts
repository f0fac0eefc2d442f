import { compareNames } from '../text/order.ts';

/**
 * Strongly connected components of a graph; each stands after those that it points to. Most have one node; a circle of
 * references has several. The order of nodes and edges does not change the result: nodes are visited sorted, and each
 * component is sorted. Ignores edges to unknown nodes. Iterative (Tarjan 1972), so that depth costs no stack.
 */
export function components<Node extends string>(
  edges: ReadonlyMap<Node, readonly Node[]>,
): readonly (readonly Node[])[] {
  const found: (readonly Node[])[] = [];
  const order = new Map<Node, number>();
  const lowest = new Map<Node, number>();
  const open: Node[] = [];
  const isOpen = new Set<Node>();
  const targets = (node: Node): readonly Node[] =>
    [...(edges.get(node) ?? [])].filter((to) => edges.has(to)).sort();

  function enter(node: Node): { readonly node: Node; readonly targets: readonly Node[]; next: number } {
    order.set(node, order.size);
    lowest.set(node, order.get(node) as number);
    open.push(node);
    isOpen.add(node);
    return { node, targets: targets(node), next: 0 };
  }

  function lower(node: Node, to: number): void {
    lowest.set(node, Math.min(lowest.get(node) as number, to));
  }

  function close(node: Node): void {
    if (lowest.get(node) !== order.get(node)) return;
    const component = open.splice(open.lastIndexOf(node));
    for (const member of component) isOpen.delete(member);
    found.push(component.sort());
  }

  for (const root of [...edges.keys()].sort()) {
    if (order.has(root)) continue;
    const path = [enter(root)];
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      const target = step.targets[step.next++];
      if (target === undefined) {
        path.pop();
        const parent = path.at(-1);
        if (parent !== undefined) lower(parent.node, lowest.get(step.node) as number);
        close(step.node);
      } else if (!order.has(target)) {
        path.push(enter(target));
      } else if (isOpen.has(target)) {
        lower(step.node, order.get(target) as number);
      }
    }
  }
  return found;
}

/**
 * Puts every node that lies in a circle, or from which one is reached, into one group, which comes last. `groups`: of
 * `components`.
 */
export function withOneCircle<Node extends string>(
  groups: readonly (readonly Node[])[],
  edges: ReadonlyMap<Node, readonly Node[]>,
): { readonly groups: readonly (readonly Node[])[]; readonly circle: readonly Node[] } {
  const inCircle = new Set<Node>();
  const isIn = (group: readonly Node[]): boolean =>
    group.length > 1 ||
    group.some((node) => edges.get(node)?.some((target) => target === node || inCircle.has(target)));
  for (const group of groups) if (isIn(group)) for (const node of group) inCircle.add(node);
  const circle = [...inCircle].sort(compareNames);
  const linear = groups.filter(([node]) => node !== undefined && !inCircle.has(node));
  return { groups: circle.length === 0 ? groups : [...linear, circle], circle };
}
