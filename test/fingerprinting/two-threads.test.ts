import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { collect, loadSettings } from '../../src/index.ts';
import { bundleCli } from '../cli-bundle.ts';
import { put, temporaryFolder, treeOf } from '../storages/folder.ts';

// From the bundle a run has a second thread, which copies what has no references while the rest is read and rewritten.

let script: string;

beforeAll(async () => {
  const bundle = mkdtempSync(join(tmpdir(), 'collectstatic-test-'));
  script = await bundleCli(bundle);
  return () => rmSync(bundle, { recursive: true });
});

const CONFIG = {
  STATIC_URL: '/s/',
  STATIC_ROOT: 'static',
  STATICFILES_DIRS: ['assets'],
  STORAGE: 'manifest',
};
const MTIME = 1_600_000_000_000;

function project(files: Readonly<Record<string, string>>, config: object = CONFIG): string {
  const folder = temporaryFolder();
  put(folder, 'collectstatic.config.json', JSON.stringify(config));
  for (const [path, text] of Object.entries(files)) put(folder, `assets/${path}`, text, MTIME);
  return folder;
}

function run(cwd: string): { readonly status: number | null; readonly stderr: string } {
  const { status, stderr } = spawnSync(process.execPath, [script, '--no-input'], { cwd, encoding: 'utf8' });
  return { status, stderr };
}

/** Style sheets that refer to each other and to pictures, scripts, and pictures; every tenth picture is a large file. */
function manyFiles(): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  for (let index = 0; index < 300; index++) {
    files[`img/${index % 7}/${index}.png`] = `${index}`.repeat(index % 10 === 0 ? 400_000 : 40);
    files[`css/${index}.css`] =
      index === 0
        ? 'a { background: url(../img/0/0.png) }\n'
        : `@import "${index - 1}.css";\na { background: url("../img/${index % 7}/${index}.png") }\n`;
    files[`js/${index}.js`] = `console.log(${index});\n`;
  }
  return files;
}

test('two threads write what one writes', async () => {
  const files = manyFiles();
  const byTwo = project(files);
  expect(run(byTwo)).toEqual({ status: 0, stderr: '' });

  const byOne = project(files);
  const settings = await loadSettings({ cwd: byOne, env: {}, requireStaticRoot: true });
  await collect(settings);
  expect(treeOf(join(byTwo, 'static'))).toEqual(treeOf(join(byOne, 'static')));
  expect(run(byTwo)).toEqual({ status: 0, stderr: '' });
});

test('a missing reference leaves nothing behind of what was copied meanwhile', () => {
  const cwd = project({ ...manyFiles(), 'css/last.css': 'a { background: url(nowhere.png) }\n' });
  const { status, stderr } = run(cwd);
  expect(status).toBe(1);
  expect(stderr).toContain('nowhere.png');
  expect(readdirSync(cwd).sort()).toEqual(['assets', 'collectstatic.config.json']);
  expect(existsSync(join(dirname(cwd), '.collectstatic'))).toBe(false);
});

test('a fingerprinted copy wins over a source of the same name, whoever is first', () => {
  const text = 'a { background: url("dot.png") }\n';
  const dot = createHash('md5').update('dot').digest('hex').slice(0, 12);
  const rewritten = text.replace('dot.png', `dot.${dot}.png`);
  const name = `page.${createHash('md5').update(rewritten).digest('hex').slice(0, 12)}.css`;
  const cwd = project(
    { ...manyFiles(), 'dot.png': 'dot', 'page.css': text, [name]: 'b { background: url("dot.png") }\n' },
    { ...CONFIG, PREHASHED: [] },
  );
  expect(run(cwd)).toEqual({ status: 0, stderr: '' });
  expect(treeOf(join(cwd, 'static'))[name]).toBe(rewritten);
});

test('a source of the name of a fingerprinted copy gets its own fingerprinted copy, in all sizes', () => {
  const md5 = (text: string): string => createHash('md5').update(text).digest('hex').slice(0, 12);
  const [small, large] = ['small', 'large'.repeat(400_000)];
  const config = { ...CONFIG, PREHASHED: [], STATICFILES_DIRS: ['assets', 'more'] };
  const cwd = project({ 'a.txt': small, 'b.txt': large }, config);
  const others = { [`a.${md5(small)}.txt`]: 'SMALL', [`b.${md5(large)}.txt`]: 'LARGE'.repeat(400_000) };
  for (const [path, text] of Object.entries(others)) put(cwd, `more/${path}`, text, MTIME);
  expect(run(cwd)).toEqual({ status: 0, stderr: '' });
  const tree = treeOf(join(cwd, 'static'));
  for (const [path, text] of Object.entries(others)) {
    expect(tree[path]).toBe(path.startsWith('a') ? small : large);
    expect(tree[path.replace('.txt', `.${md5(text)}.txt`)]).toBe(text);
  }
});
