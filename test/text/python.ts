import { execFileSync } from 'node:child_process';

/** What a program of Python prints as JSON, given `input` as JSON. */
export function python<Result>(program: string, input: unknown): Result {
  const output = execFileSync('python3', ['-c', program], { input: JSON.stringify(input), encoding: 'utf8' });
  return JSON.parse(output) as Result;
}
