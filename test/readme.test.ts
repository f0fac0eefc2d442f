import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { createProgram } from '../src/cli/program.ts';
import { runCli } from './fake-process.ts';

// README.md is a front page: short, readable in an editor, and true. Reference lies beside the code and is linked.

const ROOT: string = fileURLToPath(new URL('..', import.meta.url));
const text: string = readFileSync(join(ROOT, 'README.md'), 'utf8');

const pages: readonly string[] = ['README.md', '.github', 'src', 'test']
  .flatMap((name) =>
    name.endsWith('.md')
      ? [name]
      : readdirSync(join(ROOT, name), { recursive: true, encoding: 'utf8' }).map((file) => join(name, file)),
  )
  .filter((file) => file.endsWith('.md'));

const sources: readonly string[] = ['src', 'test'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
    join(folder, file).replaceAll('\\', '/'),
  ),
);

test('README.md has at most 200 lines of at most 100 characters', () => {
  const lines = text.trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(200);
  expect(lines.filter((line) => line.length > 100)).toEqual([]);
});

test('README.md has what people and builds paste', () => {
  expect(text).toContain('\nnpm ci && npm run demo ');
  expect(text).toContain('\nnpm ci && npm test ');
  expect(text).toContain('npx collectstatic');
});

test.each(pages)('links of %s lead to files', (page) => {
  const targets = [
    ...readFileSync(join(ROOT, page), 'utf8').matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g),
  ];
  const missing = targets
    .map((match) => resolve(ROOT, dirname(page), match[1] as string))
    .filter((file) => !existsSync(file))
    .map((file) => relative(ROOT, file));
  expect(missing).toEqual([]);
});

test.each(pages)('source files that %s names exist', (page) => {
  const named = [...readFileSync(join(ROOT, page), 'utf8').matchAll(/`([\w/.-]+\.(?:ts|mjs|py))`/g)]
    .map((match) => match[1] as string)
    // What a user's project holds.
    .filter((name) => !/^\.|(?:settings|manage|apps)\.py$|^collectstatic\.config\./.test(name));
  expect(named.filter((name) => !sources.some((file) => `/${file}`.endsWith(`/${name}`)))).toEqual([]);
});

test('each page beside the code is linked from README.md', () => {
  const unlinked = pages
    .filter((page) => /^src\/[^/]+\/README\.md$|^src\/README\.md$/.test(page))
    .filter((page) => !text.includes(`](${page})`));
  expect(unlinked).toEqual([]);
});

test('the map in src/README.md names every room of src', () => {
  const map = readFileSync(join(ROOT, 'src/README.md'), 'utf8');
  const rooms = readdirSync(join(ROOT, 'src'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  expect(rooms.map(({ name }) => name).filter((name) => !map.includes(`${name}/`))).toEqual([]);
});

/** Options in inline code, and behind `collectstatic` in blocks: not those of npm, pip and Docker. */
function optionsNamed(): readonly string[] {
  const spans = [...text.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] as string);
  const ours = spans.filter((span) => /^(?:--?[a-z]|collectstatic )/.test(span));
  const commands = [...text.matchAll(/\bcollectstatic(?:@[\d.]+)? (.*)$/gm)].map((match) =>
    (match[1] as string).replace(/#.*$|`.*$/, ''),
  );
  return [...ours, ...commands].flatMap((part) => part.match(/(?<![\w-])--[a-z][a-z-]*/g) ?? []);
}

test('each option that README.md names is one of the program or of a command', () => {
  const program = createProgram(process);
  const known = new Set(
    [program, ...program.commands].flatMap((command) => command.options.map((option) => option.long)),
  );
  const named = optionsNamed();
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter((name) => !known.has(name) && name !== '--help')).toEqual([]);
});

test('each command that README.md shows exists', () => {
  const names = createProgram(process).commands.map((command) => command.name());
  const shown = [...text.matchAll(/^(?:\$ |npx )collectstatic ([a-z][a-z-]*)/gm)].map(
    (match) => match[1] as string,
  );
  expect(shown.length).toBeGreaterThan(1);
  expect(shown.filter((name) => !names.includes(name))).toEqual([]);
});

test('each code in the table of README.md is one that src gives', () => {
  const codes = [...text.matchAll(/^\| `([a-z]+(?:-[a-z]+)+)` \|/gm)].map((match) => match[1] as string);
  const source = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(ROOT, 'src', file), 'utf8'))
    .join('\n');
  expect(codes.length).toBeGreaterThan(5);
  expect(codes.filter((code) => !source.includes(`'${code}'`))).toEqual([]);
});

function blocks(language: string): readonly string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm');
  return [...text.matchAll(fence)].map((match) => match[1] as string);
}

test('the demo project prints what README.md shows', async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'collectstatic-readme-')));
  try {
    const cwd = join(folder, 'shop');
    cpSync(join(ROOT, 'fixtures/demo/project'), cwd, { recursive: true });
    const [shown = ''] = blocks('console');
    const commands = [...shown.matchAll(/^\$ collectstatic (.*)$/gm)].map((match) => match[1] as string);
    let printed = '';
    for (const command of commands) {
      const { stdout, stderr } = await runCli(command.split(' '), { cwd });
      printed += `$ collectstatic ${command}\n${stderr}${stdout}`;
    }
    expect(printed.replaceAll(cwd, '/srv/shop').replaceAll(sep, '/')).toBe(shown);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the workflow in README.md is YAML with steps that run or use something', () => {
  const [workflow = ''] = blocks('yaml');
  const { jobs } = parse(workflow) as { jobs: Record<string, { steps: readonly Record<string, unknown>[] }> };
  const steps = Object.values(jobs).flatMap((job) => job.steps);
  expect(steps.length).toBeGreaterThan(3);
  expect(steps.filter((step) => !('run' in step || 'uses' in step))).toEqual([]);
});
