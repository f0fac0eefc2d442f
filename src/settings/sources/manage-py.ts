import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from './load/text.ts';

const STRING_OR_COMMENT = /'''[\s\S]*?'''|"""[\s\S]*?"""|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|#[^\n]*/g;

const ASSIGNMENT =
  /\benviron\s*(?:\.\s*setdefault\s*\(\s*(['"])(\w+)\1\s*,|\[\s*(['"])(\w+)\3\s*\]\s*=(?!=))\s*(['"])([\w.]+)\5/g;

/** The values that a `manage.py` gives a variable of the environment, without repetition, in the order of the text. */
export function variableOfManagePy(source: string, variable: string): readonly string[] {
  const code = source.replace(STRING_OR_COMMENT, (token) => (/^(#|'''|""")/.test(token) ? ' ' : token));
  const matches = [...code.matchAll(ASSIGNMENT)].filter((match) => (match[2] ?? match[4]) === variable);
  return [...new Set(matches.map((match) => match[6] as string))];
}

/** The source of the `manage.py` in a folder; `undefined` where there is none. */
export function readManagePy(folder: string): string | undefined {
  const file = join(folder, 'manage.py');
  return existsSync(file) ? readText(file) : undefined;
}
