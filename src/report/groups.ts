import type { FileGroup } from '../types.ts';
import { totalOf } from './total.ts';

interface Sized {
  readonly path: string;
  readonly size: number;
}

/** Groups files by `nameOf`; groups and files with most bytes come first. */
export function groupBy<File extends Sized>(
  files: readonly File[],
  nameOf: (file: File) => string,
): readonly FileGroup[] {
  const groups = new Map<string, File[]>();
  for (const file of files) {
    const name = nameOf(file);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [file]);
    else group.push(file);
  }
  return [...groups].map(([name, members]) => groupOf(name, members)).sort(inOrder);
}

export function groupOf(name: string, files: readonly Sized[]): FileGroup {
  const sorted = [...files].sort((a, b) => b.size - a.size || (a.path < b.path ? -1 : 1));
  return {
    name,
    size: totalOf(sorted.map(({ size }) => size)),
    paths: sorted.map(({ path }) => path),
  };
}

/** The folder of a path; `.` for none. */
export function folderOf({ path }: { readonly path: string }): string {
  const end = path.lastIndexOf('/');
  return end === -1 ? '.' : path.slice(0, end);
}

function inOrder(a: FileGroup, b: FileGroup): number {
  return b.size - a.size || (a.name < b.name ? -1 : 1);
}
