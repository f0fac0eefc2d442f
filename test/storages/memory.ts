import { hash as digestOf } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hashedName } from '../../src/hashed-name.ts';
import { foldersAbove } from '../../src/path.ts';
import { eachSource, readSource } from '../../src/storages/sources.ts';
import type { AssetPath, CopyHash, CopyJob, Entry, InTheWay, Problem, Storage } from '../../src/types.ts';

interface Kept {
  readonly bytes: Uint8Array;
  readonly mtimeMs: number;
  /** Where a link points. */
  readonly target?: string;
}

/** A destination that lives in this process: for tests, and for programs that want the files and not a folder. */
export function openMemory(): Storage {
  const placed = new Map<AssetPath, Kept>();
  const staged = new Map<AssetPath, Kept>();
  const touched = new Map<AssetPath, number>();
  const displaced = new Set<AssetPath>();
  let ledger: Uint8Array | undefined;
  let stagedLedger: Uint8Array | undefined;

  function copy(job: CopyJob): CopyHash {
    const bytes = readSource(job);
    const kept: Kept = { bytes, mtimeMs: job.mtimeMs };
    if (job.to !== null) staged.set(job.to, kept);
    if (job.hashed === null) return null;
    const hash = digestOf('md5', bytes).slice(0, 12);
    staged.set(hashedName(job.hashed, hash), kept);
    return hash;
  }

  function drop(): void {
    staged.clear();
    touched.clear();
    displaced.clear();
    stagedLedger = undefined;
  }

  return {
    name: 'memory',
    readLedger: () => ledger,
    writeLedger(pieces) {
      stagedLedger = Buffer.concat([...pieces]);
    },
    hasHelper: false,
    isEmpty: () => placed.size === 0,
    stat(path) {
      const kept = placed.get(path);
      if (kept !== undefined) return toEntry(path, kept);
      const isFolder = [...placed.keys()].some((file) => file.startsWith(`${path}/`));
      return isFolder ? { path, kind: 'directory', size: 0, mtimeMs: 0 } : undefined;
    },
    list: () =>
      [...placedFolders(placed), ...[...placed].map(([path, kept]) => toEntry(path, kept))].sort(byPath),
    read(path) {
      const kept = placed.get(path);
      if (kept === undefined) throw new Error(`memory: there is no ${path}`);
      return kept.bytes;
    },
    equals(path, file) {
      const wanted = readFileSync(file);
      const kept = placed.get(path);
      return kept !== undefined && wanted.equals(kept.bytes);
    },
    inTheWay: (paths) => inTheWay(placed, paths),
    check: (paths, yielding = new Set()) =>
      inTheWay(placed, paths)
        .filter(({ path }) => !yielding.has(path))
        .map(({ path, kind }) => obstacle(path, kind)),
    warnings: () => [],
    async copy(jobs, onDone) {
      return eachSource(jobs, copy, onDone);
    },
    write(path, bytes, mtimeMs = Date.now()) {
      staged.set(path, { bytes, mtimeMs });
    },
    link(path, target) {
      staged.set(path, { bytes: new Uint8Array(), mtimeMs: Date.now(), target });
    },
    touch(path, mtimeMs) {
      touched.set(path, mtimeMs);
    },
    displace(path) {
      displaced.add(path);
    },
    async place(_last, outdated = []) {
      ledger = stagedLedger ?? ledger;
      for (const path of outdated) placed.delete(path);
      for (const path of placed.keys()) {
        if ([path, ...foldersAbove(path)].some((above) => displaced.has(above as AssetPath)))
          placed.delete(path);
      }
      for (const [path, kept] of staged) placed.set(path, kept);
      for (const [path, mtimeMs] of touched) {
        const kept = placed.get(path);
        if (kept !== undefined) placed.set(path, { ...kept, mtimeMs });
      }
      drop();
    },
    async remove(paths) {
      for (const path of paths) placed.delete(path);
    },
    share: async () => 0,
    async discard() {
      drop();
    },
  };
}

function toEntry(path: AssetPath, { bytes, mtimeMs, target }: Kept): Entry {
  if (target !== undefined) return { path, kind: 'link', size: target.length, mtimeMs, target };
  return { path, kind: 'file', size: bytes.length, mtimeMs };
}

function byPath(a: { readonly path: AssetPath }, b: { readonly path: AssetPath }): number {
  return a.path < b.path ? -1 : 1;
}

function placedFolders(placed: ReadonlyMap<AssetPath, Kept>): Entry[] {
  const folders = new Set([...placed.keys()].flatMap((path) => foldersAbove(path) as readonly AssetPath[]));
  return [...folders].map((path) => ({ path, kind: 'directory', size: 0, mtimeMs: 0 }));
}

function inTheWay(placed: ReadonlyMap<AssetPath, Kept>, paths: readonly AssetPath[]): readonly InTheWay[] {
  const found = new Map<AssetPath, InTheWay>();
  for (const path of paths) {
    for (const file of (foldersAbove(path) as readonly AssetPath[]).filter((above) => placed.has(above))) {
      found.set(file, { path: file, kind: 'file', files: [file] });
    }
    const files = [...placed.keys()].filter((file) => file.startsWith(`${path}/`)).sort();
    if (files.length > 0) found.set(path, { path, kind: 'folder', files });
  }
  return [...found.values()].sort(byPath);
}

function obstacle(path: AssetPath, kind: InTheWay['kind']): Problem {
  return kind === 'folder'
    ? {
        code: 'file-is-folder',
        severity: 'error',
        message: `A file is to be written where a folder stands: ${path}`,
      }
    : {
        code: 'folder-is-file',
        severity: 'error',
        message: `A folder is needed where a file stands: ${path}`,
      };
}
