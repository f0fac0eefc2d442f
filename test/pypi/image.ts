import { execFileSync, type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { REGISTRIES } from './environment.ts';

// Stands in for images: a root folder of its own, with the programs of this machine below /usr and another /usr/local.

export interface Image {
  readonly folder: string;
  /** What is /usr/local in it. */
  readonly local: string;
  /** Folders of this machine that are seen in it at the same paths, and can't be written to. */
  readonly shared: readonly string[];
}

/** The Python of this machine, outside of any environment, and where it lies. */
const [PREFIX = '', PYTHON = ''] = execFileSync(
  'python3',
  ['-c', 'import sys; print(sys.base_prefix, sys._base_executable, sep="\\n")'],
  { encoding: 'utf8' },
).split('\n');

/**
 * Enters a root and runs a line there. Arguments: the root, what is its /usr/local, the folder to work in, the line, and
 * the folders to share. Node and npm of this machine are hidden.
 */
const ENTER = `
set -e
kept=$PATH; PATH=$PATH:/usr/sbin:/sbin
root=$1; local=$2; workdir=$3; line=$4; shift 4
share() { mkdir -p "$root$1"; mount --rbind "$1" "$root$1"; }
for folder in /usr /etc "$@"; do
  share "$folder"
  mount -o remount,bind,ro "$root$folder"
done
for folder in /dev /proc; do share "$folder"; done
for name in bin lib lib64 sbin; do
  if [ -L "/$name" ]; then ln -sfn "$(readlink "/$name")" "$root/$name"; elif [ -d "/$name" ]; then share "/$name"; fi
done
mkdir -p "$root/tmp" "$root/root"
for name in node nodejs npm npx; do
  if [ -e "/usr/bin/$name" ]; then mount --bind /dev/null "$root/usr/bin/$name"; fi
done
mount --bind "$local" "$root/usr/local"
exec chroot "$root" /usr/bin/env PATH="$kept" sh -c 'cd "$0" && eval "$1"' "$workdir" "$line"
`;

const NAMESPACE = ['--mount', ...(process.getuid?.() === 0 ? [] : ['--map-root-user'])];

/** Runs a line of a shell in an image. */
export function runIn(image: Image, line: string, workdir: string = '/'): SpawnSyncReturns<string> {
  const env = { ...REGISTRIES, PIP_NO_COMPILE: '1', PATH: '/usr/local/bin:/usr/bin:/bin', HOME: '/root' };
  const shared = PREFIX.startsWith('/usr') ? image.shared : [PREFIX, ...image.shared];
  const args = [
    ...NAMESPACE,
    'sh',
    '-c',
    ENTER,
    'enter',
    image.folder,
    image.local,
    workdir,
    line,
    ...shared,
  ];
  return spawnSync('unshare', args, { env, encoding: 'utf8' });
}

/** Returns where a path of an image lies on this machine. */
export function pathIn({ folder, local }: Image, path: string): string {
  return path.startsWith('/usr/local/') ? join(local, path.slice('/usr/local'.length)) : join(folder, path);
}

/** Returns why no root can be entered here, or `null`. */
export function missingLeave(scratch: string): string | null {
  const { status } = runIn(emptyImage(scratch, []), ':');
  return status === 0 ? null : 'needs leave to mount and to change the root';
}

function emptyImage(scratch: string, shared: readonly string[]): Image {
  const home = mkdtempSync(join(scratch, 'image-'));
  const image = { folder: join(home, 'root'), local: join(home, 'local'), shared };
  mkdirSync(image.folder);
  mkdirSync(image.local);
  return image;
}

/** Makes what stands in for `python:...-slim`: as there, python and pip lie in /usr/local. */
export function pythonImage(scratch: string, shared: readonly string[]): Image {
  const image = emptyImage(scratch, shared);
  const { status, stdout, stderr } = runIn(image, `${PYTHON} -m venv /usr/local`);
  if (status !== 0) throw new Error(`${stdout}${stderr}`);
  return image;
}

/** Makes what stands in for `node:...-slim`: Node and npm of this machine. */
export function nodeImage(scratch: string, shared: readonly string[]): Image {
  const image = emptyImage(scratch, shared);
  const bin = join(image.local, 'bin');
  mkdirSync(bin);
  cpSync(process.execPath, join(bin, 'node'));
  const npm = execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim();
  const modules = join(image.local, 'lib/node_modules');
  const npmFolder = dirname(dirname(realpathSync(npm)));
  // Its npmrc says where this machine's packages lie.
  const filter = (path: string): boolean => path !== join(npmFolder, 'npmrc');
  cpSync(npmFolder, join(modules, 'npm'), { recursive: true, filter });
  for (const name of ['npm', 'npx'])
    symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(bin, name));
  return image;
}

/** Returns another image with the same contents. */
export function copyOf(image: Image, scratch: string): Image {
  const copy = emptyImage(scratch, image.shared);
  for (const part of ['folder', 'local'] as const) execFileSync('cp', ['-a', `${image[part]}/.`, copy[part]]);
  return copy;
}
