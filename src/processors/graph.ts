/**
 * The strongly connected components of a graph, what is pointed to before what points to it: most are one node, a
 * circle of references is several. Neither the order of the nodes nor that of the edges changes the result:
 * nodes are visited sorted, and each component is sorted. Iterative (Tarjan 1972), so that depth costs no stack.
 * Edges to what is no node are passed over.
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
