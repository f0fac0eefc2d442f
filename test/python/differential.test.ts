import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPythonReader, toPlain } from '../../src/python/index.ts';
import { program } from './generate/program.ts';
import { withinBounds } from './project.ts';

// Random programs, evaluated here and by the real python3, must agree; what is not modelled may be Unknown, but not wrong.

const PROGRAMS = 400;

/** Runs all programs in one process; what takes long there (random loops can grow) is `null`, and so is bad syntax. */
const HARNESS = `
import json, signal, sys, warnings
warnings.simplefilter('ignore')
class Slow(BaseException): pass
def late(*_): raise Slow()
signal.signal(signal.SIGALRM, late)
results = []
for source in json.load(sys.stdin):
    names = {'__name__': 'program'}
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    try:
        exec(compile(source, 'program', 'exec'), names)
        results.append(names['R'])
    except (Slow, SyntaxError):
        results.append(None)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
json.dump(results, sys.stdout)
`;

const version = spawnSync('python3', ['--version'], { encoding: 'utf8' });
const hasPython = version.status === 0;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'differential-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function evaluate(source: string, index: number): Promise<unknown> {
  const file = join(folder, `program${index}.py`);
  writeFileSync(file, source);
  const interpreter = createPythonReader({
    searchPath: [folder],
    env: {},
    cwd: folder,
    limits: { steps: 100_000 },
  });
  const module = await withinBounds(interpreter.runFile(file));
  return toPlain(module?.get('R')?.value ?? null);
}

describe.skipIf(!hasPython)('against python3 (skipped where there is none)', () => {
  test('random programs come to the same', async () => {
    // The same programs each time; another seed tries others.
    const seed = Number(process.env.PROGRAM_SEED ?? 1);
    const programs = fc.sample(program, { numRuns: PROGRAMS, seed });
    const python = spawnSync('python3', ['-c', HARNESS], {
      input: JSON.stringify(programs),
      encoding: 'utf8',
      maxBuffer: 1e9,
      env: { ...process.env, PYTHONINTMAXSTRDIGITS: '0' },
    });
    expect(python.stderr).toBe('');
    const wanted = JSON.parse(python.stdout) as readonly (string | null)[];
    const different: object[] = [];
    let known = 0;
    for (const [index, source] of programs.entries()) {
      const want = wanted[index];
      if (want === null || want === undefined) continue;
      const got = await evaluate(source, index);
      if (typeof got === 'string') known += 1;
      if (typeof got === 'string' && got !== want) different.push({ seed, index, want, got, source });
    }
    expect(different).toEqual([]);
    // Unknown is an answer too, but a test of an evaluator that knows nothing would prove nothing.
    expect(known).toBeGreaterThan(PROGRAMS * 0.7);
  });
});
