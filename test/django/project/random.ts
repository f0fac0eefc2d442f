/** Seeded choices: the same seed gives the same project on every machine. */
export interface Random {
  /** An integer from 0 to `below - 1`. */
  int(below: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** Up to `count` different items, in random order. */
  some<Item>(items: readonly Item[], count: number): Item[];
  bytes(length: number): Buffer;
}

/** Mulberry32: small, fast, and good enough to choose file names with. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const int = (below: number): number => Math.floor(next() * below);
  return {
    int,
    chance: (probability) => next() < probability,
    pick: <Item>(items: readonly Item[]) => items[int(items.length)] as Item,
    some<Item>(items: readonly Item[], count: number): Item[] {
      const left = [...items];
      const chosen: Item[] = [];
      while (chosen.length < count && left.length > 0) chosen.push(...left.splice(int(left.length), 1));
      return chosen;
    },
    bytes: (length) => Buffer.from(Array.from({ length }, () => int(256))),
  };
}

/** Any number would do; always the same one, so that a change is judged by what it changes. */
const USUAL_SEED = 20_779_000;

/** The first seed of a run. COLLECTSTATIC_SEED=N tries other projects, or one that failed again. */
export function firstSeed(environment: Readonly<Record<string, string | undefined>>): number {
  return Number(environment.COLLECTSTATIC_SEED ?? USUAL_SEED);
}
