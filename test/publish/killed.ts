import type { MemoryOptions, Request } from './memory-bucket.ts';

/** A process that ends at once: nothing of it comes after this. */
export class Killed extends Error {}

/** Kills the publisher at its request of this number: before the store has seen it, or when it has done it. */
export function killedAt(number: number, when: 'before' | 'after'): Pick<MemoryOptions, 'before' | 'after'> {
  let isDead = false;
  const kill = (request: Request): void => {
    if (request.number === number) isDead = true;
    if (isDead) throw new Killed();
  };
  const blocked = (): void => {
    if (isDead) throw new Killed();
  };
  return when === 'before' ? { before: kill } : { before: blocked, after: kill };
}
