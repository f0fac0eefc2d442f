import { readdirSync, readFileSync } from 'node:fs';

/** True if a process stands still under SIGSTOP, with all of its threads. Linux only. */
export function isStopped(pid: number | undefined): boolean {
  const threads = `/proc/${pid}/task`;
  return readdirSync(threads).every((id) => stateOf(`${threads}/${id}/stat`) === 'T');
}

/** The third field; the second is a name in parentheses, which may hold anything. */
function stateOf(file: string): string | undefined {
  try {
    const text = readFileSync(file, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2)[0];
  } catch {
    // A thread that ends meanwhile.
    return undefined;
  }
}
