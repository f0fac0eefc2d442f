import { sizeText } from './kinds.ts';
import type { Site } from './tree.ts';

/** Matches that are listed; the treemap shows all of them. */
const MOST_LISTED = 100;

/** Lists the files whose paths hold all words of the search field, the biggest first, and tells which they are; `null` without words. */
export function makeSearch(
  { paths, data }: Site,
  field: HTMLInputElement,
  results: HTMLElement,
  tell: (files: ReadonlySet<number> | null) => void,
): void {
  const folded = paths.map((path) => path.toLowerCase());
  field.addEventListener('input', () => {
    const words = field.value
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    if (words.length === 0) {
      results.replaceChildren();
      tell(null);
      return;
    }
    const files = folded.flatMap((path, file) => (words.every((word) => path.includes(word)) ? [file] : []));
    const size = (file: number): number => data.raw[file] ?? 0;
    const sorted = [...files].sort((a, b) => size(b) - size(a));
    const total = files.reduce((sum, file) => sum + size(file), 0);
    const head = document.createElement('p');
    head.textContent = `${files.length} of ${paths.length} files, ${sizeText(total)}`;
    const list = document.createElement('ul');
    for (const file of sorted.slice(0, MOST_LISTED)) {
      const line = document.createElement('li');
      const bytes = document.createElement('span');
      bytes.textContent = sizeText(size(file));
      line.append(bytes, ` ${paths[file]}`);
      list.append(line);
    }
    results.replaceChildren(head, list);
    tell(new Set(files));
  });
}
