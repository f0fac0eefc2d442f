import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runCli } from '../fake-process.ts';
import { makeProject, ORCHARD } from './project.ts';

const ESCAPE = '\u001b[';

describe('how much is told', () => {
  test('-v 0: nothing at all', async () => {
    const cwd = makeProject(ORCHARD);
    expect(await runCli(['-v', '0'], { cwd })).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('-v 1: the conflict with both sides, an empty line, and the summary of Django', async () => {
    const cwd = makeProject(ORCHARD);
    const { code, stdout, stderr } = await runCli(['--django-version', '5.2'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n')).toEqual([
      'conflict: css/page.css is offered more than once; the first is collected',
      `  winner  ${cwd}/apples/static/css/page.css  (app apples, 21 B)`,
      `  loser   ${cwd}/pears/static/css/page.css  (app pears, 29 B, different)`,
      '',
      `2 static files copied to '${cwd}/public'.`,
      '',
    ]);
  });

  test('the summary of Django 6 counts what was skipped, too', async () => {
    const cwd = makeProject(ORCHARD);
    const { stdout } = await runCli(['--django-version', '6.0'], { cwd });
    expect(stdout).toMatch(/\n\n2 static files copied to '.*', 1 skipped due to conflict\.\n$/);
  });

  test('-v 2: which settings were taken, and every file', async () => {
    const cwd = makeProject({ ...ORCHARD, 'requirements.txt': '' });
    const first = await runCli(['-v', '2'], { cwd });
    expect(first.stdout).toMatch(/^Settings from .*orchard\.settings.*\n/);
    expect(first.stdout).toContain(`\nCopying '${cwd}/apples/static/css/page.css'\n`);
    expect(first.stdout).toContain(`\nCopying '${cwd}/apples/static/apples/cox.svg'\n`);
    const second = await runCli(['-v', '2', '--no-input'], { cwd });
    expect(second.stdout).toContain("\nSkipping 'css/page.css' (not modified)\n");
    expect(second.stdout).toMatch(/\n\n0 static files copied to '.*', 2 unmodified/);
  });

  test('-v 2 says what was passed over, and why', async () => {
    const cwd = makeProject({ ...ORCHARD, 'collectstatic.config.json': '{ "STATIC_ROOT": "out" }' });
    const { stdout } = await runCli(['-v', '2', '--settings', 'orchard.settings'], { cwd });
    expect(stdout).toMatch(
      /^Settings from .*orchard\.settings.*\n {2}passed over .*collectstatic\.config\.json: \S/,
    );
  });

  test('-v 3 tells no less than -v 2', async () => {
    const cwd = makeProject(ORCHARD);
    const { code, stdout } = await runCli(['-v', '3', '--dry-run'], { cwd });
    const again = await runCli(['-v', '2', '--dry-run'], { cwd });
    expect(code).toBe(0);
    for (const line of again.stdout.split('\n')) expect(stdout).toContain(line);
  });

  test('a rehearsal names every file at -v 1', async () => {
    const cwd = makeProject(ORCHARD);
    const { stdout } = await runCli(['-n'], { cwd });
    expect(stdout).toContain(`\nPretending to copy '${cwd}/apples/static/apples/cox.svg'\n`);
  });

  test('warnings go to stderr, and not at -v 0', async () => {
    const cwd = makeProject(ORCHARD);
    const args = ['--set', 'STATICFILES_DIRS=["nowhere"]'];
    const loud = await runCli(args, { cwd });
    expect(loud.stderr).toMatch(/^warning: .*nowhere.* \[staticfiles\.W004\]/);
    expect(loud.stdout).not.toContain('W004');
    const quiet = await runCli([...args, '-v', '0', '--no-input'], { cwd });
    expect(quiet).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('errors are told even at -v 0', async () => {
    const cwd = makeProject(ORCHARD);
    const { code, stderr } = await runCli(['-v', '0', '--set', 'STATICFILES_DIRS=5'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: .*STATICFILES_DIRS/);
  });
});

describe('colours', () => {
  const inTerminal = { columns: 120 };
  test.each<[string, readonly string[], Readonly<Record<string, string>>, { columns?: number }, boolean]>([
    ['a terminal', [], {}, inTerminal, true],
    ['a pipe', [], {}, {}, false],
    ['--no-color in a terminal', ['--no-color'], {}, inTerminal, false],
    ['--force-color in a pipe', ['--force-color'], {}, {}, true],
    ['NO_COLOR in a terminal', [], { NO_COLOR: '1' }, inTerminal, false],
    ['an empty NO_COLOR in a terminal', [], { NO_COLOR: '' }, inTerminal, true],
    ['FORCE_COLOR in a pipe', [], { FORCE_COLOR: '1' }, {}, true],
    ['FORCE_COLOR=0 in a terminal', [], { FORCE_COLOR: '0' }, inTerminal, false],
    ['--force-color against NO_COLOR', ['--force-color'], { NO_COLOR: '1' }, {}, true],
    ['a terminal that can do nothing', [], { TERM: 'dumb' }, inTerminal, false],
  ])('%s', async (_what, args, env, terminal, coloured) => {
    const cwd = makeProject(ORCHARD);
    const report = await runCli(args, { cwd, env, ...terminal });
    expect(report.stdout).toContain('is offered more than once');
    expect(report.stdout.includes(ESCAPE)).toBe(coloured);
    const failure = await runCli([...args, '--set', 'STATICFILES_DIRS=5'], { cwd, env, ...terminal });
    expect(failure.stderr).toContain('STATICFILES_DIRS');
    expect(failure.stderr.includes(ESCAPE)).toBe(coloured);
  });

  test('JSON has none, whatever is asked for', async () => {
    const cwd = makeProject(ORCHARD);
    const { stdout } = await runCli(['--format', 'json', '--force-color'], { cwd, ...inTerminal });
    expect(JSON.parse(stdout)).toMatchObject({ ok: true });
    expect(stdout).not.toContain(ESCAPE);
  });
});

test('in a narrow terminal what is said about a file moves to a line of its own', async () => {
  const cwd = makeProject(ORCHARD);
  const { stdout } = await runCli(['--no-color'], { cwd, columns: 80 });
  const lines = stdout.split('\n');
  const winner = lines.indexOf(`  winner  ${cwd}/apples/static/css/page.css`);
  expect(lines[winner + 1]).toBe('          (app apples, 21 B)');
});

test('nothing of a progress bar stays in a terminal, and none is drawn by a short run', async () => {
  const cwd = makeProject(ORCHARD);
  const { code, stderr } = await runCli([], { cwd, columns: 80 });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

test('a project without static files leaves nothing behind, not even the folder', async () => {
  const cwd = makeProject(ORCHARD);
  const { code, stdout } = await runCli(['--set', 'INSTALLED_APPS=[]'], { cwd });
  expect({ code, stdout }).toEqual({ code: 0, stdout: `\n0 static files copied to '${cwd}/public'.\n` });
  expect(readdirSync(cwd)).not.toContain('public');
});

test('names with control characters neither forge lines nor steer the terminal', async () => {
  const NAME = 'a\n\u001b[31mb\t.txt';
  const SHOWN = 'a\\n\\x1b[31mb\\t.txt';
  const cwd = makeProject({
    ...ORCHARD,
    [`apples/static/${NAME}`]: '1',
    [`pears/static/${NAME}`]: '2',
  });
  const texts = [
    await runCli(['list'], { cwd }),
    await runCli(['find', NAME], { cwd }),
    await runCli(['find', `no-${NAME}`], { cwd }),
    await runCli(['--no-input', '-v', '2'], { cwd }),
    await runCli(['--no-input', '-v', '2'], { cwd }),
    await runCli(['--no-input', '--fail-on-conflict'], { cwd }),
    await runCli(['why', NAME], { cwd }),
  ].map(({ stdout, stderr }) => stdout + stderr);
  for (const text of texts) {
    expect(text).toContain(SHOWN);
    expect(text).not.toContain(NAME);
    expect(text).not.toContain('\u001b');
  }
  const { stdout } = await runCli(['find', '-v', '0', '--first', NAME], { cwd });
  expect(stdout).toBe(`${cwd}/apples/static/${NAME}\n`);
});

describe('problems', () => {
  test('a terminal gets them broken between words, with the same words as a pipe', async () => {
    const cwd = makeProject({});
    const wide = await runCli([], { cwd });
    const narrow = await runCli(['--no-color'], { cwd, columns: 60 });
    expect(narrow.stderr.replace(/\n {8}(?=\S)/g, ' ').replace(/\n {7}(?=\S)/g, ' ')).toBe(wide.stderr);
    const long = narrow.stderr.split('\n').filter((line) => line.length > 60 && !line.includes(cwd));
    expect(long).toEqual([]);
    expect(narrow.stderr).toContain(cwd);
    const blind = await runCli(['--no-color'], { cwd, columns: 0 });
    expect(Math.max(...blind.stderr.split('\n').map((line) => line.length))).toBeGreaterThan(60);
  });

  test('a file that the message names is not named again', async () => {
    const cwd = makeProject({});
    const { stderr } = await runCli(['--settings', 'none.json'], { cwd });
    expect(stderr.split(`${cwd}/none.json`)).toHaveLength(2);
  });

  test('of a line without end, what is around the place is shown, with the mark below it', async () => {
    const filler = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`IGNORE${index}`, index]));
    const cwd = makeProject({ 'collectstatic.config.json': JSON.stringify(filler) });
    const { stderr } = await runCli(['--no-color'], { cwd, columns: 80 });
    const lines = stderr.split('\n');
    const marks = lines.flatMap((line, index) => (/^ +\^$/.test(line) ? [index] : []));
    expect(marks).toHaveLength(40);
    for (const [place, index] of marks.entries()) {
      const excerpt = lines[index - 1] as string;
      expect(excerpt.length).toBeLessThanOrEqual(80);
      const column = (lines[index] as string).length - 1;
      expect(excerpt.slice(column)).toMatch(new RegExp(`^"IGNORE${place}"`));
    }
  });
});

test.each([['list'], ['list', '--format', 'json'], ['-n'], ['-n', '--format', 'json']])(
  '%s is made no faster than it is read, and not at all once nobody reads',
  async (...args) => {
    const files = Object.fromEntries(
      Array.from({ length: 3000 }, (_, index) => [`apples/static/${index}.txt`, '']),
    );
    const cwd = makeProject({ ...ORCHARD, ...files });
    const whole = (await runCli(args, { cwd })).stdout;
    let [held, most, read] = [0, 0, ''];
    await runCli(args, {
      cwd,
      write(text, onWritten) {
        held += text.length;
        most = Math.max(most, held);
        read += text;
        setImmediate(() => {
          held = 0;
          onWritten?.();
        });
        return false;
      },
    });
    expect(read).toBe(whole);
    expect(whole.length).toBeGreaterThan(2 * most);
    let writes = 0;
    const { code } = await runCli(args, {
      cwd,
      write(text, onWritten) {
        if (text !== '') writes++;
        setImmediate(() => onWritten?.(new Error('EPIPE')));
        return false;
      },
    });
    expect([code, writes]).toEqual([0, 1]);
  },
);
