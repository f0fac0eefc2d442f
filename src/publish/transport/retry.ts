import { setTimeout as wait } from 'node:timers/promises';

const FIRST_WAIT = 200;
const LONGEST_WAIT = 10_000;

/**
 * Does `attempt` until it succeeds, fails for good, or has failed `attempts` times; waits between them, twice as long each
 * time, at random so that parallel requests don't come back together.
 */
export async function retryTransient<Result>(
  attempt: () => Promise<Result>,
  isTransient: (error: unknown) => boolean,
  attempts: number,
): Promise<Result> {
  for (let made = 1; ; made++) {
    try {
      return await attempt();
    } catch (error) {
      if (made >= attempts || !isTransient(error)) throw error;
      await wait(Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** made) * (0.5 + Math.random() / 2));
    }
  }
}
