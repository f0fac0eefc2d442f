import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { makeProject, ORCHARD } from './project.ts';

const BIN = fileURLToPath(new URL('../../bin', import.meta.url));

// The one test of what `npm ci` has built and a person starts: both binaries, their streams and their exit codes.
test('the built binaries collect, find and fail', () => {
  const cwd = makeProject(ORCHARD);
  const run = (name: string, ...args: readonly string[]) =>
    spawnSync(process.execPath, [join(BIN, `${name}.js`), ...args], { cwd, encoding: 'utf8' });

  const collected = run('collectstatic', '--no-input', '--django-version', '5.2');
  expect(collected.stderr).toBe('');
  expect(collected.status).toBe(0);
  expect(collected.stdout.endsWith(`\n2 static files copied to '${cwd}/public'.\n`)).toBe(true);
  expect(readFileSync(join(cwd, 'public/css/page.css'), 'utf8')).toBe('body { color: red; }\n');

  const found = run('findstatic', '--first', 'css/page.css');
  expect(found.status).toBe(0);
  expect(found.stdout).toBe(`Found 'css/page.css' here:\n  ${cwd}/apples/static/css/page.css\n`);

  expect(run('findstatic', 'css/plum.css').status).toBe(1);
  expect(run('collectstatic', '--no-such-option').status).toBe(2);
});
