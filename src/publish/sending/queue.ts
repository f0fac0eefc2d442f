import type { WantedObject } from '../../types.ts';

/** Items in the order in which work on them may begin. */
export interface Queue<Item> {
  /** The next item; `undefined` if none may begin before others are done, or none is left. */
  next(): Item | undefined;
  /** Is told when the work on an item has come to its end, and whether it went well. */
  end(item: Item, isWell: boolean): void;
  /** Items that have not begun. */
  left(): number;
}

/** One item after the other. */
export function queueOf<Item>(items: readonly Item[]): Queue<Item> {
  let next = 0;
  return {
    next: () => items[next++],
    end: () => undefined,
    left: () => Math.max(0, items.length - next),
  };
}

/** All items, as they come when each is done before the next begins. */
export function inTurn<Item>(queue: Queue<Item>): readonly Item[] {
  const items: Item[] = [];
  for (let item = queue.next(); item !== undefined; item = queue.next()) {
    items.push(item);
    queue.end(item, true);
  }
  return items;
}

/** Objects that are sent side by side, each in its turn. */
export interface Phase {
  readonly objects: readonly WantedObject[];
  /** Makes a queue of them for so many requests at once. */
  readonly queue: (width: number) => Queue<WantedObject>;
}
