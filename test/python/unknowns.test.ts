import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPythonReader, toPlain } from '../../src/python/index.ts';
import { program } from './generate/program.ts';
import { makeProject, withinBounds } from './project.ts';

// One value of each program is unknown here. Whatever comes out known must be what python3 computes, whichever of these
// values the unknown one really has.
const VALUES = ['True', 'False', '5', "'ab'", '[1, 2]'];
const NAMES = ['i', 'f', 's', 'l', 'd', 'log'];
const PROGRAMS = 400;

const HARNESS = `
import json, signal, sys, warnings
warnings.simplefilter('ignore')
class Slow(BaseException): pass
def late(*_): raise Slow()
signal.signal(signal.SIGALRM, late)
request = json.load(sys.stdin)
rows = []
for source in request['programs']:
    row = []
    for value in request['values']:
        names = {'__name__': 'program', 'u': eval(value)}
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        try:
            exec(compile(source, 'program', 'exec'), names)
            row.append({name: repr(names[name]) for name in request['names']})
        except (Slow, SyntaxError):
            row.append(None)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    rows.append(row)
json.dump(rows, sys.stdout)
`;

/** A random program without its last lines, every True and False of it replaced by the unknown value. */
function withUnknown(source: string): string {
  const end = source.indexOf('\nR = []\n');
  return source.slice(0, end + 1).replace(/\b(True|False)\b/g, 'u');
}

const hasPython = spawnSync('python3', ['--version']).status === 0;

describe.skipIf(!hasPython)('against python3 (skipped where there is none)', () => {
  test('what is known does not depend on what is unknown', async () => {
    const seed = Number(process.env.PROGRAM_SEED ?? 2);
    const programs = fc
      .sample(program, { numRuns: PROGRAMS, seed })
      .map(withUnknown)
      .filter((source) => /\bu\b/.test(source));
    const python = spawnSync('python3', ['-c', HARNESS], {
      input: JSON.stringify({ programs, values: VALUES, names: NAMES }),
      encoding: 'utf8',
      maxBuffer: 1e9,
      env: { ...process.env, PYTHONINTMAXSTRDIGITS: '0' },
    });
    expect(python.stderr).toBe('');
    const rows = JSON.parse(python.stdout) as readonly (readonly (Record<string, string> | null)[])[];
    const different: object[] = [];
    let known = 0;
    for (const [index, source] of programs.entries()) {
      const row = rows[index] ?? [null];
      if (row.some((names) => names === null)) continue;
      const reprs = NAMES.map((name) => `R_${name} = repr(${name})`).join('\n');
      const root = makeProject({ 'program.py': `from absent import u\n${source}${reprs}\n` });
      const interpreter = createPythonReader({
        searchPath: [root],
        env: {},
        cwd: root,
        limits: { steps: 100_000 },
      });
      const module = await withinBounds(interpreter.importModule('program'));
      for (const name of NAMES) {
        const got = toPlain(module?.get(`R_${name}`)?.value ?? null);
        if (typeof got !== 'string') continue;
        known += 1;
        const wanted = new Set(row.map((names) => names?.[name]));
        if (wanted.size > 1 || !wanted.has(got))
          different.push({ seed, name, got, wanted: [...wanted], source });
      }
    }
    expect(different).toEqual([]);
    expect(known).toBeGreaterThan(programs.length * NAMES.length * 0.5);
  });
});
