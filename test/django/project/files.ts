import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { FILES, FOLDERS } from './names.ts';
import type { Random } from './random.ts';

/** Times of sources lie between 2015 and 2022, those of edits and of Django's copies later. */
const OLDEST_MS = Date.UTC(2015, 0, 1);
const SPAN_MS = Date.UTC(2022, 0, 1) - OLDEST_MS;

/** What was made in a folder; all paths absolute. */
export interface Filled {
  /** Regular files. */
  readonly files: readonly string[];
  /** Those whose name no other folder has: they can go without another source taking over their path. */
  readonly lonely: readonly string[];
}

/** Writes a file and its folders, with the modification time in milliseconds. */
export function writeSource(file: string, bytes: Uint8Array | string, mtimeMs: number): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  utimesSync(file, mtimeMs / 1000, mtimeMs / 1000);
}

function someContent(random: Random, file: string, text: boolean): Buffer {
  const kind = random.int(text && /\.(css|js)$/.test(file) ? 7 : 10);
  if (kind === 0) return Buffer.alloc(0);
  if (kind <= 3) return Buffer.from('the same everywhere\n');
  if (kind <= 6) return Buffer.from(`/* ${file} */\n`);
  return random.bytes(1 + random.int(kind === 9 ? 20_000 : 400));
}

function someTime(random: Random): number {
  // 1980-01-01 is what archives without times give to every file: it says nothing about the content.
  return random.chance(0.05)
    ? Date.UTC(1980, 0, 1)
    : OLDEST_MS + random.int(SPAN_MS / 1000) * 1000 + random.int(1000);
}

function someFolder(random: Random): string {
  return join(...random.some(FOLDERS, random.int(4)), '.');
}

/** Fills `folder` with up to `count` files, empty folders and, when there is a `shared` folder, symlinks into it.
 * `text`: style sheets and scripts hold nothing but text. */
export function fillFolder(
  random: Random,
  folder: string,
  count: number,
  shared: string | null,
  text: boolean,
): Filled {
  mkdirSync(folder, { recursive: true });
  const files = new Set<string>();
  for (let index = 0; index < count; index++) {
    const file = join(folder, someFolder(random), random.pick(FILES));
    writeSource(file, someContent(random, file, text), someTime(random));
    files.add(file);
  }
  const lonely = join(folder, someFolder(random), `only-${random.int(1e9)}.txt`);
  writeSource(lonely, someContent(random, lonely, text), someTime(random));
  if (random.chance(0.3)) mkdirSync(join(folder, someFolder(random), 'nothing here'), { recursive: true });
  if (shared !== null && random.chance(0.4)) linkFile(random, folder, join(shared, 'shared.txt'));
  if (shared !== null && random.chance(0.4)) linkFolder(random, folder, shared);
  return { files: [...files], lonely: [lonely] };
}

function linkFile(random: Random, folder: string, target: string): void {
  const link = join(folder, someFolder(random), `linked-${random.int(3)}.txt`);
  place(random, link, target);
}

/** Under a name of its own at the top: a real folder of that name in another source may lie beside it. */
function linkFolder(random: Random, folder: string, target: string): void {
  place(random, join(folder, `linked-${random.int(2)}`), target);
}

function place(random: Random, link: string, target: string): void {
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(random.chance(0.5) ? target : relative(dirname(link), target), link);
}
