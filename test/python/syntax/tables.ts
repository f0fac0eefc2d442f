import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The programs of a table: one after the other, with `===` between them. */
export function programs(table: string): readonly string[] {
  return readFileSync(join(import.meta.dirname, table), 'utf8')
    .trimEnd()
    .split('\n===\n');
}

const TAKEN = `
import json, sys, warnings
warnings.simplefilter('ignore')
taken = []
for text in json.load(sys.stdin):
    try:
        compile(text, 'x', 'exec', dont_inherit=True)
        taken.append(text)
    except (SyntaxError, ValueError):
        pass
print(json.dumps(taken))
`;

/** The programs that this machine's CPython takes. */
export function takenByPython(texts: readonly string[]): readonly string[] {
  const { stdout } = spawnSync('python3', ['-c', TAKEN], { input: JSON.stringify(texts), encoding: 'utf8' });
  return JSON.parse(stdout);
}
