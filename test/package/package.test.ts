import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { arch, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = new URL('../..', import.meta.url).pathname;
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');
const PNPM = 'pnpm@10.18.0';
const NODES = ['20', '22', '24'];

let folder: string;
let archive: string;
const MANIFEST = join(ROOT, 'package.json');
const manifest = readFileSync(MANIFEST, 'utf8');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'collectstatic-package-'));
  const packed = run('npm', ['pack', '--silent', '--pack-destination', folder], ROOT);
  archive = join(folder, packed.trim().split('\n').at(-1) ?? '');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(program: string, args: readonly string[], cwd: string): string {
  return execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Makes an empty project with a file to collect, and installs the package there. */
function installed(name: string, install: readonly string[]): string {
  const project = join(folder, name);
  mkdirSync(join(project, 'assets'), { recursive: true });
  writeFileSync(join(project, 'assets/site.css'), 'body { color: red; }\n');
  writeFileSync(join(project, 'package.json'), '{ "name": "shop", "private": true, "type": "module" }\n');
  writeFileSync(
    join(project, 'collectstatic.config.ts'),
    `import { defineConfig } from 'collectstatic';

export default defineConfig({ STATIC_ROOT: 'out', STATIC_URL: '/static/', STATICFILES_DIRS: ['assets'], STORAGE: 'manifest' });
`,
  );
  const [program, ...args] = install;
  // Types of Node are what a project with TypeScript config files has.
  run(program as string, [...args, archive, '@types/node@20'], project);
  return project;
}

test('the published package.json builds nothing and needs only what is not bundled', () => {
  const text = run('tar', ['xOf', archive, 'package/package.json'], folder);
  const published = JSON.parse(text);
  const onInstall = ['preinstall', 'install', 'postinstall', 'prepare'];
  expect(Object.keys(published.scripts).filter((name) => onInstall.includes(name))).toEqual([]);
  expect(Object.keys(published.dependencies)).toEqual(['jiti']);
});

test('packing leaves package.json as it was', () => {
  expect(manifest).toContain('"prepare"');
  expect(readFileSync(MANIFEST, 'utf8')).toBe(manifest);
});

test('every package that is bundled stands in the notices with its licence', () => {
  const notices = run('tar', ['xOf', archive, 'package/dist/THIRD-PARTY-NOTICES.txt'], folder);
  for (const name of [
    'commander',
    'chalk',
    'fast-glob',
    'fs-extra',
    'py-ast',
    'yaml',
    'smol-toml',
    'micromatch',
  ]) {
    expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+.* \\(.+\\)$`, 'm'));
  }
});

describe.each([
  ['npm', ['npm', 'install', '--no-audit', '--no-fund', '--silent']],
  ['pnpm', ['npx', '-y', PNPM, 'add', '--silent']],
] as const)('installed with %s', (name, install) => {
  let project: string;
  beforeAll(() => {
    project = installed(name, install);
  });

  test('its types compile strictly', () => {
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--types', 'node'];
    run(process.execPath, [TSC, ...options, 'collectstatic.config.ts'], project);
  });

  test.each(NODES)('it collects on Node %s', (version) => {
    const bin = join(project, 'node_modules/collectstatic/bin/collectstatic.js');
    const { status, stdout, stderr } = spawnSync(nodeOf(version), [bin, '--no-input'], {
      cwd: project,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(`'${join(project, 'out')}'`);
    expect(existsSync(join(project, 'out/staticfiles.json'))).toBe(true);
  });
});

/** The newest Node of this major, from the registry. */
function nodeOf(major: string): string {
  const home = join(folder, `node-${major}`);
  const system = `node-${platform()}-${arch()}`;
  const program = join(home, 'node_modules', system, 'bin/node');
  if (!existsSync(program)) {
    mkdirSync(home, { recursive: true });
    run(
      'npm',
      ['install', '--prefix', home, '--no-audit', '--no-fund', '--silent', `${system}@${major}`],
      home,
    );
  }
  return program;
}
