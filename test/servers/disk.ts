import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of its own, in a file. */
export interface Disk {
  /** Where it is mounted; `''` where there is none. */
  readonly folder: string;
  /** Why there is none on this machine. */
  readonly missing?: string;
  end(): void;
}

/** Neither of the two file systems can be smaller; nearly all of the file is a hole. */
const BYTES = 512 << 20;

export function makeDisk(kind: 'btrfs' | 'xfs'): Disk {
  const program = `/usr/sbin/mkfs.${kind}`;
  if (process.getuid?.() !== 0) return noDisk('only an administrator may mount a file system');
  if (!existsSync(program)) return noDisk(`${program} is not there`);
  const outer = mkdtempSync(join(tmpdir(), 'collectstatic-test-'));
  // Other users may run in it.
  chmodSync(outer, 0o755);
  const [image, folder] = [join(outer, 'image'), join(outer, 'disk')];
  writeFileSync(image, '');
  truncateSync(image, BYTES);
  mkdirSync(folder);
  const remove = (): void => rmSync(outer, { recursive: true });
  for (const [command, args] of [
    [program, ['-q', image]],
    ['mount', ['-o', 'loop', image, folder]],
  ] as const) {
    const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
    if (status === 0) continue;
    remove();
    return noDisk(`${command} fails here: ${error ?? stderr.trim()}`);
  }
  return {
    folder,
    end() {
      if (spawnSync('umount', [folder]).status !== 0) execFileSync('umount', ['-l', folder]);
      remove();
    },
  };
}

function noDisk(missing: string): Disk {
  return { folder: '', missing, end() {} };
}
