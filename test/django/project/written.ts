import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Project } from './generate.ts';

/** A project written out by a test: settings lines beside the least that Django needs, and files by path. */
export function writeProject(
  settings: readonly string[],
  files: Readonly<Record<string, string | Buffer>> = {},
): Project {
  const home = mkdtempSync(join(tmpdir(), 'collectstatic-written-'));
  const folder = join(home, 'site');
  const lines = [
    'from pathlib import Path',
    'BASE_DIR = Path(__file__).resolve().parent.parent',
    'SECRET_KEY = "x"',
    ...settings,
  ];
  const all = { 'mysite/__init__.py': '', 'mysite/settings.py': `${lines.join('\n')}\n`, ...files };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const staticRoot = join(folder, 'staticfiles');
  return {
    seed: 0,
    home,
    folder,
    settings: 'mysite.settings',
    env: {},
    staticRoot,
    files: [],
    lonely: [],
    sources: [],
  };
}
