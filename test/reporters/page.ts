import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PageParts } from '../../src/reporters/report-page/index.ts';
import type { StaticReport } from '../../src/types.ts';
import { bundlePage } from '../bundle/bundle.mjs';

/** The script and the style of the page, as the build makes them. */
export async function bundledParts(): Promise<PageParts> {
  const folder = mkdtempSync(join(tmpdir(), 'collectstatic-page-'));
  try {
    await bundlePage(folder);
    const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
    return { script: read('report-page.js'), style: read('report-page.css') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const WORDS = ['admin', 'editor', 'table', 'chart', 'menu', 'button', 'dialog', 'form', 'picker', 'index'];
const ENDINGS = ['css', 'js', 'png', 'svg', 'woff2', 'js.map', 'html'];

/** A report of that many files of six apps, in folders of their own. */
export function reportOf(count: number): StaticReport {
  const apps = ['shop', 'blog', 'accounts', 'dashboard', 'maps', 'media'];
  const files = Array.from({ length: count }, (_, index) => {
    const owner = index % apps.length;
    const folder = `${apps[owner]}/${WORDS[index % 7]}/${WORDS[(index * 3) % 10]}`;
    const path = `${folder}/${WORDS[(index * 7) % 10]}-${index}.${ENDINGS[index % ENDINGS.length]}`;
    const size = 200 + ((index * 7919) % 50_000);
    return { path, owner, size, gzip: index % 7 < 3 ? Math.round(size / 3) : null, brotli: null };
  });
  const nothing = { name: '', size: 0, paths: [] };
  return {
    staticRoot: '/srv/<b>site</b>/static',
    owners: apps.map((name) => ({ name: `app ${name}`, isOwn: true })),
    files: files.sort((a, b) => (a.path < b.path ? -1 : 1)),
    leftovers: { retired: nothing, foreign: nothing },
    conflicts: [],
    shipped: [{ name: 'source maps', size: 5, paths: ['a</script><script>alert(1)</script>.map'] }],
    duplicates: [{ size: 10, paths: ['a&b.css', 'c"d.css'] }],
    usage: { used: 1, named: 2, unreferenced: [{ name: 'old', size: 3, paths: ['old/\u202eevil.css'] }] },
    budgets: [{ glob: '*', words: '1 kB', measure: 'raw', files: 1, size: 2000, most: 1000, isKept: false }],
    problems: [],
  };
}
