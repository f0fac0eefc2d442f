import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPythonReader, toPlain } from '../../src/python/index.ts';

/*
 * snippets/*.py: small programs that bind R, each behind a line that names it. `#: name` must come to what python3 makes of it;
 * `#? name` may be Unknown, but not wrong; `#! name` must be Unknown, since python3 gives something else each time.
 */
const FOLDER: string = fileURLToPath(new URL('snippets', import.meta.url));

interface Snippet {
  readonly topic: string;
  readonly name: string;
  readonly kind: ':' | '?' | '!';
  readonly source: string;
}

const snippets: readonly Snippet[] = readdirSync(FOLDER)
  .sort()
  .flatMap((file) => {
    const [, ...parts] = readFileSync(join(FOLDER, file), 'utf8').split(/^#(?=[:?!] )/m);
    return parts.map((part): Snippet => {
      const [head = '', ...lines] = part.split('\n');
      const name = head.slice(2).trim();
      return {
        topic: file,
        name,
        kind: head[0] as Snippet['kind'],
        source: `${lines.join('\n').trimEnd()}\n`,
      };
    });
  });

const HARNESS = `
import json, sys
sys.setrecursionlimit(2000)
results = []
for source in json.load(sys.stdin):
    names = {'__name__': 'settings', '__builtins__': __builtins__}
    module = type(sys)('settings')
    module.__dict__.update(names)
    sys.modules['settings'] = module
    try:
        exec(compile(source, 'settings.py', 'exec'), module.__dict__)
        results.append(repr(module.__dict__['R']))
    except BaseException as error:
        results.append('failed: %r' % error)
json.dump(results, sys.stdout)
`;

function python(sources: readonly string[]): readonly string[] | null {
  const run = spawnSync('python3', ['-c', HARNESS], {
    input: JSON.stringify(sources),
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  return run.status === 0 ? (JSON.parse(run.stdout) as readonly string[]) : null;
}

let folder = '';
let wanted: readonly string[] | null = null;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'snippets-'));
  wanted = python(snippets.map(({ source }) => source));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function evaluate(source: string, index: number): Promise<unknown> {
  const file = join(folder, `snippet${index}.py`);
  writeFileSync(file, `${source}R = repr(R)\n`);
  const reader = createPythonReader({ searchPath: [folder], env: {}, cwd: folder });
  const module = await reader.runFile(file, 'settings');
  return toPlain(module.get('R')?.value ?? null);
}

describe.each([...new Set(snippets.map(({ topic }) => topic))])('%s', (topic) => {
  const own = snippets.map((snippet, index) => ({ ...snippet, index })).filter((one) => one.topic === topic);
  test.each(own)('$name', async ({ kind, source, index }) => {
    const got = await evaluate(source, index);
    const want = wanted?.[index];
    if (kind === ':') expect(typeof got === 'string' ? got : JSON.stringify(got)).toBe(want ?? got);
    if (kind === '?' && typeof got === 'string') expect(got).toBe(want ?? got);
    if (kind === '!') expect(got).toMatchObject({ kind: 'unknown' });
    if (kind === ':') expect(typeof got).toBe('string');
  });
});
