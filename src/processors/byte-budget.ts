/** Bounds how many bytes are held at once by work that runs side by side. */
export interface ByteBudget {
  /** Resolves once so many bytes fit; more than there may be at all, once nothing else is held. */
  take(bytes: number): Promise<void>;
  /** Gives back what was taken. */
  giveBack(bytes: number): void;
}

export function createByteBudget(most: number): ByteBudget {
  let held = 0;
  let waiting: (() => void)[] = [];
  return {
    async take(bytes) {
      while (held > 0 && held + bytes > most) await new Promise<void>((resolve) => waiting.push(resolve));
      held += bytes;
    },
    giveBack(bytes) {
      held -= bytes;
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    },
  };
}
