import type { Machine } from './machine.ts';

/**
 * Thrown where a program hands over to code that is not evaluated (`Runtime.leave`), through whatever waits for exceptions.
 * It keeps what the program has set up: a `try` around it takes its changes back while it passes.
 */
export class Left extends Error {
  /** Sets the environment, the working directory and `sys.path` up again. */
  readonly restore: () => void;
  /** True if a test that is not known decides whether the program gets here. */
  readonly isUndecided: boolean;

  constructor(machine: Machine) {
    super('the program hands over');
    const environment = machine.host.environment.snapshot();
    const path = machine.host.searchPath.snapshot();
    this.isUndecided = machine.forks > 0;
    this.restore = () => {
      machine.host.environment.restore(environment);
      machine.host.searchPath.restore(path);
    };
  }
}
