import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { toAssetPath } from '../../src/path.ts';
import { type FilesystemOptions, openFilesystem } from '../../src/storages/filesystem.ts';
import type { AssetPath, CopyJob, Storage } from '../../src/types.ts';

/** A temporary folder that is gone when the test is over. */
export function temporaryFolder(parent: string = tmpdir()): string {
  const outer = mkdtempSync(join(parent, 'collectstatic-test-'));
  onTestFinished(() => rmSync(outer, { recursive: true, force: true }));
  // What a run has of its own lies beside the folder it writes to.
  const folder = join(outer, 'folder');
  mkdirSync(folder);
  return folder;
}

/** Where a run has what is its own, of a STATIC_ROOT whose parent may be written. */
export function workspaceOf(root: string): string {
  return join(dirname(root), '.collectstatic', basename(root));
}

export function asset(path: string): AssetPath {
  const made = toAssetPath(path);
  if (made === null) throw new Error(`not an asset path: ${path}`);
  return made;
}

/** Writes a file, and the folders it needs. Returns its absolute path. */
export function put(folder: string, path: string, content: string | Uint8Array, mtimeMs?: number): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  if (mtimeMs !== undefined) utimesSync(file, mtimeMs / 1000, mtimeMs / 1000);
  return file;
}

/** Every file and link below a folder with its content, sorted by path. */
export function treeOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => !entry.isDirectory(),
  );
  const paths = files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();
  return Object.fromEntries(paths.map((path) => [path, contentOf(join(folder, path))]));
}

function contentOf(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : `a link to ${readlinkSync(file)}, where nothing is`;
}

export const YESTERDAY = 1_600_000_000_123;

/** A job for a file of these bytes. */
export function jobFor(file: string, content: string, path: string, hashed: boolean = false): CopyJob {
  const to = asset(path);
  return { file, size: Buffer.byteLength(content), mtimeMs: YESTERDAY, to, hashed: hashed ? to : null };
}

const PLAIN: FilesystemOptions = { fileMode: null, directoryMode: null, durable: false, dedupe: false };

/** A storage over a real folder, with no wish but those of `options`. */
export function open(root: string, options: Partial<FilesystemOptions> = {}): Storage {
  return openFilesystem(root, { ...PLAIN, ...options });
}

/**
 * Makes the lock of a run that was killed look as it does a minute later: its process has to be silent for two beats, one in
 * another container for half a minute, before another run takes it over. Tests that are not about that don't wait.
 */
export function silenceLock(root: string): void {
  const workspace = workspaceOf(root);
  const names = existsSync(workspace) ? readdirSync(workspace) : [];
  const past = Date.now() / 1000 - 60;
  for (const name of names.filter((other) => other.startsWith('lock')))
    utimesSync(join(workspace, name), past, past);
}
