import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Command, Run } from './contender.ts';

const SCRIPT = new URL('oracle.py', import.meta.url).pathname;
const PATIENCE_MS = 500_000;

/** A Python process in which the real Django stands by. */
export interface Oracle {
  /** Runs `manage.py ...argv` in a project, in a child of its own. Calls may overlap. */
  ask(command: Command): Promise<Run>;
  stop(): void;
}

interface Waiting {
  readonly resolve: (run: Run) => void;
  readonly reject: (error: Error) => void;
}

/** Starts the oracle with the interpreter of a virtual environment that has Django. */
export function startOracle(python: string): Oracle {
  const child = spawn(python, [SCRIPT], { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = new Map<number, Waiting>();
  let nextId = 0;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { id, ...run } = JSON.parse(line) as Run & { readonly id: number };
    waiting.get(id)?.resolve(run);
    waiting.delete(id);
  });
  child.on('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`the oracle ended with ${code}`));
  });
  return {
    async ask(command) {
      const id = nextId++;
      const answer = new Promise<Run>((resolve, reject) => waiting.set(id, { resolve, reject }));
      const bell = setTimeout(() => {
        waiting.get(id)?.reject(new Error(`no answer from Django: ${command.argv.join(' ')}`));
        waiting.delete(id);
      }, PATIENCE_MS);
      child.stdin.write(`${JSON.stringify({ id, ...command })}\n`);
      return answer.finally(() => clearTimeout(bell));
    },
    stop: () => child.stdin.end(),
  };
}
