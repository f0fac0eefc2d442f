import { type ChildProcess, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { servedTree } from '../golden.ts';
import { put } from '../storages/folder.ts';
import { readTree } from '../tree.ts';
import { startNode, startWindows, type WindowsNode, windowsPath } from './wine.ts';

// What golden cases can't tell: several runs, a run that is killed, a file that another program holds open.

const { wine, nodes } = inject('windows');
const BIN = new URL('../../bin/collectstatic.js', import.meta.url).pathname;
const MANIFEST = {
  STATIC_ROOT: 'out',
  STATIC_URL: '/static/',
  STATICFILES_DIRS: ['assets'],
  STORAGE: 'manifest',
};

describe.each(Object.keys(nodes))('Node %s', (version) => {
  const program = nodes[version] as string;
  let scratch: string;
  let node: WindowsNode;
  let projects = 0;
  beforeAll(async () => {
    scratch = realpathSync(mkdtempSync(join(tmpdir(), 'collectstatic-windows-runs-')));
    node = await startNode(wine, program);
  });
  afterAll(async () => {
    await node.stop();
    rmSync(scratch, { recursive: true, force: true });
  });

  function makeProject(files: Readonly<Record<string, string>>, config: object = MANIFEST): string {
    const project = join(scratch, `${++projects}`);
    put(project, 'collectstatic.config.json', JSON.stringify(config));
    for (const [path, text] of Object.entries(files)) put(project, `assets/${path}`, text);
    return project;
  }

  const collect = (project: string, ...args: readonly string[]) =>
    node.run(['--no-input', ...args], { cwd: project });

  test('the second run has nothing to do, --clear removes, prune keeps what is served', async () => {
    const project = makeProject({ 'a.css': 'a { background: url(b.svg) }', 'b.svg': '<svg/>' });
    expect((await collect(project)).stdout).toContain('2 static files copied');
    expect((await collect(project)).stdout).toContain('0 static files copied');
    put(project, 'assets/b.svg', '<svg></svg>');
    put(project, 'out/foreign.txt', 'x');
    expect((await collect(project, '--clear')).stderr).toBe('');
    const tree = readTree(join(project, 'out'), project);
    expect(Object.keys(tree)).not.toContain('foreign.txt');
    const { paths } = JSON.parse(tree['staticfiles.json'] as string);
    put(project, 'assets/b.svg', '<svg>3</svg>');
    await collect(project);
    const pruned = await node.run(['prune', '--keep', '1', '--older-than', '0s'], { cwd: project });
    expect(pruned.stderr).toBe('');
    expect(existsSync(join(project, 'out', paths['b.svg']))).toBe(false);
    const served = JSON.parse(readFileSync(join(project, 'out/staticfiles.json'), 'utf8')).paths;
    for (const name of Object.values<string>(served))
      expect(existsSync(join(project, 'out', name))).toBe(true);
  });

  test('many files are copied by both threads', async () => {
    const names = Array.from({ length: 400 }, (_, index) => `${index % 7}/${index}.txt`);
    const project = makeProject(Object.fromEntries(names.map((name) => [name, name])));
    expect((await collect(project)).stdout).toContain('400 static files copied');
    const tree = servedTree(join(project, 'out'), project);
    for (const name of names) expect(tree[name]).toBe(name);
  });

  test('a run that is killed leaves what was served, and the next one finishes the job', async () => {
    const names = Array.from({ length: 600 }, (_, index) => `${index}.css`);
    const project = makeProject(Object.fromEntries(names.map((name) => [name, `/* ${name} */`])));
    await collect(project);
    const before = readFileSync(join(project, 'out/staticfiles.json'), 'utf8');
    for (const name of names) put(project, `assets/${name}`, `/* ${name}, changed */`);
    const child = startWindows(wine, program, [windowsPath(BIN), '--no-input'], {
      cwd: project,
      output: join(scratch, 'killed'),
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await staged(project, child);
    child.kill('SIGKILL');
    await ended;
    const { paths } = JSON.parse(readFileSync(join(project, 'out/staticfiles.json'), 'utf8'));
    for (const name of Object.values<string>(paths))
      expect(existsSync(join(project, 'out', name))).toBe(true);
    const next = await collect(project);
    expect(next.code).toBe(0);
    // Windows gives the number of a process that is gone to another one soon: then its lock is waited for half a minute.
    expect(next.stderr).toMatch(/^(?:Waiting for another run .*\n)?$/);
    expect(readFileSync(join(project, 'out/staticfiles.json'), 'utf8')).not.toBe(before);
    expect(readFileSync(join(project, 'out/7.css'), 'utf8')).toBe('/* 7.css, changed */');
  });

  test('a file that another program holds open is named, and the next run replaces it', async () => {
    const project = makeProject({ 'a.css': 'a {}' }, { ...MANIFEST, STORAGE: 'plain' });
    await collect(project);
    put(project, 'assets/a.css', 'a { color: red }');
    utimesSync(join(project, 'assets/a.css'), 1, 1);
    const release = await holdOpen(join(project, 'out/a.css'));
    const refused = await collect(project);
    await release();
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`${windowsPath(project)}\\out\\a.css`);
    expect(refused.stderr).not.toMatch(/^\s+at .*\.(ts|js|cjs):\d+/m);
    expect(readFileSync(join(project, 'out/a.css'), 'utf8')).toBe('a {}');
    expect((await collect(project)).stderr).toBe('');
    expect(readFileSync(join(project, 'out/a.css'), 'utf8')).toBe('a { color: red }');
  });

  test('of two names that differ in letter case the first is collected, and the manifest has no other', async () => {
    const config = { ...MANIFEST, STATICFILES_DIRS: ['assets', 'more'] };
    const project = makeProject({ 'css/Site.css': 'first {}', 'img/a.svg': '<svg/>' }, config);
    put(project, 'more/css/site.css', 'second {}');
    for (const copied of [2, 0]) {
      const { code, stdout } = await collect(project);
      expect(code).toBe(0);
      expect(stdout).toContain(
        'conflict: css/Site.css differs from another path only in a way this disk does not tell apart; the first is collected',
      );
      expect(stdout).toContain(`${copied} static files copied`);
      expect(stdout).toContain('1 skipped due to conflict');
      const tree = readTree(join(project, 'out'), project);
      expect(tree['css/Site.css']).toBe('first {}');
      const { paths } = JSON.parse(tree['staticfiles.json'] as string);
      expect(Object.keys(paths).sort()).toEqual(['css/Site.css', 'img/a.svg']);
    }
  });

  test('--swap is refused with its reason', async () => {
    const project = makeProject({ 'a.css': 'a {}' });
    const { code, stderr } = await collect(project, '--swap');
    expect(code).toBe(1);
    expect(stderr).toContain('swap-unsupported');
  });

  /** Waits until the run has begun to write. */
  async function staged(project: string, child: ChildProcess): Promise<void> {
    const find = () => spawnSync('find', [project, '-path', '*/tree/*'], { encoding: 'utf8' }).stdout;
    while (child.exitCode === null && find() === '') await new Promise((resolve) => setTimeout(resolve, 3));
  }

  /** Opens a file so that no other program may, as an editor or a virus scanner does. Returns what lets it go. */
  async function holdOpen(file: string): Promise<() => Promise<void>> {
    const [held, release] = [join(scratch, 'held'), join(scratch, 'release')];
    for (const name of [held, release]) rmSync(name, { force: true });
    const script = `
      const { constants, existsSync, openSync, writeFileSync } = require('node:fs');
      const UV_FS_O_EXLOCK = 0x10000000;
      const [file, held, release] = process.argv.slice(1);
      openSync(file, constants.O_RDWR | UV_FS_O_EXLOCK);
      writeFileSync(held, '');
      setInterval(() => existsSync(release) && process.exit(), 10);`;
    const args = ['-e', script, ...[file, held, release].map(windowsPath)];
    const start = () => startWindows(wine, program, args, { output: join(scratch, 'holder') });
    let child = start();
    for (let attempts = 1; !existsSync(held); ) {
      if (child.exitCode !== null) {
        const words = readFileSync(join(scratch, 'holder.err'), 'utf8');
        // Wine may end a program without a word right after another was killed.
        if (words !== '' || ++attempts > 3) throw new Error(`the holder ended: ${words}`);
        child = start();
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return async () => {
      writeFileSync(release, '');
      await new Promise((resolve) => child.once('exit', resolve));
    };
  }
});
