import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { CollectstaticError } from '../../src/errors.ts';
import type { PythonModule } from '../../src/python/index.ts';
import { createPythonReader, type Plain, toPlain } from '../../src/python/index.ts';
import type { PythonOptions } from '../../src/python/machine/options.ts';

/** Makes a folder with these files for one test. Paths are relative; folders come along. */
export function makeProject(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'python-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** The module, or `null` where the evaluation went past its bounds: random programs may do so, the slower the machine. */
export async function withinBounds(evaluating: Promise<PythonModule>): Promise<PythonModule | null> {
  try {
    return await evaluating;
  } catch (error) {
    if (error instanceof CollectstaticError && error.problems[0]?.code === 'python-limit') return null;
    throw error;
  }
}

export type Options = Partial<Omit<PythonOptions, 'cwd'>>;

export interface Evaluated {
  readonly root: string;
  readonly module: PythonModule;
  /** The value of a name as plain data; `undefined` where it is not bound. */
  value(name: string): Plain | undefined;
  /** The reason a name is Unknown; fails where it is known. */
  reason(name: string): string;
}

/** Evaluates `settings.py` of a project made of these files; a text alone is that file. */
export async function evaluate(
  given: string | Readonly<Record<string, string>>,
  options: Options = {},
): Promise<Evaluated> {
  const root = makeProject(typeof given === 'string' ? { 'settings.py': given } : given);
  const interpreter = createPythonReader({ searchPath: [root], env: {}, cwd: root, ...options });
  const module = await interpreter.importModule('settings');
  return view(root, module);
}

export function view(root: string, module: PythonModule): Evaluated {
  const value = (name: string): Plain | undefined => {
    const binding = module.get(name);
    return binding === undefined ? undefined : toPlain(binding.value);
  };
  return {
    root,
    module,
    value,
    reason(name) {
      const plain = value(name);
      if (typeof plain === 'object' && plain?.kind === 'unknown') return plain.reason;
      throw new Error(`${name} is known: ${JSON.stringify(plain)}`);
    },
  };
}

/** Plain data as JSON would have it, for short expectations: sequences as arrays, dicts as objects, paths as text. */
export function simple(plain: Plain | undefined): unknown {
  if (typeof plain !== 'object' || plain === null) return plain;
  if ('items' in plain) return plain.items.map(simple);
  if (plain.kind === 'dict')
    return Object.fromEntries([...plain.entries].map(([key, value]) => [String(simple(key)), simple(value)]));
  return plain.kind === 'path' ? plain.path : plain;
}

/** Evaluates a text and gives `R`, which it must bind, in short. */
export async function result(text: string, options: Options = {}): Promise<unknown> {
  return simple((await evaluate(text, options)).value('R'));
}
